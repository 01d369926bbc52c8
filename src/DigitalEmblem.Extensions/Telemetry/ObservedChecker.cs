using System.Diagnostics;
using DigitalEmblem.Discovery;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Extensions;

/// <summary>A checker whose checks are counted, timed, logged and traced. It gives the verdicts of the one inside.</summary>
internal sealed class ObservedChecker(IEmblemChecker inner, Observer observer, TimeProvider clock) : IEmblemChecker
{
    public async Task<Verdict> CheckAsync(DomainName name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        using Activity? span = observer.Start(EmblemTelemetry.CheckSpan, name);
        long started = clock.GetTimestamp();
        try
        {
            Verdict verdict = await inner.CheckAsync(name, cancellationToken).ConfigureAwait(false);
            observer.Ended(name, verdict, clock.GetElapsedTime(started), span);
            return verdict;
        }
        catch (OperationCanceledException)
        {
            observer.Stopped(name, clock.GetElapsedTime(started), span);
            throw;
        }
    }
}

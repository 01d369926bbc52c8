using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Endorsements;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>Sends requests to authorities, and takes their endorsements, by itself. Apart from the other work: an authority that does not answer holds up nothing.</summary>
internal sealed partial class ExchangeLoop(SendRequests send, WorkSignal signal, TimeProvider clock, ILogger<ExchangeLoop> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Rounds.RepeatAsync(() => AdvanceAsync(stoppingToken), e => RoundFailed(log, e), Pause, clock, stoppingToken);

    private async Task AdvanceAsync(CancellationToken cancellation)
    {
        if (await send.RunAsync(cancellation) > 0)
        {
            signal.Wake();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A round of sending requests to authorities failed; the next one follows. If it goes on: is the database there?")]
    private static partial void RoundFailed(ILogger logger, Exception exception);
}

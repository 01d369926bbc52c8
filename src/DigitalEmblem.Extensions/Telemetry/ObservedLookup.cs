using System.Diagnostics;
using DigitalEmblem.Discovery;

namespace DigitalEmblem.Extensions;

/// <summary>A look-up at servers, each told to an observer, and to a note of which servers answer.</summary>
internal sealed class ObservedLookup(IDnsLookup inner, Observer observer, ServerAnswers answers) : IDnsLookup
{
    public async Task<LookupAnswer> LookUpAsync(DomainName name, ushort type, CancellationToken cancellationToken = default)
    {
        using Activity? span = observer.Start(EmblemTelemetry.LookupSpan, name, ActivityKind.Client);
        LookupAnswer answer;
        try
        {
            answer = await inner.LookUpAsync(name, type, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            answers.NoteLeft();
            throw;
        }

        var attempts = answer.Attempts as AttemptsInWords;
        observer.LookedUp(name, answer, attempts is { Count: > 0 } ? Word(attempts.All[^1].Server.Transport) : "none", span);
        answers.Note(attempts?.All ?? []);
        return answer;
    }

    private static string Word(DnsTransport transport) => transport switch
    {
        DnsTransport.UdpAndTcp => "udp",
        DnsTransport.Tcp => "tcp",
        DnsTransport.Tls => "tls",
        _ => "https",
    };
}

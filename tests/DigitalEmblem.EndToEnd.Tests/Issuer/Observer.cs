using System.Collections.Concurrent;
using System.Net;
using DigitalEmblem.Discovery;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.EndToEnd.Tests.Issuer;

/// <summary>
/// Looks at a name five times a second, at each of its name servers, by each profile alone, as a validator that reads one of them.
/// </summary>
internal sealed class Observer : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly List<DnsExchange> _servers;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _looking;
    private int _looks;

    private Observer(DomainName name, IReadOnlyList<IPEndPoint> servers)
    {
        _servers = [.. servers.Select(s => new DnsExchange(new DnsExchangeOptions
        {
            Servers = [DnsServer.At(s, tcpOnly: true)],
            Authoritative = true,
            Timeout = TimeSpan.FromSeconds(10),
        }))];
        _looking = Task.WhenAll(_servers.SelectMany(s => new[] { "IHLE", "TXT" }.Select(type => Task.Run(() => LookAsync(name, s, type)))));
    }

    /// <summary>How often it looked.</summary>
    public int Looks => _looks;

    /// <summary>What it saw that was not Marked.</summary>
    public ConcurrentQueue<string> Faults { get; } = [];

    public static Observer Of(string name, params IPEndPoint[] servers) => new(DomainName.Parse(name), servers);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _looking;
        foreach (DnsExchange server in _servers)
        {
            await server.DisposeAsync();
        }

        _stop.Dispose();
    }

    private async Task LookAsync(DomainName name, DnsExchange server, string type)
    {
        var verifier = new EmblemVerifier(new VerifierOptions());
        var checker = new EmblemChecker(
            [new DnsEmblemSource(new OneType(server, isTxt: type == "TXT"))],
            verifier,
            TrustPolicy.Default,
            HeldEvidence.AssumeCommittedUnsafe,
            TimeProvider.System);
        while (!_stop.IsCancellationRequested)
        {
            Verdict verdict = await checker.CheckAsync(name);
            Interlocked.Increment(ref _looks);
            if (verdict.Outcome != VerdictOutcome.Marked)
            {
                Faults.Enqueue($"{DateTimeOffset.UtcNow:HH:mm:ss.fff} by {type}: {verdict.Outcome}, {verdict.Reason}");
            }

            await Task.Delay(Pause, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Answers one type, and has no records of others.</summary>
    private sealed class OneType(IDnsLookup lookup, bool isTxt) : IDnsLookup
    {
        private const ushort Txt = 16;

        public Task<LookupAnswer> LookUpAsync(DomainName name, ushort type, CancellationToken cancellationToken = default) =>
            (type == Txt) == isTxt
                ? lookup.LookUpAsync(name, type, cancellationToken)
                : Task.FromResult(new LookupAnswer { Outcome = LookupOutcome.NoData });
    }
}

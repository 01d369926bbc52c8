using DigitalEmblem.Verifier;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.Dns;

/// <summary>How a server is asked: over what, as <c>check</c> or as <c>scan</c> asks, or through DnsClient.</summary>
public enum Way
{
    Udp,
    Tcp,
    Tls,
    Https,
    ScanUdp,
    ScanTcp,
    ScanTls,
    ScanHttps,
    DnsClient,
}

/// <summary>A server and a look-up that asks it in one of the ways.</summary>
internal sealed class LookupScene : IAsyncDisposable
{
    /// <summary>
    /// How long an attempt may take where the server answers at once. No test waits for it: it bounds one that fails, and is so long
    /// because the machine may be busy.
    /// </summary>
    public static readonly TimeSpan AnswerComes = TimeSpan.FromSeconds(20);

    private readonly DnsExchange? _exchange;

    /// <summary>Starts the server.</summary>
    /// <param name="way">How it is asked.</param>
    /// <param name="answer">The message for a query; true over UDP.</param>
    /// <param name="timeout">How long an attempt may take: <see cref="AnswerComes"/>, or a moment where the server is silent.</param>
    /// <param name="mostAtOnce">How many questions the server has before it at once.</param>
    public LookupScene(Way way, Func<byte[], bool, byte[]?> answer, TimeSpan timeout, int mostAtOnce = 64)
    {
        Server = new LoopbackServer(answer, way switch
        {
            Way.Udp or Way.ScanUdp => Speaks.Udp | Speaks.Tcp,
            Way.Tls or Way.ScanTls => Speaks.Tls,
            Way.Https or Way.ScanHttps => Speaks.Https,
            _ => Speaks.Tcp,
        });
        _exchange = way == Way.DnsClient
            ? null
            : new DnsExchange(Options(way, timeout, Server.Server) with { MaxConcurrency = mostAtOnce });
        Lookup = _exchange is not null ? _exchange : LookupClientExchange.ForServers([Server.EndPoint], timeout);
    }

    /// <summary>Six records: an emblem of a society that itself and a ministry endorse, and the keys.</summary>
    public static IReadOnlyList<byte[]> Emblem { get; } =
        [.. TokenBundle.Split(Published.Bundle(SignatureAlgorithm.Ed25519, TestTokens.Now), TokenLimits.Default).Select(i => i.ToArray())];

    public LoopbackServer Server { get; }

    public IDnsLookup Lookup { get; }

    public static bool IsUdp(Way way) => way is Way.Udp or Way.ScanUdp;

    public static DnsExchangeOptions Options(Way way, TimeSpan timeout, params DnsServer[] servers) =>
        new()
        {
            Servers = servers,
            Timeout = timeout,
            Roots = [LoopbackServer.Certificate],
            Bulk = way is Way.ScanUdp or Way.ScanTcp or Way.ScanTls or Way.ScanHttps
        };

    /// <summary>The emblem for IHLE, and nothing for other types.</summary>
    public static byte[] Good(byte[] query) => DnsMessage.IsIhle(query)
        ? new DnsMessage { Answer = [.. Emblem.Select(e => new Rr(Rr.Asked, DnsType.DefaultIhle, e))] }.To(query)
        : Nothing(query);

    /// <summary>That the name exists and has no such record.</summary>
    public static byte[] Nothing(byte[] query) => new DnsMessage { Authority = [Rr.Soa("example")] }.To(query);

    public static Task<Verdict> CheckAsync(IDnsLookup lookup, string name = "www.society.example") => new EmblemChecker(
        [new DnsEmblemSource(lookup)],
        new EmblemVerifier(),
        TrustPolicy.Default,
        HeldEvidence.AssumeCommittedUnsafe,
        new SettableClock(TestTokens.Now))
        .CheckAsync(DomainName.Parse(name));

    /// <summary>All that a verdict says, to look for words in.</summary>
    public static string Said(Verdict verdict) => string.Join('\n', [
        verdict.ToString(), .. verdict.Sources.Select(s => s.Detail), .. verdict.Sources.SelectMany(s => s.Attempts),
        .. verdict.Findings.Select(f => f.Message),
        .. verdict.Sets.SelectMany(s => s.Set.Tokens).SelectMany(t => t.Findings).Select(f => f.Message)]);

    public async ValueTask DisposeAsync()
    {
        if (_exchange is not null)
        {
            await _exchange.DisposeAsync();
        }

        Server.Dispose();
    }
}

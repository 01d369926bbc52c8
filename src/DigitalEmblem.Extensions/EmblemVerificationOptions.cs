using DigitalEmblem.Discovery;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Extensions;

/// <summary>
/// What <c>AddEmblemVerification</c> builds an <see cref="EmblemChecker"/> from. The application fills it, in code or from a configuration
/// that is handed to <c>AddEmblemVerification</c>. It is read and checked once, at the start.
/// </summary>
public sealed class EmblemVerificationOptions
{
    /// <summary>
    /// DNS servers to ask: <c>ADDR</c>, <c>ADDR:PORT</c> or <c>[ADDR6]:PORT</c>. Only servers that are named here, below, or by
    /// <see cref="UseSystemServers"/> are asked.
    /// </summary>
    public IList<string> Servers { get; } = [];

    /// <summary>DNS servers to ask over TLS: <c>ADDR[:PORT]#SERVERNAME</c>.</summary>
    public IList<string> TlsServers { get; } = [];

    /// <summary>DNS servers to ask over HTTPS: URLs.</summary>
    public IList<string> HttpsServers { get; } = [];

    /// <summary>Whether the resolvers that this system is configured with are asked too.</summary>
    public bool UseSystemServers { get; set; }

    /// <summary>Whether all servers are asked and must say the same (decisions.md, 23).</summary>
    public bool AskAll { get; set; }

    /// <summary>Whether the servers, and the way to them, are trusted to say that they validated by DNSSEC.</summary>
    public bool TrustAuthenticData { get; set; }

    /// <summary>Further places to look for emblems, beside DNS. The caller closes them.</summary>
    public IList<IEmblemSource> Sources { get; } = [];

    // The values here and below are new instances: a binder writes into the objects that it finds, and would change the defaults of the
    // whole process.

    /// <summary>What the verifier is built from.</summary>
    public VerifierOptions Verifier { get; set; } = new() { Commitments = new(), Limits = new() };

    /// <summary>What must be shown before an emblem is relied on.</summary>
    public TrustPolicy Policy { get; set; } = new();

    /// <summary>Whom to trust about commitments; null if <see cref="Evidence"/> says what is known of them.</summary>
    public TransparencyTrust? Trust { get; set; }

    /// <summary>With <see cref="Trust"/>: certificates and log entries that are held.</summary>
    public CommitmentMaterial Held { get; set; } = CommitmentMaterial.None;

    /// <summary>With <see cref="Trust"/>: asks the logs about what stays open; null to ask no log. The caller closes it.</summary>
    public LogClient? Logs { get; set; }

    /// <summary>Without <see cref="Trust"/>: what is known of commitments.</summary>
    public HeldEvidence Evidence { get; set; } = HeldEvidence.None;

    /// <summary>What is kept between checks, and with whom it is shared; null to keep nothing.</summary>
    public EmblemCacheOptions? Cache { get; set; }

    internal DnsExchangeOptions? Dns() => ServersToAsk() is { Length: > 0 } servers
        ? new DnsExchangeOptions { Servers = servers, AskAll = AskAll, TrustAuthenticData = TrustAuthenticData }
        : null;

    /// <exception cref="ArgumentException">Something is out of its range, or contradicts something else.</exception>
    /// <exception cref="FormatException">A server's address is malformed.</exception>
    internal void Check()
    {
        if (Dns() is null && Sources.Count == 0)
        {
            throw new ArgumentException("There is nowhere to look for emblems: name DNS servers, or another source.");
        }

        if (Trust is null && (Logs is not null || Held != CommitmentMaterial.None))
        {
            throw new ArgumentException("Logs and what is held are of use only with Trust, which says whom to believe about them.");
        }

        Policy.Validate();
        Verifier.Checked();
        Cache?.Checked();
    }

    private DnsServer[] ServersToAsk() =>
    [
        .. Servers.Select(DnsServer.Parse),
        .. TlsServers.Select(DnsServer.ParseTls),
        .. HttpsServers.Select(DnsServer.ParseHttps),
        .. UseSystemServers ? DnsServer.OfSystem() : [],
    ];
}

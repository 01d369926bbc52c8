using System.Security.Cryptography.X509Certificates;
using DigitalEmblem.Discovery;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Extensions;

/// <summary>
/// What <c>AddEmblemVerification</c> builds an <see cref="EmblemChecker"/> from. The application fills it, in code or from a configuration
/// that is handed to <c>AddEmblemVerification</c>. It is read and checked once, at the start.
/// </summary>
public sealed class EmblemVerificationOptions
{
    private static readonly DnsExchangeOptions DnsDefaults = new();

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

    /// <summary>How long one attempt to ask a server may take; more than zero, at most a minute.</summary>
    public TimeSpan Timeout { get; set; } = DnsDefaults.Timeout;

    /// <summary>How often the list of servers is gone through while none answers; 1 to 10.</summary>
    public int Rounds { get; set; } = DnsDefaults.Rounds;

    /// <summary>The most questions that a server may have under way at once; 1 to 1024.</summary>
    public int MaxConcurrency { get; set; } = DnsDefaults.MaxConcurrency;

    /// <summary>How many questions are asked a second, at most, of all servers together; at least 1; null for any number.</summary>
    public int? QuestionsPerSecond { get; set; }

    /// <summary>The number of the record type IHLE, 1 to 65535; the one of the prototypes until one is assigned.</summary>
    public int IhleType { get; set; } = DnsEmblemSource.DefaultIhleType;

    /// <summary>
    /// The roots that certificates of TLS and HTTPS servers must lead to, in place of the system's; empty for the system's. In a
    /// configuration: a list of files with certificates in PEM, or one in DER.
    /// </summary>
    public X509Certificate2Collection ServerRoots { get; } = [];

    /// <summary>Further places to look for emblems, beside DNS. The caller closes them.</summary>
    public IList<IEmblemSource> Sources { get; } = [];

    // The values here and below are new instances: a binder writes into the objects that it finds, and would change the defaults of the
    // whole process.

    /// <summary>What the verifier is built from.</summary>
    public VerifierOptions Verifier { get; set; } = new() { Commitments = new(), Limits = new() };

    /// <summary>What must be shown before an emblem is relied on.</summary>
    public TrustPolicy Policy { get; set; } = new();

    /// <summary>
    /// Whom to trust about commitments; null if <see cref="Evidence"/> says what is known of them. In a configuration, the section
    /// <c>Evidence</c> fills this and the members up to <see cref="LogCacheFolder"/>: from files by <c>LogList</c>, <c>Roots</c>,
    /// <c>Chains</c> and <c>RevocationLists</c>, and by <c>Stated</c>, <c>AskLogs</c>, <c>StaysOpen</c> and <c>LogCacheFolder</c>.
    /// </summary>
    public TransparencyTrust? Trust { get; set; }

    /// <summary>With <see cref="Trust"/>: certificates and log entries that are held.</summary>
    public CommitmentMaterial Held { get; set; } = CommitmentMaterial.None;

    /// <summary>
    /// With <see cref="Trust"/>: commitments that the caller checked by other means. They are assumptions, and each verdict that rests on
    /// one says so. In a configuration: a list of <c>OI=KEYID</c>.
    /// </summary>
    public IReadOnlyList<(OrganizationIdentifier Organization, KeyIdentifier Key)> Stated { get; set; } = [];

    /// <summary>
    /// With <see cref="Trust"/>: where commitments that were verified are kept, in place of the cache; null for the cache, if there is one.
    /// The caller closes it.
    /// </summary>
    public ICommitmentStore? Store { get; set; }

    /// <summary>
    /// With <see cref="Trust"/>: asks the logs about what stays open, in place of the client that <see cref="AskLogs"/> makes. The caller
    /// closes it.
    /// </summary>
    public LogClient? Logs { get; set; }

    /// <summary>
    /// With <see cref="Trust"/>: whether the logs of its list are asked about what stays open. They then learn which organization is looked
    /// at.
    /// </summary>
    public bool AskLogs { get; set; }

    /// <summary>
    /// How long a commitment that store and logs left open is taken as open, before they are asked again; not negative. Zero by default: an
    /// application that checks one name often should set a minute or so, or it asks the logs at each check.
    /// </summary>
    public TimeSpan StaysOpen { get; set; }

    /// <summary>
    /// With <see cref="AskLogs"/>: the folder in which answers of logs are kept, made if it is not there, readable for its owner only; null
    /// to keep them in this process.
    /// </summary>
    public string? LogCacheFolder { get; set; }

    /// <summary>Without <see cref="Trust"/>: what is known of commitments.</summary>
    public HeldEvidence Evidence { get; set; } = HeldEvidence.None;

    /// <summary>What is kept between checks, and with whom it is shared; null to keep nothing.</summary>
    public EmblemCacheOptions? Cache { get; set; }

    /// <summary>What logs, metrics and traces may hold.</summary>
    public EmblemTelemetryOptions Telemetry { get; set; } = new();

    internal DnsExchangeOptions? Dns() => ServersToAsk() is { Length: > 0 } servers
        ? new DnsExchangeOptions
        {
            Servers = servers,
            AskAll = AskAll,
            TrustAuthenticData = TrustAuthenticData,
            Timeout = Timeout,
            Rounds = Rounds,
            MaxConcurrency = MaxConcurrency,
            QuestionsPerSecond = QuestionsPerSecond,
            Roots = ServerRoots.Count > 0 ? ServerRoots : null,
        }
        : null;

    /// <exception cref="ArgumentException">Something is out of its range, or contradicts something else.</exception>
    /// <exception cref="FormatException">A server's address is malformed.</exception>
    internal void Check()
    {
        DnsExchangeOptions? dns = Dns();
        Refuse(dns is null && Sources.Count == 0, "There is nowhere to look for emblems: name DNS servers, or another source.");
        dns?.Checked();
        Refuse(IhleType is < 1 or > ushort.MaxValue, "IhleType is the number of a record type, 1 to 65535.");
        Refuse(
            Trust is null
                && (Logs is not null || AskLogs || Store is not null || Stated.Count > 0 || Held != CommitmentMaterial.None),
            "Logs, a store and what is held or stated are of use only with Trust, which says whom to believe about them.");
        Refuse(
            Trust is not null && Evidence != HeldEvidence.None,
            "Evidence says what is known of commitments, and so does Trust: give one of them.");
        Refuse(Logs is not null && AskLogs, "Logs is a client for logs, and AskLogs makes one: give one of them.");
        Refuse(AskLogs && Trust?.Logs is null, "AskLogs needs a log list, because only logs of a list are asked.");
        Refuse(StaysOpen < TimeSpan.Zero, "StaysOpen is not negative.");
        Refuse(LogCacheFolder is not null && !AskLogs, "LogCacheFolder is of use only with AskLogs.");
        Policy.Validate();
        Verifier.Checked();
        Cache?.Checked();
    }

    private static void Refuse(bool broken, string why)
    {
        if (broken)
        {
            throw new ArgumentException(why);
        }
    }

    private DnsServer[] ServersToAsk() =>
    [
        .. Servers.Select(DnsServer.Parse),
        .. TlsServers.Select(DnsServer.ParseTls),
        .. HttpsServers.Select(DnsServer.ParseHttps),
        .. UseSystemServers ? DnsServer.OfSystem() : [],
    ];
}

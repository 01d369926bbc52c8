using System.Text;
using DigitalEmblem.Cli.Tests;
using DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;

namespace DigitalEmblem.EndToEnd.Tests.Cli.Commitments;

/// <summary>
/// A society that committed to its root key in a log on loopback, and the files that a person would have of it: <c>bundle</c>,
/// <c>root.pub</c>, <c>fullchain.pem</c>, <c>log_list.json</c>, <c>ca.pem</c>.
/// </summary>
internal sealed class CommittedSociety : IAsyncDisposable
{
    public const string Oi = "https://society.example";

    private readonly SoftwareSigningKey _emblem = TestKeys.Of(SignatureAlgorithm.Ed25519, 1);
    private readonly SoftwareSigningKey _root = TestKeys.Of(SignatureAlgorithm.ES384, 2);

    private CommittedSociety(LogKind kind)
    {
        Log = new TestLog(kind, LogScene.Now.AddDays(-10));
        Authority = new TestAuthority(LogScene.Now);
        Command.Now = LogScene.Now;
        Command.Variables["EMBLEM_HOME"] = Command.PathOf("home");
    }

    public Command Command { get; } = new();

    public TestLog Log { get; }

    public TestAuthority Authority { get; }

    public LogHost Host { get; private set; } = null!;

    public BindingChain Chain { get; private set; } = null!;

    public string KeyId => _root.PublicKey.CoseIdentifier.ToString();

    public string Store => Path.Combine(Command.PathOf("home"), "roots.db");

    /// <summary>Whom to trust, as options.</summary>
    public string[] Trust { get; } = ["--log-list", "@log_list.json", "--ca", "@ca.pem"];

    public static async Task<CommittedSociety> StartAsync(LogKind kind = LogKind.Rfc6962, bool embedded = true)
    {
        var society = new CommittedSociety(kind);
        TestLog log = society.Log;
        log.Fill(5);
        string[] names = [.. BindingNames.Wanted(OrganizationIdentifier.Parse(Oi), society._root.PublicKey.CoseIdentifier)];
        society.Chain = society.Authority.Issue(names, embedded ? [log] : []);
        if (!embedded)
        {
            log.AddCertificate(society.Chain.Certificates);
        }

        CommitmentEntry entry = kind == LogKind.Static
            ? CommitmentEntry.InStaticLog(log.Id, 5)
            : CommitmentEntry.InV1Log(log.Id, log.Leaf(5).Hash);
        log.Fill(7);
        log.Publish();
        society.Host = await LogHost.StartAsync(log.Answer);
        society.Command.Write("log_list.json", TestLog.ListOf((log, society.Host.Url)));
        society.Command.Write("ca.pem", society.Authority.RootPem);
        society.Command.Write("fullchain.pem", TestAuthority.Pem(society.Chain));
        society.Command.Write("root.pub", society._root.PublicKey.ToPem());
        society.Command.Write("bundle", society.Bundle(entry));
        return society;
    }

    /// <summary>Runs a command with whom to trust.</summary>
    public (int Code, string Out, string Error) Run(params string[] args) => Command.Run([.. args, .. Trust]);

    public string Done(params string[] args) => Command.Done([.. args, .. Trust]);

    public string WriteRevocationList(params BindingChain[] revoked) =>
        Command.Write("list.crl", Authority.RevocationList(LogScene.Now, revoked));

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Authority.Dispose();
        Log.Dispose();
        Command.Dispose();
    }

    private byte[] Bundle(CommitmentEntry entry)
    {
        Validity validity = Validity.From(LogScene.Now.AddHours(-1), TimeSpan.FromDays(1));
        byte[][] items =
        [
            Cwt.Sign(TestTokens.Emblem() with { Validity = validity }, _emblem),
            Cwt.Sign(TestTokens.Endorsement(_emblem.PublicKey, mayEndorse: false) with { Validity = validity, Log = [entry] }, _root),
            _emblem.PublicKey.ToCoseKey(), _root.PublicKey.ToCoseKey(),
        ];
        return Encoding.ASCII.GetBytes(string.Join('\n', items.Select(Convert.ToHexStringLower)));
    }
}

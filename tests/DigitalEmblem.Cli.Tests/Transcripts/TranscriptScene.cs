using System.Diagnostics;
using System.Globalization;
using System.Net;
using DigitalEmblem.TestSupport;

namespace DigitalEmblem.Cli.Tests.Transcripts;

/// <summary>
/// The world of the transcripts: a society that a ministry endorses, both committed to their root keys in a log; a name server with a name
/// for each answer; and a folder of a person who looks, with the files that the documents name. It is the first of December 2026.
/// </summary>
internal sealed class TranscriptScene : IAsyncDisposable
{
    /// <summary>The resolver of the documents, and one that does not answer.</summary>
    // A server on loopback stands for the first; the port of the second is closed.
    private const string Resolver = "192.0.2.53", Silent = "192.0.2.99", Nobody = "127.0.0.1:1";

    private static readonly DateTimeOffset Now = TestTokens.Now;
    private static readonly SoftwareSigningKey EmblemKey = TestKeys.Of(SignatureAlgorithm.Ed25519, 1);
    private static readonly SoftwareSigningKey RootKey = TestKeys.Of(SignatureAlgorithm.ES256, 2);
    private static readonly SoftwareSigningKey MinistryKey = TestKeys.Of(SignatureAlgorithm.ES256, 3);
    private static readonly Validity Long = Validity.From(Now.AddDays(-1), TimeSpan.FromDays(100));

    private readonly AuthoritativeServer _server = AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly Command _command = new() { Now = Now };
    private readonly string _before = Environment.CurrentDirectory;
    private int _code;

    public TranscriptScene()
    {
        using var authority = new TestAuthority(Now);
        using var log = new TestLog(LogKind.Rfc6962, Now.AddDays(-10));
        log.Fill(3);
        CommitmentEntry ofSociety = Commit("society", TestTokens.Society, RootKey);
        CommitmentEntry ofMinistry = Commit("ministry", TestTokens.Ministry, MinistryKey);
        log.Publish();
        _command.Variables["EMBLEM_HOME"] = _command.PathOf("home");
        Configure("log-list", _command.Write("log_list.json", TestLog.ListOf((log, "https://log.example"))));
        Configure("ca", _command.Write("roots.pem", authority.RootPem));
        _command.Write("emblem.pem", TestKeys.QuickPem(EmblemKey, "test"));
        List<byte[]> above =
        [
            Cwt.Sign(
                TestTokens.Endorsement(RootKey.PublicKey, TestTokens.Ministry) with { Validity = Long, Log = [ofMinistry] }, MinistryKey),
            Cwt.Sign(TestTokens.Endorsement(EmblemKey.PublicKey, mayEndorse: false) with { Validity = Long, Log = [ofSociety] }, RootKey),
            MinistryKey.PublicKey.ToCoseKey(), RootKey.PublicKey.ToCoseKey(),
        ];
        _command.Write("endorsements.bundle", Bundle(above));
        _command.Write("society.bundle", Publish("www.society.example", "www.society.example", Now.AddHours(-1)));
        Publish("old.society.example", "old.society.example", Now.AddDays(-9));
        Publish("www.copy.example", "www.society.example", Now.AddHours(-1));
        Directory.CreateDirectory(_command.PathOf("records"));
        _command.Write("records/names.csv", string.Concat(Enumerable.Range(1, 100).Select(i => $"patient {i};ward {i % 7}\n")));
        _command.Write("records/wards.csv", string.Concat(Enumerable.Range(0, 7).Select(i => $"ward {i}\n")));
        Environment.CurrentDirectory = _command.Folder;

        // What 'emblem logs update' would have installed, and the system's roots.
        void Configure(string name, string file) => _command.Done("config", "set", name, file);

        CommitmentEntry Commit(string name, OrganizationIdentifier organization, SoftwareSigningKey key)
        {
            int index = log.Count;
            BindingChain chain = authority.Issue([.. BindingNames.Wanted(organization, key.PublicKey.CoseIdentifier)], [log]);
            Directory.CreateDirectory(_command.PathOf("chains"));
            _command.Write($"chains/{name}.pem", TestAuthority.Pem(chain));
            return CommitmentEntry.InV1Log(log.Id, log.Leaf(index).Hash);
        }

        byte[] Publish(string name, string asset, DateTimeOffset from)
        {
            Emblem emblem = TestTokens.Emblem() with
            {
                Validity = Validity.From(from, TimeSpan.FromDays(7)),
                Assets = [AssetIdentifier.Parse(asset)],
            };
            byte[] bundle = Bundle([Cwt.Sign(emblem, EmblemKey), .. above, EmblemKey.PublicKey.ToCoseKey()]);
            _server.Publish(PublishedRecords.For(UnverifiedTokens.Read(bundle), DomainName.Parse(name)));
            return bundle;
        }
    }

    /// <summary>What a command prints: first what it answers, then its messages.</summary>
    public string Run(string command)
    {
        string[] words = Transcript.Words(command);
        if (words[0] != "emblem")
        {
            return InShell(command);
        }

        (_code, string output, string error) = _command.Run([.. words[1..].Select(w => w
            .Replace(Resolver, EndPoint, StringComparison.Ordinal).Replace(Silent, Nobody, StringComparison.Ordinal))]);
        return (output + error)
            .Replace(EndPoint, Resolver + ":53", StringComparison.Ordinal).Replace(Nobody, Silent + ":53", StringComparison.Ordinal)
            .Replace(_command.Folder + "/", "", StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        Environment.CurrentDirectory = _before;
        await _server.DisposeAsync();
        _command.Dispose();
    }

    private string EndPoint => _server.EndPoint.ToString();

    private static byte[] Bundle(IEnumerable<byte[]> items) => TokenBundle.Write(items.Select(i => new ReadOnlyMemory<byte>(i)));

    /// <summary>Runs another command, which knows the exit code of the one before.</summary>
    private string InShell(string command)
    {
        string before = string.Create(CultureInfo.InvariantCulture, $"(exit {_code})");
        using Process shell = Process.Start(new ProcessStartInfo("bash", ["-c", $"{before}\n{command}"])
        {
            WorkingDirectory = _command.Folder,
            RedirectStandardOutput = true,
        })!;
        string output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        _code = shell.ExitCode;
        return output;
    }
}

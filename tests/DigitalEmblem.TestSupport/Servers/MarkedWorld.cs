using System.Globalization;
using System.Net;
using System.Text;
using Xunit;

namespace DigitalEmblem.TestSupport.Servers;

/// <summary>
/// A small public DNS and its log, all of real parts on loopback: BIND with a zone in which each outcome stands, Unbound that resolves it,
/// and a log in which a society and a ministry committed to their root keys. One for a class of tests.
/// </summary>
public sealed class MarkedWorld : IAsyncLifetime
{
    /// <summary>Marked, and endorsed by the ministry; by IHLE and TXT.</summary>
    public const string Endorsed = "www.society.example";

    /// <summary>Marked, and endorsed by nobody else.</summary>
    public const string Alone = "alone.society.example";

    /// <summary>The name is there, and has no emblem.</summary>
    public const string Plain = "plain.society.example";

    /// <summary>The emblem has expired.</summary>
    public const string Expired = "expired.society.example";

    /// <summary>TXT records of other things alone, with this content.</summary>
    public const string OtherRecords = "other.society.example", OtherContent = "internal-build-host-7";

    /// <summary>Marked and endorsed, under a label of another script (яндекса).</summary>
    public const string International = "xn--d1acpjx3f.society.example";

    /// <summary>The servers of this name do not answer.</summary>
    public const string Dead = "www.dead.example";

    private static readonly string[] Zones = ["society.example"];

    private readonly string _folder = Directory.CreateTempSubdirectory("emblem-marked-").FullName;
    private readonly List<ServerProcess> _servers = [];
    private readonly List<string> _logRequests = [];
    private readonly HttpListener _http = new();
    private readonly int _logPort = LoopbackPorts.Free();
    private TestAuthority _authority = null!;
    private TestLog _log = null!;

    /// <summary>The port of the resolver.</summary>
    public int ResolverPort { get; } = LoopbackPorts.Free();

    /// <summary>The port of the log.</summary>
    public int LogPort => _logPort;

    /// <summary>What the log was asked for so far.</summary>
    public IReadOnlyList<string> LogRequests
    {
        get
        {
            lock (_logRequests)
            {
                return [.. _logRequests];
            }
        }
    }

    /// <summary>The file of the log list.</summary>
    public string LogList => Path.Combine(_folder, "log_list.json");

    /// <summary>The roots of its certificate authority, in PEM.</summary>
    public string Roots => Path.Combine(_folder, "roots.pem");

    public async Task InitializeAsync()
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        (_authority, _log) = (new TestAuthority(now), new TestLog(LogKind.Rfc6962, now.AddDays(-10)));
        _log.Fill(3);
        SoftwareSigningKey root = TestKeys.Of(SignatureAlgorithm.ES256, 2), ministry = TestKeys.Of(SignatureAlgorithm.ES256, 3);
        CommitmentEntry ofSociety = Commit(TestTokens.Society, root), ofMinistry = Commit(TestTokens.Ministry, ministry);
        _log.Fill(2);
        _log.Publish();
        await File.WriteAllBytesAsync(LogList, TestLog.ListOf((_log, $"http://127.0.0.1:{_logPort}")));
        await File.WriteAllBytesAsync(Roots, _authority.RootPem);
        ServeLog();

        var records = new StringBuilder("other IN TXT \"" + OtherContent + "\"\n");
        Validity valid = Validity.From(now.AddHours(-1), TimeSpan.FromDays(1)), over = Validity.From(now.AddDays(-9), TimeSpan.FromDays(1));
        foreach ((string name, bool endorsed, Validity validity) in new[]
        {
            (Endorsed, true, valid), (Alone, false, valid), (Expired, true, over), (International, true, valid),
        })
        {
            records.AppendLine(Emblem(name, endorsed ? ofMinistry : null, ofSociety, validity));
        }

        int authoritative = LoopbackPorts.Free(), nobody = LoopbackPorts.Free();
        await StartBindAsync(authoritative, records.ToString());
        await StartUnboundAsync(authoritative, nobody);
    }

    public Task DisposeAsync()
    {
        _servers.ForEach(s => s.Dispose());
        _http.Close();
        _authority.Dispose();
        _log.Dispose();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private CommitmentEntry Commit(OrganizationIdentifier organization, SoftwareSigningKey root)
    {
        int index = _log.Count;
        _authority.Issue([.. BindingNames.Wanted(organization, root.PublicKey.CoseIdentifier)], [_log]);
        return CommitmentEntry.InV1Log(_log.Id, _log.Leaf(index).Hash);
    }

    private static string Emblem(string name, CommitmentEntry? ofMinistry, CommitmentEntry ofSociety, Validity validity)
    {
        SoftwareSigningKey emblem = TestKeys.Of(SignatureAlgorithm.ES256, 1), root = TestKeys.Of(SignatureAlgorithm.ES256, 2),
            ministry = TestKeys.Of(SignatureAlgorithm.ES256, 3);
        List<byte[]> items =
        [
            Cwt.Sign(TestTokens.Emblem() with { Validity = validity, Assets = [AssetIdentifier.Parse(name)] }, emblem),
            Cwt.Sign(TestTokens.Endorsement(emblem.PublicKey, mayEndorse: false) with { Validity = validity, Log = [ofSociety] }, root),
            emblem.PublicKey.ToCoseKey(), root.PublicKey.ToCoseKey(),
        ];
        if (ofMinistry is not null)
        {
            items.Add(Cwt.Sign(
                TestTokens.Endorsement(root.PublicKey, TestTokens.Ministry) with { Validity = validity, Log = [ofMinistry] }, ministry));
            items.Add(ministry.PublicKey.ToCoseKey());
        }

        byte[] bundle = TokenBundle.Write(items.Select(i => new ReadOnlyMemory<byte>(i)));
        return PublishedRecords.For(UnverifiedTokens.Read(bundle), DomainName.Parse(name), ttl: 60).ToZone();
    }

    private void ServeLog()
    {
        _http.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_logPort}/"));
        _http.Start();
        _ = Task.Run(async () =>
        {
            while (true)
            {
                HttpListenerContext context = await _http.GetContextAsync();
                lock (_logRequests)
                {
                    _logRequests.Add(context.Request.RawUrl!);
                }

                LogResponse? answer = _log.Answer(context.Request.RawUrl!);
                (context.Response.StatusCode, context.Response.ContentType) = (answer?.Status ?? 404, answer?.ContentType ?? "text/plain");
                await context.Response.OutputStream.WriteAsync(answer?.Body ?? default);
                context.Response.Close();
            }
        });
    }

    private async Task StartBindAsync(int port, string records)
    {
        foreach (string zone in Zones)
        {
            await File.WriteAllTextAsync(Path.Combine(_folder, zone), Zone.File(zone, records));
        }

        string conf = Path.Combine(_folder, "named.conf");
        await File.WriteAllTextAsync(conf, $$"""
            options {
              directory "{{_folder}}";
              listen-on port {{port}} { 127.0.0.1; };
              listen-on-v6 { none; };
              pid-file "{{_folder}}/named.pid";
              session-keyfile "{{_folder}}/session.key";
              managed-keys-directory "{{_folder}}";
              recursion no;
              dnssec-validation no;
            };
            controls { };
            {{string.Concat(Zones.Select(z => $"zone \"{z}\" {{ type primary; file \"{z}\"; }};\n"))}}
            """);
        var named = new ServerProcess("named", _folder, "-g", "-c", conf);
        _servers.Add(named);
        await named.ListeningAsync(port);
        await named.SaidAsync(UpdatableServer.ZonesLoaded);
    }

    private async Task StartUnboundAsync(int authoritative, int nobody)
    {
        string conf = Path.Combine(_folder, "unbound.conf");
        await File.WriteAllTextAsync(conf, $"""
            server:
              interface: 127.0.0.1@{ResolverPort}
              username: ""
              chroot: ""
              directory: "{_folder}"
              pidfile: ""
              use-syslog: no
              do-daemonize: no
              do-ip6: no
              do-not-query-localhost: no
              outgoing-port-avoid: {LoopbackPorts.Range}
              module-config: "iterator"
            remote-control:
              control-enable: no
            stub-zone:
              name: society.example
              stub-addr: 127.0.0.1@{authoritative}
            stub-zone:
              name: dead.example
              stub-addr: 127.0.0.1@{nobody}
            """);
        var unbound = new ServerProcess("unbound", _folder, "-d", "-c", conf);
        _servers.Add(unbound);
        await unbound.ListeningAsync(ResolverPort);
    }
}

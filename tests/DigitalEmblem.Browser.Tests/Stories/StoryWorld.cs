using System.Diagnostics;
using DigitalEmblem.TestSupport.Servers;

namespace DigitalEmblem.Browser.Tests.Stories;

/// <summary>
/// All that a society and a ministry need around them, in real parts on loopback: BIND, which takes updates with a key (TSIG), Unbound,
/// which resolves its zone, a certificate authority and its log, and the two services as 'issuer setup' makes them: nothing is set up.
/// </summary>
internal sealed class StoryWorld : IAsyncDisposable
{
    /// <summary>The identifier of the ministry.</summary>
    public const string Ministry = "https://ministry.example";

    private readonly string _folder = Directory.CreateTempSubdirectory("emblem-story-").FullName;
    private readonly int _resolver = LoopbackPorts.Free();
    private readonly UpdatableServer _bind = new();
    private ServerProcess _unbound = null!;
    private CertifyingLog _log = null!;

    private StoryWorld()
    {
    }

    /// <summary>The service of the society.</summary>
    public IssuerWithPages Society { get; private set; } = null!;

    /// <summary>The service of the ministry.</summary>
    public IssuerWithPages Authority { get; private set; } = null!;

    /// <summary>The check page.</summary>
    public CheckPageProcess CheckPage { get; private set; } = null!;

    /// <summary>The zone's name server, as one types it.</summary>
    public string NameServer => _bind.EndPoint.ToString();

    private string LogList => Path.Combine(_folder, "log_list.json");

    private string Roots => Path.Combine(_folder, "roots.pem");

    public static async Task<StoryWorld> StartAsync()
    {
        var world = new StoryWorld();
        world._log = await CertifyingLog.StartAsync(DateTimeOffset.UtcNow);
        await File.WriteAllBytesAsync(world.LogList, world._log.LogList);
        await File.WriteAllBytesAsync(world.Roots, world._log.RootPem);
        await world._bind.InitializeAsync();
        await world.StartUnboundAsync();
        string[] settings = [$"--Transparency:Roots={world.Roots}", $"--Publishing:Resolver=127.0.0.1:{world._resolver}"];
        Task<IssuerWithPages> society = IssuerWithPages.StartAsync(
            "ida", world.LogList, [.. settings, $"--Publishing:TsigKeys:zone={world._bind.KeyFile}"]);
        Task<IssuerWithPages> authority = IssuerWithPages.StartAsync("adam", world.LogList, settings);
        Task<CheckPageProcess> checkPage = CheckPageProcess.OverAsync(
            world._resolver, world.LogList, world.Roots, $"--Check:Authorities:0={Ministry}");
        (world.Society, world.Authority, world.CheckPage) = (await society, await authority, await checkPage);
        return world;
    }

    /// <summary>What the certificate authority answers to a request: the chain, in a file beside it.</summary>
    public async Task<string> CertifyAsync(string request)
    {
        using var http = new HttpClient();
        using HttpResponseMessage answer = await http.PostAsync(
            new Uri(_log.Url + "/certify"), new ByteArrayContent(await File.ReadAllBytesAsync(request)));
        string chain = Path.Combine(Path.GetDirectoryName(request)!, "fullchain.pem");
        await File.WriteAllBytesAsync(chain, await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync());
        return chain;
    }

    /// <summary>A new folder for what a person saves.</summary>
    public string Folder(string person) => Directory.CreateDirectory(Path.Combine(_folder, person)).FullName;

    /// <summary>The records of a name, as its name server has them.</summary>
    public string[] Records(string name) => _bind.Content(UpdatableServer.Zone, DomainName.Parse(name));

    /// <summary>What 'emblem check' finds at a name, with the commitments proven by the log.</summary>
    public async Task<(int Code, string Said)> CheckAsync(string name)
    {
        using Process process = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!,
            [
                "exec", BuiltIssuer.Command, "check", name, "--server", $"127.0.0.1:{_resolver}", "--online", "--log-list", LogList,
                "--ca", Roots, "--trust-authority", Ministry, "--explain",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["EMBLEM_HOME"] = Folder("emblem") },
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }

    public async ValueTask DisposeAsync()
    {
        await CheckPage.DisposeAsync();
        await Society.DisposeAsync();
        await Authority.DisposeAsync();
        _unbound.Dispose();
        await _bind.DisposeAsync();
        await _log.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    // It keeps nothing, so that what is published is seen at once.
    private async Task StartUnboundAsync()
    {
        string conf = Path.Combine(_folder, "unbound.conf");
        await File.WriteAllTextAsync(conf, $"""
            server:
              interface: 127.0.0.1@{_resolver}
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
              cache-max-negative-ttl: 0
              cache-max-ttl: 0
            remote-control:
              control-enable: no
            stub-zone:
              name: {UpdatableServer.Zone}
              stub-addr: 127.0.0.1@{_bind.Port}
            """);
        _unbound = new ServerProcess("unbound", _folder, "-d", "-c", conf);
        await _unbound.ListeningAsync(_resolver);
    }
}

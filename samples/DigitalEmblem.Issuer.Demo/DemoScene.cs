using System.Net;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Secrets;

namespace DigitalEmblem.Issuer.Demo;

/// <summary>
/// All that the demo runs on loopback: an authority and an issuer, a name server that takes updates without a key, a certificate authority
/// and its log. They keep their data in one folder.
/// </summary>
internal sealed class DemoScene : IAsyncDisposable
{
    private const string Zone = "society.example",
        Host = "www.society.example",
        Society = "https://society.example",
        Ministry = "https://ministry.example";

    private readonly PrivateDirectory _folder;
    private readonly List<IAsyncDisposable> _running = [];

    private DemoScene(string folder) => _folder = new PrivateDirectory(folder);

    public DemoService Issuer { get; private set; } = null!;

    public DemoService Authority { get; private set; } = null!;

    public DemoTrust Trust { get; private set; } = null!;

    public DemoCheckPage CheckPage { get; private set; } = null!;

    public AuthoritativeServer NameServer { get; private set; } = null!;

    /// <summary>The file with the variables that the walkthrough reads.</summary>
    public string Variables => Path.Combine(_folder.Path, "demo.env");

    /// <summary>Starts it all.</summary>
    /// <param name="folder">A folder that is empty or does not exist yet.</param>
    /// <param name="emblem">How the emblem command is run.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<DemoScene> StartAsync(string folder, string emblem, TimeProvider clock, CancellationToken cancellationToken)
    {
        var scene = new DemoScene(folder);
        try
        {
            await scene.StartAsync(emblem, clock, cancellationToken);
            return scene;
        }
        catch
        {
            await scene.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable one in Enumerable.Reverse(_running))
        {
            await one.DisposeAsync();
        }
    }

    private async Task StartAsync(string emblem, TimeProvider clock, CancellationToken cancellationToken)
    {
        _folder.Create();
        Trust = Running(await DemoTrust.StartAsync(8650, clock));
        NameServer = Running(AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0), takesUpdates: true));
        _folder.Write("log_list.json", Trust.LogList.ToJsonString());
        _folder.Write("roots.pem", Trust.RootPem);
        string logList = Path.Combine(_folder.Path, "log_list.json"), roots = Path.Combine(_folder.Path, "roots.pem"),
            dns = NameServer.EndPoint.ToString();
        var shared = new Dictionary<string, string?>
        {
            ["Transparency:LogList"] = logList,
            ["Transparency:Roots"] = roots,
            ["Publishing:Resolver"] = dns,
            // The sandbox server knows no keys, and runs on this machine.
            ["Publishing:Unsigned:0"] = dns,
        };
        Issuer = Running(await DemoService.StartAsync(Path.Combine(_folder.Path, "society"), 8630, shared, cancellationToken));
        Authority = Running(await DemoService.StartAsync(Path.Combine(_folder.Path, "ministry"), 8640, shared, cancellationToken));
        CheckPage = Running(await DemoCheckPage.StartAsync(8633, dns, logList, roots, Ministry));
        (string Name, string Value)[] variables =
        [
            ("ISSUER_API", Issuer.Api),
            ("ISSUER_PUBLIC", Issuer.Public),
            ("ISSUER_OI", Society),
            ("ISSUER_ADMIN", await Issuer.AccessAsync("ida", AccessRoles.Administrator, cancellationToken)),
            ("ISSUER_OFFICER", await Issuer.AccessAsync("olga", AccessRoles.Officer, cancellationToken)),
            ("AUTHORITY_API", Authority.Api),
            ("AUTHORITY_PUBLIC", Authority.Public),
            ("AUTHORITY_OI", Ministry),
            ("AUTHORITY_ADMIN", await Authority.AccessAsync("adam", AccessRoles.Administrator, cancellationToken)),
            ("AUTHORITY_OFFICER", await Authority.AccessAsync("otto", AccessRoles.Officer, cancellationToken)),
            ("AUTHORITY_APPROVER_1", await Authority.AccessAsync("anna", AccessRoles.Approver, cancellationToken)),
            ("AUTHORITY_APPROVER_2", await Authority.AccessAsync("ben", AccessRoles.Approver, cancellationToken)),
            ("ZONE", Zone),
            ("ASSET", Host),
            ("NAME_SERVER", dns),
            ("TSIG_KEY", ""),
            ("RESOLVER", dns),
            ("CERTIFY_URL", Trust.Url + "/certify"),
            ("LOG_LIST", logList),
            ("ROOTS", roots),
            ("EMBLEM", emblem),
            ("CHECK_PAGE", CheckPage.Url),
        ];
        _folder.Write("demo.env", string.Concat(variables.Select(v => $"export {v.Name}={ShellWord.Of(v.Value)}\n")));
    }

    private T Running<T>(T one)
        where T : IAsyncDisposable
    {
        _running.Add(one);
        return one;
    }
}

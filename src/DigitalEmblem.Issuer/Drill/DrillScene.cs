using System.Net;
using System.Security.Cryptography;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Secrets;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Drill;

/// <summary>
/// The sandbox of a drill: the service's own parts without its addresses, on a database of their own in one folder and keys in memory, with
/// a name server on loopback, a certificate authority and its log. It takes no settings, so it can touch nothing of the real service.
/// </summary>
internal sealed class DrillScene : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly AuthoritativeServer _server;
    private readonly SandboxLog _log;

    private DrillScene(
        ServiceProvider services, AuthoritativeServer server, SandboxLog log, SandboxAuthority authority, DrillClock clock) =>
        (_services, _server, _log, Authority, Clock) = (services, server, log, authority, clock);

    /// <summary>The clock.</summary>
    public DrillClock Clock { get; }

    /// <summary>The certificate authority.</summary>
    public SandboxAuthority Authority { get; }

    /// <summary>Where the name server listens.</summary>
    public IPEndPoint NameServer => _server.EndPoint;

    /// <summary>The database.</summary>
    public IssuerStore Store => Get<IssuerStore>();

    /// <summary>Starts it.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<DrillScene> StartAsync(string folder, CancellationToken cancellationToken)
    {
        var clock = new DrillClock();
        var log = new SandboxLog(clock);
        var authority = new SandboxAuthority(log, clock);
        AuthoritativeServer server = AuthoritativeServer.Start(new IPEndPoint(IPAddress.Loopback, 0), takesUpdates: true);
        IssuerOptions options = Settings(folder, log, authority, server.EndPoint);
        await new IssuerContexts(options.Database).MigrateAsync(cancellationToken);
        ServiceProvider services = new ServiceCollection().AddSingleton<TimeProvider>(clock).AddLogging().AddIssuer(options)
            .AddSingleton(_ => new KeyRing([new OfflineKeyStore(), new DrillKeyStore()], options.Custody.OpenKeys))
            .BuildServiceProvider();
        return new DrillScene(services, server, log, authority, clock);
    }

    /// <summary>A part of the service.</summary>
    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _server.DisposeAsync();
        Authority.Dispose();
        _log.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    private static IssuerOptions Settings(string folder, SandboxLog log, SandboxAuthority authority, IPEndPoint server)
    {
        var own = new PrivateDirectory(Path.Combine(folder, "drill"));
        own.Create();
        own.Write("passphrase", Convert.ToBase64String(RandomNumberGenerator.GetBytes(24)));
        own.Write("log_list.json", log.List("https://log.invalid").ToJsonString());
        own.Write("roots.pem", authority.RootPem);
        string In(string name) => Path.Combine(own.Path, name);
        return IssuerOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Connection"] = In("issuer.db"),
            ["Listen:Web"] = "",
            ["Custody:Files:Directory"] = In("keys"),
            ["Custody:Files:Passphrase:File"] = In("passphrase"),
            ["Transparency:LogList"] = In("log_list.json"),
            ["Transparency:Roots"] = In("roots.pem"),
            ["Transparency:Online"] = "false",
            ["Publishing:Resolver"] = server.ToString(),
            ["Publishing:Unsigned:0"] = server.ToString(),
        }).Build());
    }
}

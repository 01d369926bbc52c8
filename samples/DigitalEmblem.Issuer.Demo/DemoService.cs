using System.Globalization;
using System.Security.Cryptography;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Secrets;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.People;

namespace DigitalEmblem.Issuer.Demo;

/// <summary>
/// One of the demo's two services. It is the service that 'issuer serve' runs, with a database, keys and a passphrase of its own.
/// </summary>
internal sealed class DemoService : IAsyncDisposable
{
    private readonly WebApplication _application;

    private DemoService(WebApplication application, IssuerOptions options) =>
        (_application, Api, Public) = (application, $"http://{options.Listen.Api}", $"http://{options.Listen.Public}");

    public string Api { get; }

    public string Public { get; }

    /// <summary>Starts one.</summary>
    /// <param name="folder">Its folder, made here.</param>
    /// <param name="port">The API's port, if it is free. The public address gets the next port.</param>
    /// <param name="shared">Settings that both services have.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<DemoService> StartAsync(
        string folder, int port, IReadOnlyDictionary<string, string?> shared, CancellationToken cancellationToken)
    {
        var own = new PrivateDirectory(folder);
        own.Create();
        own.Write("passphrase", Convert.ToBase64String(RandomNumberGenerator.GetBytes(24)));
        return await DemoPort.StartAsync(() => StartHereAsync(folder, port, shared, cancellationToken));
    }

    /// <summary>Makes an API key.</summary>
    public async Task<string> AccessAsync(string name, AccessRoles role, CancellationToken cancellationToken) =>
        (await _application.Services.GetRequiredService<GiveAccess>().RunAsync("command:demo", name, role, null, cancellationToken)).Secret;

    /// <summary>Waits until it is told to stop.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => _application.WaitForShutdownAsync(cancellationToken);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static async Task<DemoService> StartHereAsync(
        string folder, int port, IReadOnlyDictionary<string, string?> shared, CancellationToken cancellationToken)
    {
        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection(shared)
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Database:Connection"] = Path.Combine(folder, "issuer.db"),
                ["Custody:Files:Directory"] = Path.Combine(folder, "keys"),
                ["Custody:Files:Passphrase:File"] = Path.Combine(folder, "passphrase"),
                ["Listen:Api"] = Loopback(port),
                ["Listen:Public"] = Loopback(port + 1),
                ["Listen:Web"] = "",
                // The walk can be taken twice in a day.
                ["Access:ApproverWait"] = "00:00:00",
                // Keeps the screen free for what the person tries: only faults are logged.
                ["Logging:LogLevel:Default"] = "Warning",
            }).Build();
        IssuerOptions options = IssuerOptions.Read(configuration);
        await new IssuerContexts(options.Database).MigrateAsync(cancellationToken);
        WebApplication application = IssuerHost.Build(options, configuration);
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }

        return new DemoService(application, options);
    }

    private static string Loopback(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{DemoPort.Free(port)}");
}

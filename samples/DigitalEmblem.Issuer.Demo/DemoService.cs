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
        (_application, Api, Public, Web) =
            (application, $"http://{options.Listen.Api}", $"http://{options.Listen.Public}", options.Web.Origin);

    public string Api { get; }

    public string Public { get; }

    /// <summary>Where the pages are.</summary>
    public string Web { get; }

    /// <summary>Starts one.</summary>
    /// <param name="folder">Its folder, made here.</param>
    /// <param name="port">The API's port, if it is free. The public address and the pages get the next two.</param>
    /// <param name="shared">Settings that both services have.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<DemoService> StartAsync(
        string folder, int port, IReadOnlyDictionary<string, string?> shared, CancellationToken cancellationToken)
    {
        var own = new PrivateDirectory(folder);
        own.Create();
        own.Write("passphrase", Convert.ToBase64String(RandomNumberGenerator.GetBytes(24)));
        own.Write("web-secret", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        return await DemoPort.StartAsync(() => StartHereAsync(folder, port, shared, cancellationToken));
    }

    /// <summary>Makes an API key.</summary>
    public async Task<string> AccessAsync(string name, AccessRoles role, CancellationToken cancellationToken) =>
        (await _application.Services.GetRequiredService<GiveAccess>().RunAsync("command:demo", name, role, null, cancellationToken)).Secret;

    /// <summary>Makes a link by which a person joins; it works once, for an hour.</summary>
    public async Task<string> InviteAsync(string name, AccessRoles role, CancellationToken cancellationToken) =>
        _application.Services.GetRequiredService<InvitationLinks>().Of(
            (await _application.Services.GetRequiredService<InvitePerson>().RunAsync("command:demo", name, role, null, cancellationToken))
                .Secret);

    /// <summary>Waits until it is told to stop.</summary>
    public Task EndAsync(CancellationToken cancellationToken) => _application.WaitForShutdownAsync(cancellationToken);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static async Task<DemoService> StartHereAsync(
        string folder, int port, IReadOnlyDictionary<string, string?> shared, CancellationToken cancellationToken)
    {
        int web = DemoPort.Free(port + 2);
        IConfigurationRoot configuration = new ConfigurationBuilder().AddInMemoryCollection(shared)
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Database:Connection"] = Path.Combine(folder, "issuer.db"),
                ["Custody:Files:Directory"] = Path.Combine(folder, "keys"),
                ["Custody:Files:Passphrase:File"] = Path.Combine(folder, "passphrase"),
                ["Listen:Api"] = Loopback(port),
                ["Listen:Public"] = Loopback(port + 1),
                ["Listen:Web"] = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{web}"),
                // A name for each, because browsers give cookies of localhost to every port of it. They find such names on this machine.
                ["Web:Origin"] = string.Create(CultureInfo.InvariantCulture, $"http://{Path.GetFileName(folder)}.localhost:{web}"),
                ["Web:Secret:File"] = Path.Combine(folder, "web-secret"),
                // The walk can be taken twice in a day.
                ["Access:ApproverWait"] = "00:00:00",
                // Keeps the screen free for what the person tries: only faults are logged.
                ["Logging:LogLevel:Default"] = "Warning",
                // Alerts stand on the pages.
                ["Logging:LogLevel:DigitalEmblem.Issuer.Watching.LogSender"] = "Error",
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

using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Web;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// The API of a scene's service, on two free ports of loopback: the API's own, and a public one; and every line that it logs.
/// </summary>
internal sealed class ApiService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly LogLines _lines = new();
    private readonly List<HttpClient> _clients = [];

    private ApiService(IssuerScene scene, IssuerOptions options)
    {
        Scene = scene;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "issuer" });
        builder.Logging.SetMinimumLevel(LogLevel.Debug).AddProvider(_lines);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k =>
        {
            k.AddServerHeader = false;
            k.Listen(IPAddress.Loopback, 0, l => l.Note(Listener.Api));
            k.Listen(IPAddress.Loopback, 0, l => l.Note(Listener.Public));
            if (options.Listen.WebEndPoint is not null)
            {
                k.Listen(IPAddress.Loopback, 0, l => l.Note(Listener.Web));
            }
        });
        builder.Services.AddRouting();
        builder.Services.AddSingleton<TimeProvider>(scene.Clock);
        builder.Services.AddIssuer(options);
        builder.Services.AddIssuerApi(options);
        builder.Services.AddIssuerWeb(options);

        // What the scene has set up takes the place of what the options would have.
        builder.Services.AddSingleton(scene.Contexts).AddSingleton(scene.Signal).AddSingleton(scene.Store).AddSingleton(scene.Ring)
            .AddSingleton(scene.Prove);
        _app = builder.Build();
        _app.UseRouting();
        _app.UseListeners();
        _app.UseIssuerWeb();
        _app.UseIssuerApi();
        _app.MapHealth();
        _app.MapIssuerApi();
        _app.MapIssuerWeb();
    }

    public IssuerScene Scene { get; }

    public Uri Address => new(Addresses.First());

    public Uri PublicAddress => new(Addresses.ElementAt(1));

    /// <summary>Where the pages listen, if they were asked for; the origin of the settings is another.</summary>
    public Uri WebAddress => new(Addresses.ElementAt(2));

    public IServiceProvider Services => _app.Services;

    public IReadOnlyList<string> Logged => _lines.All;

    public GiveAccess GiveAccess => _app.Services.GetRequiredService<GiveAccess>();

    public RevokeAccess RevokeAccess => _app.Services.GetRequiredService<RevokeAccess>();

    /// <summary>An act of the service.</summary>
    public T Act<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public DenialBook Denials => _app.Services.GetRequiredService<DenialBook>();

    /// <summary>The endpoints of the API.</summary>
    public IReadOnlyList<RouteEndpoint> Endpoints =>
        [.. _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.OfType<Listener>().LastOrDefault() == Listener.Api)];

    /// <summary>The endpoints of all addresses, pages among them.</summary>
    public IEnumerable<RouteEndpoint> AllEndpoints =>
        _app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private ICollection<string> Addresses => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;

    public static async Task<ApiService> StartAsync(IssuerScene scene, Action<IssuerOptions>? configure = null)
    {
        var options = new IssuerOptions { Listen = { Web = "" } };
        (options.Access.Limits.PerMinute, options.Access.Limits.UnknownPerMinute, options.Access.Limits.AtOnce) = (100_000, 100_000, 1000);
        options.Access.ApproverWait = TimeSpan.Zero;
        // These tests name no resolver, and no test asks the network: RiskTests have a name server, and turn it on.
        options.Marking.RiskNote = false;
        configure?.Invoke(options);
        var service = new ApiService(scene, options);
        await service._app.StartAsync();
        return service;
    }

    /// <summary>A client that holds a key of these roles, made for it.</summary>
    public async Task<HttpClient> ClientAsync(AccessRoles roles, string? name = null) =>
        Client((await GiveAccess.RunAsync("operator", name ?? roles.ToString(), roles, null, default)).Secret);

    /// <summary>A client with something as its bearer token.</summary>
    public HttpClient Client(string? token, bool publicPort = false)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri(publicPort ? PublicAddress : Address, "/api/v1/"),
        };
        if (token is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        _clients.Add(client);
        return client;
    }

    /// <summary>Sends bytes as they are, and reads what comes until the connection ends.</summary>
    public async Task<(int Status, string Answer)> SendRawAsync(string request, string? token = null)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Address.Port);
        NetworkStream stream = client.GetStream();
        string text = request.ReplaceLineEndings("\r\n").Replace("TOKEN", token, StringComparison.Ordinal);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(text));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        string answer = await reader.ReadToEndAsync();
        return (int.Parse(answer.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), answer);
    }

    public async ValueTask DisposeAsync()
    {
        _clients.ForEach(c => c.Dispose());
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}

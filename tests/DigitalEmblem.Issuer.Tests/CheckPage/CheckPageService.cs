using System.Net;
using System.Text.RegularExpressions;
using DigitalEmblem.Issuer.CheckPage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalEmblem.Issuer.Tests.CheckPage;

/// <summary>The check page on loopback, asked as a browser asks it.</summary>
internal sealed partial class CheckPageService : IAsyncDisposable
{
    public const string Origin = "http://localhost:8633";

    private readonly WebApplication _app;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly Uri _address;

    private CheckPageService(WebApplication app)
    {
        _app = app;
        _address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    /// <summary>The parts of the page.</summary>
    public IServiceProvider Services => _app.Services;

    public static CheckOptions Options(MarkedWorld world) => new()
    {
        Listen = "127.0.0.1:0",
        Resolvers = [$"127.0.0.1:{world.ResolverPort}"],
        LogList = world.LogList,
        Roots = world.Roots,
        PerMinute = 600,
    };

    public static async Task<CheckPageService> StartAsync(CheckOptions options)
    {
        WebApplication app = CheckHost.Build(options);
        await app.StartAsync();
        return new CheckPageService(app);
    }

    /// <summary>Sends a request as a browser does from the page; <paramref name="change"/> makes it another.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? body = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(_address, path)) { Content = body };
        request.Headers.Host = new Uri(Origin).Authority;
        if (method != HttpMethod.Get)
        {
            request.Headers.Add("Origin", Origin);
        }

        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        change?.Invoke(request);
        return await _http.SendAsync(request);
    }

    public Task<HttpResponseMessage> GetAsync(string path, Action<HttpRequestMessage>? change = null) =>
        SendAsync(HttpMethod.Get, path, null, change);

    /// <summary>Asks about a name, as the form does.</summary>
    public Task<HttpResponseMessage> AskAsync(string name, Action<HttpRequestMessage>? change = null) => SendAsync(
        HttpMethod.Post, "/en/", new FormUrlEncodedContent(new Dictionary<string, string> { ["name"] = name }), change);

    /// <summary>Asks, and gives the page.</summary>
    public async Task<string> PageAsync(string name, string language = "en")
    {
        using HttpResponseMessage answer = await SendAsync(
            HttpMethod.Post, $"/{language}/", new FormUrlEncodedContent(new Dictionary<string, string> { ["name"] = name }));
        string page = await answer.Content.ReadAsStringAsync();
        return answer.StatusCode == HttpStatusCode.OK ? page : throw new InvalidOperationException($"{answer.StatusCode}:\n{page}");
    }

    /// <summary>Downloads the evidence that a page carries.</summary>
    public async Task<HttpResponseMessage> EvidenceAsync(string page) => await SendAsync(
        HttpMethod.Post,
        "/en/evidence",
        new FormUrlEncodedContent(new Dictionary<string, string> { ["evidence"] = Evidence().Match(page).Groups[1].Value }));

    /// <summary>The text of a page, as a person reads it.</summary>
    public static string Text(string page) => Spaces().Replace(
        WebUtility.HtmlDecode(Tags().Replace(page.Replace("</d", " </d", StringComparison.Ordinal), "")), " ");

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
    }

    [GeneratedRegex("name=\"evidence\" value=\"([^\"]+)\"")]
    private static partial Regex Evidence();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}

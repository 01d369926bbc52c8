using System.Net;
using System.Text.RegularExpressions;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Tests.Api;
using DigitalEmblem.Issuer.Tests.Custody;
using DigitalEmblem.Issuer.Tests.People;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.People;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>A scene's service with its pages, asked as a browser asks: at the origin of the settings, with cookies.</summary>
internal sealed partial class WebService : IAsyncDisposable
{
    public const string Origin = "http://localhost:8632";

    /// <summary>The cookie of the session.</summary>
    public const string SessionCookie = "__Host-session";

    /// <summary>The cookie of the forms.</summary>
    public const string FormCookie = "__Host-form";

    private readonly TemporaryFolder _folder;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    private WebService(TemporaryFolder folder, IssuerScene scene, ApiService service) =>
        (_folder, Scene, Service) = (folder, scene, service);

    public IssuerScene Scene { get; }

    public ApiService Service { get; }

    /// <summary>The cookies that the service has set, by their name.</summary>
    public Dictionary<string, string> Cookies { get; } = [];

    public static async Task<WebService> StartAsync(Action<IssuerOptions>? configure = null) =>
        await OverAsync(await IssuerScene.ReadyAsync(), configure);

    /// <summary>Over a scene, which it ends with itself.</summary>
    public static async Task<WebService> OverAsync(IssuerScene scene, Action<IssuerOptions>? configure = null)
    {
        var folder = new TemporaryFolder();
        string secret = folder.Write("web-secret", "a secret of the tests, long enough");
        ApiService service = await ApiService.StartAsync(scene, o =>
        {
            (o.Listen.Web, o.Web.Origin, o.Web.Secret) = ("127.0.0.1:0", Origin, new() { File = secret });
            configure?.Invoke(o);
        });
        return new WebService(folder, scene, service);
    }

    /// <summary>Sends a request as a browser does from a page of the service; <paramref name="change"/> makes it another.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? body = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Service.WebAddress, path)) { Content = body };
        request.Headers.Host = new Uri(Origin).Authority;
        if (Cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", Cookies.Select(c => $"{c.Key}={c.Value}")));
        }

        if (method != HttpMethod.Get)
        {
            request.Headers.Add("Origin", Origin);
        }

        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        change?.Invoke(request);
        HttpResponseMessage answer = await _http.SendAsync(request);
        foreach (string cookie in answer.Headers.TryGetValues("Set-Cookie", out IEnumerable<string>? set) ? set : [])
        {
            string[] pair = cookie.Split(';')[0].Split('=', 2);
            Cookies[pair[0]] = pair[1];
        }

        return answer;
    }

    /// <summary>A person joins by an invitation of the operator.</summary>
    public Task<OpenedSession> JoinAsync(string handle, AccessRoles roles) => new Members(Scene).JoinAsync(handle, roles);

    /// <summary>A person joins, and this browser is theirs from now on.</summary>
    public async Task<OpenedSession> EnterAsync(string handle, AccessRoles roles)
    {
        OpenedSession opened = await JoinAsync(handle, roles);
        Cookies.Clear();
        Cookies[SessionCookie] = opened.Token;
        return opened;
    }

    /// <summary>The token of a page's form.</summary>
    public async Task<string> TokenAsync(string path) => TokenIn(await (await GetAsync(path)).Content.ReadAsStringAsync());

    /// <summary>The token in a page.</summary>
    public static string TokenIn(string page) => Token().Match(page) is { Success: true } token
        ? token.Groups[1].Value
        : throw new InvalidOperationException($"No form with a token:\n{page}");

    public Task<HttpResponseMessage> GetAsync(string path, Action<HttpRequestMessage>? change = null) =>
        SendAsync(HttpMethod.Get, path, null, change);

    /// <summary>Loads a page and sends one of its forms: its token, these fields, and the handler of the form.</summary>
    public async Task<HttpResponseMessage> PostAsync(
        string path, Dictionary<string, string> fields, Action<HttpRequestMessage>? change = null, bool withToken = true,
        string? handler = null)
    {
        if (withToken)
        {
            fields = new(fields) { ["__RequestVerificationToken"] = await TokenAsync(path) };
        }

        string target = handler is null ? path : $"{path}?handler={handler}";
        return await SendAsync(HttpMethod.Post, target, new FormUrlEncodedContent(fields), change);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Service.DisposeAsync();
        await Scene.DisposeAsync();
        _folder.Dispose();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}

using System.Net;
using System.Text;
using DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Samples;

/// <summary>
/// The proxy sample, run. If it fails, a reader copies a proxy that takes "could not find out" for "not marked", or lets upstream speak.
/// </summary>
[Trait("Category", "Servers")]
public sealed class UpstreamProxyTests : IAsyncLifetime
{
    private readonly SampleScene _scene = new();
    private readonly int _port = LoopbackPorts.Free();
    private LogHost _upstream = null!;
    private ServerProcess _proxy = null!;

    public async Task InitializeAsync()
    {
        _upstream = await LogHost.StartAsync(path => new LogResponse(Encoding.UTF8.GetBytes("hello " + path), "text/plain", 200)
        {
            Headers = new Dictionary<string, string> { ["Emblem-Verdict"] = "marked; upstream says so" },
        });
        _proxy = new ServerProcess(
            BuiltProgram.Dotnet,
            SampleScene.Folder("UpstreamProxy"),
            _scene.Settings(
                ("Upstream:Address", _upstream.Url),
                ("Upstream:Name", SampleScene.Host.ToString()),
                ("Emblem:Cache:MaxAge", "00:00:01"),
                ("Emblem:Cache:MaxNegativeAge", "00:00:00"),
                ("ASPNETCORE_URLS", $"http://127.0.0.1:{_port}")),
            BuiltProgram.Assembly("UpstreamProxy", "upstream-proxy.dll"));
        await _proxy.ListeningAsync(_port);
    }

    public async Task DisposeAsync()
    {
        _proxy.Dispose();
        await _upstream.DisposeAsync();
        await _scene.DisposeAsync();
    }

    [Fact]
    public async Task Header_OfEachAnswer_IsTheVerdictOnTheUpstreamHost()
    {
        Assert.Equal(("not-marked", "hello /a?b=c"), await GetAsync("/a?b=c"));
        _scene.Publish();
        (string verdict, string body) = await GetAsync("//other.example/x");
        Assert.StartsWith("marked; level=Signed; until=", verdict, StringComparison.Ordinal);
        Assert.Equal("hello //other.example/x", body);
        await _scene.Server.DisposeAsync();
        await _upstream.DisposeAsync();
        Assert.Equal("indeterminate", await UntilAsync("indeterminate"));
    }

    [Fact]
    public async Task Header_WhereNoServerAnswers_SaysIndeterminateAndHealthSaysWhy()
    {
        await _scene.Server.DisposeAsync();
        Assert.Equal("indeterminate", (await GetAsync("/")).Verdict);
        await GetAsync("/");
        using var http = new HttpClient();
        using HttpResponseMessage health = await http.GetAsync(new Uri($"http://127.0.0.1:{_port}/healthz"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
    }

    /// <summary>A filter before the proxy sees another path than upstream would, where that goes up by an encoded name.</summary>
    [Theory]
    [InlineData("/public/%252e%252e/admin")]
    [InlineData("/public/%252E./admin")]
    [InlineData("/a%2fb")]
    public async Task Path_ThatIsEncodedWithinItself_IsRefused(string path)
    {
        using var http = new HttpClient();
        using HttpResponseMessage answer = await http.GetAsync(new Uri($"http://127.0.0.1:{_port}{path}"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    /// <summary>What was found stays in the cache for a second.</summary>
    private async Task<string> UntilAsync(string wanted)
    {
        for (int i = 0; i < 200; i++)
        {
            if ((await GetAsync("/")).Verdict == wanted)
            {
                return wanted;
            }

            await Task.Delay(100);
        }

        return "another";
    }

    private async Task<(string Verdict, string Body)> GetAsync(string path)
    {
        using var http = new HttpClient();
        using HttpResponseMessage answer = await http.GetAsync(new Uri($"http://127.0.0.1:{_port}{path}"));
        return (Assert.Single(answer.Headers.GetValues("Emblem-Verdict")), await answer.Content.ReadAsStringAsync());
    }
}

using System.Text.Json.Nodes;
using DigitalEmblem.TestSupport.Servers;

namespace DigitalEmblem.EndToEnd.Tests.Servers;

/// <summary>A Prometheus on loopback that scrapes each second, with its data in a folder of the test.</summary>
internal sealed class PrometheusServer : IDisposable
{
    private readonly ServerProcess _process;
    private readonly HttpClient _http;
    private readonly int _port;

    private PrometheusServer(string folder, int port, string config)
    {
        _port = port;
        _process = new ServerProcess(
            "prometheus",
            folder,
            $"--config.file={config}",
            $"--storage.tsdb.path={Path.Combine(folder, "data")}",
            $"--web.listen-address=127.0.0.1:{port}");
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/api/v1/") };
    }

    /// <summary>Starts one.</summary>
    /// <param name="folder">A folder of the test.</param>
    /// <param name="config">Its configuration, but how often it scrapes.</param>
    public static async Task<PrometheusServer> StartAsync(string folder, string config)
    {
        string file = Path.Combine(folder, "prometheus.yml");
        await File.WriteAllTextAsync(file, $"global: {{ scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }}\n{config}");
        var server = new PrometheusServer(folder, LoopbackPorts.Free(), file);
        await server._process.ListeningAsync(server._port);
        await server._process.SaidAsync("Server is ready to receive web requests");
        return server;
    }

    /// <summary>The rules that it has loaded.</summary>
    public async Task<JsonArray> RulesAsync() =>
        [.. (await GetAsync("rules"))["groups"]!.AsArray().SelectMany(g => g!["rules"]!.AsArray()).Select(r => r!.DeepClone())];

    /// <summary>How many series an expression has now.</summary>
    public async Task<int> CountAsync(string expression) =>
        (await GetAsync($"query?query={Uri.EscapeDataString(expression)}"))["result"]!.AsArray().Count;

    public void Dispose()
    {
        _http.Dispose();
        _process.Dispose();
    }

    private async Task<JsonNode> GetAsync(string path)
    {
        using HttpResponseMessage answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
        string text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(text)!["data"]!
            : throw new InvalidOperationException($"Prometheus answered {path} with {(int)answer.StatusCode}: {text}");
    }
}

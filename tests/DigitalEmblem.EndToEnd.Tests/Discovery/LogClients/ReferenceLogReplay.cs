
namespace DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;

/// <summary>The two reference logs, served on loopback answer by answer as they served themselves.</summary>
internal static class ReferenceLogReplay
{
    public static async Task<LogHost> StartAsync()
    {
        var answers = Corpora.Json($"{ReferenceLogs.Folder}/logs/v1/requests.json").EnumerateArray().ToDictionary(
            r => r.GetProperty("path").GetString()!,
            r => new LogResponse(
                File.ReadAllBytes(Corpora.PathOf($"{ReferenceLogs.Folder}/{r.GetProperty("file").GetString()}")),
                r.GetProperty("content_type").GetString()!,
                r.GetProperty("status").GetInt32()));
        string tree = Corpora.PathOf($"{ReferenceLogs.Folder}/logs/static/tree");
        return await LogHost.StartAsync(path =>
        {
            const string Static = "/static-test/";
            if (path.StartsWith(Static, StringComparison.Ordinal))
            {
                string file = Path.Combine(tree, path[Static.Length..]);
                return File.Exists(file) ? new LogResponse(File.ReadAllBytes(file)) : null;
            }

            return answers.GetValueOrDefault(path);
        });
    }

    /// <summary>The log list, with the logs where they are served.</summary>
    public static byte[] LogListAt(LogHost host) => LogHost.Rewrite(
        File.ReadAllBytes(Corpora.PathOf($"{ReferenceLogs.Folder}/log_list.json")),
        log => $"{host.Url}/{(log.ContainsKey("monitoring_url") ? "static-test" : "v1test")}/");
}

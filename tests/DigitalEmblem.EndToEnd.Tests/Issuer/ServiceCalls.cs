using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using DigitalEmblem.TestSupport.Servers;

namespace DigitalEmblem.EndToEnd.Tests.Issuer;

/// <summary>Calls of one person to the API of a service.</summary>
internal sealed class ServiceCalls : IDisposable
{
    private readonly HttpClient _http;

    public ServiceCalls(IssuerProcess service, string key)
    {
        _http = new HttpClient { BaseAddress = new Uri(service.Api + "/api/v1/") };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public async Task<JsonNode> GetAsync(string path) => await ReadAsync(await _http.GetAsync(new Uri(path, UriKind.Relative)));

    public Task<byte[]> FileAsync(string path) => _http.GetByteArrayAsync(new Uri(path, UriKind.Relative));

    public async Task<JsonNode> PostAsync(string path, object? body = null) =>
        await ReadAsync(await _http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body ?? new { }));

    public async Task<JsonNode> PostFileAsync(string path, byte[] file)
    {
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return await ReadAsync(await _http.PostAsync(new Uri(path, UriKind.Relative), content));
    }

    /// <summary>Puts something in the version that was just read.</summary>
    public async Task<JsonNode> PutAsync(string path, string seenAt, object body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(path, UriKind.Relative)) { Content = JsonContent.Create(body) };
        using HttpResponseMessage seen = await _http.GetAsync(new Uri(seenAt, UriKind.Relative));
        if (seen.Headers.ETag is { } tag)
        {
            request.Headers.IfMatch.Add(tag);
        }

        return await ReadAsync(await _http.SendAsync(request));
    }

    /// <summary>Makes a root key and commits to it.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> NewRootAsync(CertifyingLog log)
    {
        string id = Text((await PostAsync("keys", new { use = "Root", custody = "File", algorithm = "ES384" }))["id"]);
        await CertifyAsync(id, log);
        return id;
    }

    /// <summary>Has a certificate issued for a root key, and imports its chain.</summary>
    public async Task CertifyAsync(string root, CertifyingLog log)
    {
        string request = Text((await PostAsync($"keys/{root}/commitment/request"))["requestPem"]);
        using var content = new StringContent(request, Encoding.ASCII);
        using HttpResponseMessage chain = await _http.PostAsync(new Uri(log.Url + "/certify"), content);
        await PostAsync($"keys/{root}/commitment", new { chainPem = await chain.Content.ReadAsStringAsync() });
    }

    /// <summary>Waits until something is there, and is so.</summary>
    public async Task UntilAsync(string path, Func<JsonNode, bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (true)
        {
            using HttpResponseMessage answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
            JsonNode? now = answer.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync(answer);
            if (now is not null && isSo(now))
            {
                return;
            }

            if (patience.IsCancellationRequested)
            {
                throw new InvalidOperationException($"{path} after 90 seconds: {now}");
            }

            await Task.Delay(200);
        }
    }

    public void Dispose() => _http.Dispose();

    public static string Text(JsonNode? node) => node!.GetValue<string>();

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            string text = await answer.Content.ReadAsStringAsync();
            return answer.IsSuccessStatusCode
                ? JsonNode.Parse(text.Length == 0 ? "{}" : text)!
                : throw new InvalidOperationException($"{answer.RequestMessage!.RequestUri}: {(int)answer.StatusCode} {text}");
        }
    }
}

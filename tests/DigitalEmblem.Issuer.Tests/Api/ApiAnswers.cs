using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Api;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>Calls, and what came back.</summary>
internal static class ApiAnswers
{
    public static HttpContent Json(string text) => new StringContent(text.Replace('\'', '"'), new MediaTypeHeaderValue("application/json"));

    public static Task<HttpResponseMessage> PostAsync(
        this HttpClient client, string path, string json, string? idempotencyKey = null, string? ifMatch = null) =>
        client.SendAsync(HttpMethod.Post, path, Json(json), idempotencyKey, ifMatch);

    public static Task<HttpResponseMessage> PutAsync(this HttpClient client, string path, string json, string? ifMatch) =>
        client.SendAsync(HttpMethod.Put, path, Json(json), null, ifMatch);

    public static Task<HttpResponseMessage> PostFileAsync(
        this HttpClient client, string path, byte[] file, string mediaType = "application/json")
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        return client.SendAsync(HttpMethod.Post, path, content, null, null);
    }

    public static Task<HttpResponseMessage> PostCsvAsync(this HttpClient client, string table, bool dryRun = false) =>
        client.PostFileAsync($"assets/import?dryRun={(dryRun ? "true" : "false")}", Encoding.UTF8.GetBytes(table), "text/csv");

    public static async Task<HttpResponseMessage> SendAsync(
        this HttpClient client, HttpMethod method, string path, HttpContent? content, string? idempotencyKey, string? ifMatch)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (idempotencyKey is not null)
        {
            request.Headers.TryAddWithoutValidation(IdempotentCalls.Header, idempotencyKey);
        }

        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await client.SendAsync(request);
    }

    /// <summary>The JSON of an answer that went well.</summary>
    public static async Task<JsonNode> NodeAsync(this Task<HttpResponseMessage> answer, HttpStatusCode status = HttpStatusCode.OK) =>
        (await (await answer).NodeAsync(status))!;

    public static async Task<JsonNode> NodeAsync(this HttpResponseMessage answer, HttpStatusCode status = HttpStatusCode.OK)
    {
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    public static async Task<JsonNode> GetNodeAsync(this HttpClient client, string path) => await client.GetAsync(path).NodeAsync();

    /// <summary>That an answer is a problem of a type; its detail.</summary>
    public static async Task<string> ProblemAsync(this Task<HttpResponseMessage> answer, string type) =>
        await (await answer).ProblemAsync(type);

    public static async Task<string> ProblemAsync(this HttpResponseMessage answer, string type)
    {
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(
            answer.Content.Headers.ContentType?.MediaType == "application/problem+json",
            $"{(int)answer.StatusCode} {answer.Content.Headers.ContentType}: {text}");
        JsonElement problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal("/problems/" + type, problem.GetProperty("type").GetString());
        Assert.Equal((int)answer.StatusCode, problem.GetProperty("status").GetInt32());
        Assert.Equal(ProblemKind.All.Single(k => k.Name == type).Status, (int)answer.StatusCode);
        return problem.GetProperty("detail").GetString()!;
    }

    public static string Id(this JsonNode node) => node["id"]!.GetValue<string>();
}

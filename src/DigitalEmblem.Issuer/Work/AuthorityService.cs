using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using DigitalEmblem.Issuer.Custody;

namespace DigitalEmblem.Issuer.Work;

/// <summary>An authority's service, spoken to over its API (spec/issuer-api.md) as an applicant. What it answers is bounded, and believed only as far as it can be verified.</summary>
internal sealed class AuthorityService : IDisposable
{
    private const int MostBytes = 1 << 20;

    private readonly AuthorityOptions _options;
    private readonly HttpClient _client;

    public AuthorityService(AuthorityOptions options)
    {
        _options = options;
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(10), PooledConnectionLifetime = TimeSpan.FromMinutes(1) };
        X509Certificate2Collection? roots = null;
        if (options.Roots is { } file)
        {
            roots = [];
            roots.ImportFromPemFile(file);
        }

        handler.SslOptions.CertificateChainPolicy = CertificateRules.ForServers(roots);
        _client = new HttpClient(handler) { BaseAddress = new Uri(new Uri(options.Url), "api/v1/"), Timeout = TimeSpan.FromSeconds(30), MaxResponseContentBufferSize = MostBytes };
    }

    /// <summary>Sends a request to be endorsed; the same one again tells how it stands.</summary>
    /// <exception cref="AuthorityServiceException">It could not be reached, or answered otherwise than such a service does.</exception>
    public async Task<(Guid Application, string State, string? Note)> SendAsync(byte[] request, CancellationToken cancellation)
    {
        var content = new ByteArrayContent(request);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        JsonElement answer = await AskAsync(HttpMethod.Post, "applications", content, cancellation);
        return Guid.TryParse(Text(answer, "id"), out Guid application) && Text(answer, "state") is { } state
            ? (application, state, Text(answer, "note"))
            : throw Strange();
    }

    /// <summary>Fetches the endorsement that was given.</summary>
    /// <exception cref="AuthorityServiceException">It could not be reached, or answered otherwise than such a service does.</exception>
    public async Task<(byte[] Bundle, string? ChainPem)> EndorsementAsync(Guid application, CancellationToken cancellation)
    {
        JsonElement answer = await AskAsync(HttpMethod.Get, $"applications/{application}/endorsement", null, cancellation);
        string text = Text(answer, "bundle") ?? throw Strange();
        return Base64Url.IsValid(text) ? (Base64Url.DecodeFromChars(text), Text(answer, "chainPem")) : throw Strange();
    }

    public void Dispose() => _client.Dispose();

    private static string? Text(JsonElement answer, string member) => answer.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private async Task<JsonElement> AskAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _options.Key.Read());
            using HttpResponseMessage response = await _client.SendAsync(request, cancellation);
            if (!response.IsSuccessStatusCode)
            {
                throw new AuthorityServiceException(response.StatusCode switch
                {
                    HttpStatusCode.Unauthorized => "does not know our key: has it been revoked, or has it expired? Ask the authority for another.",
                    HttpStatusCode.Forbidden => "does not let our key send requests: it needs the role Applicant there.",
                    HttpStatusCode.TooManyRequests => "says that we call too often; it is tried again.",
                    _ => $"answered {(int)response.StatusCode}: {await DetailAsync(response, cancellation)}",
                });
            }

            JsonElement answer = JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(cancellation));
            return answer.ValueKind == JsonValueKind.Object ? answer : throw Strange();
        }
        catch (JsonException)
        {
            throw Strange();
        }
        catch (HttpRequestException e)
        {
            throw new AuthorityServiceException(e.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => "has a name without an address.",
                HttpRequestError.SecureConnectionError => "shows a certificate that is not in order, or leads to no root that is trusted here (Roots).",
                _ => $"could not be reached ({e.HttpRequestError}): does it run, and may this machine reach it?",
            });
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new AuthorityServiceException("did not answer in time.");
        }
        catch (KeyCustodyException e)
        {
            throw new AuthorityServiceException($"was not asked, as our key cannot be read: {e.Message}");
        }
    }

    // A problem (RFC 9457) says in words what to do; what else comes is no text for a person.
    private static async Task<string> DetailAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json")
        {
            try
            {
                return Text(JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(cancellation)), "detail") is { } detail ? Printable.Text(detail) : "without a word.";
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                // No problem that can be read.
            }
        }

        return "that is no answer of an issuer's service. Is Url right?";
    }

    private static AuthorityServiceException Strange() => new("answered what such a service does not. Is Url right, and does it have a version that we understand?");
}

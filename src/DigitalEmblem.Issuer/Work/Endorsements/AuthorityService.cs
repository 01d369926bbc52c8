using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Secrets;

namespace DigitalEmblem.Issuer.Work.Endorsements;

/// <summary>
/// A client for an authority's service, which calls its API (spec/issuer-api.md) as an applicant. Answers are bounded, and used only as far
/// as they can be verified.
/// </summary>
internal sealed class AuthorityService : IDisposable
{
    private const int MostBytes = 1 << 20, LongestWords = 1000;

    private readonly AuthorityOptions _options;
    private readonly HttpClient _client;

    public AuthorityService(AuthorityOptions options)
    {
        _options = options;
        _client = new HttpClient(OutgoingHttp.Handler(options.Roots))
        {
            BaseAddress = new Uri(new Uri(options.Url), "api/v1/"),
            Timeout = TimeSpan.FromSeconds(30),
            MaxResponseContentBufferSize = MostBytes,
        };
    }

    /// <summary>Sends a request to be endorsed. Sending the same one again gives the same application.</summary>
    /// <exception cref="AuthorityServiceException">It could not be reached, or answered otherwise than such a service does.</exception>
    public async Task<Standing> SendAsync(byte[] request, CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent(request);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return Read(await AskAsync(HttpMethod.Post, "applications", content, cancellationToken));
    }

    /// <summary>Asks for the state of an application.</summary>
    /// <exception cref="AuthorityServiceException">It could not be reached, or answered otherwise than such a service does.</exception>
    public async Task<Standing> StandingAsync(Guid application, CancellationToken cancellationToken) =>
        Read(await AskAsync(HttpMethod.Get, $"applications/{application}", null, cancellationToken));

    /// <summary>Fetches the endorsement that was given.</summary>
    /// <exception cref="AuthorityServiceException">It could not be reached, or answered otherwise than such a service does.</exception>
    public async Task<(byte[] Bundle, string? Jws, string? ChainPem)> EndorsementAsync(
        Guid application, CancellationToken cancellationToken)
    {
        JsonElement answer = await AskAsync(HttpMethod.Get, $"applications/{application}/endorsement", null, cancellationToken);
        string text = Text(answer, "bundle") ?? throw Strange();
        return Base64Url.IsValid(text) ? (Base64Url.DecodeFromChars(text), Text(answer, "jws"), Text(answer, "chainPem")) : throw Strange();
    }

    public void Dispose() => _client.Dispose();

    private static Standing Read(JsonElement answer) =>
        Guid.TryParse(Text(answer, "id"), out Guid application) && Text(answer, "state") is { } state
            ? new Standing(application, state, Words(answer, "note"))
            : throw Strange();

    // Makes another service's words safe to show, and bounds them as our own API does.
    private static string? Words(JsonElement answer, string member) =>
        Text(answer, member) is { } text ? Printable.Text(text[..Math.Min(text.Length, LongestWords)]) : null;

    private static string? Text(JsonElement answer, string member) =>
        answer.TryGetProperty(member, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private async Task<JsonElement> AskAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _options.Key.Read());
            using HttpResponseMessage response = await _client.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                throw new AuthorityServiceException(response.StatusCode switch
                {
                    HttpStatusCode.Unauthorized =>
                        "does not know our key: has it been revoked, or has it expired? Ask the authority for another.",
                    HttpStatusCode.Forbidden => "does not let our key send requests: it needs the role Applicant there.",
                    HttpStatusCode.TooManyRequests => "says that we call too often; it is tried again.",
                    _ => $"answered {(int)response.StatusCode}: {await DetailAsync(response, cancellationToken)}",
                });
            }

            JsonElement answer = JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
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
                HttpRequestError.SecureConnectionError =>
                    "shows a certificate that is not in order, or leads to no root that is trusted here (Roots).",
                _ => $"could not be reached ({e.HttpRequestError}): does it run, and may this machine reach it?",
            });
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AuthorityServiceException("did not answer in time.");
        }
        catch (SecretException e)
        {
            throw new AuthorityServiceException($"was not asked, as our key cannot be read: {e.Message}");
        }
    }

    // Only a problem (RFC 9457) has text for people.
    private static async Task<string> DetailAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json")
        {
            try
            {
                return Words(JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken)), "detail")
                    ?? "without a word.";
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                // The body is not a problem.
            }
        }

        return "that is no answer of an issuer's service. Is Url right?";
    }

    private static AuthorityServiceException Strange() =>
        new("answered what such a service does not. Is Url right, and does it have a version that we understand?");

    /// <summary>The state of an application, as the authority reports it.</summary>
    /// <param name="Application">Its identity there.</param>
    /// <param name="State">A name of <see cref="Domain.ApplicationState"/>, if it is one that we know.</param>
    /// <param name="Note">Why it was refused, for a person.</param>
    internal sealed record Standing(Guid Application, string State, string? Note);
}

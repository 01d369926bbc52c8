using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Secrets;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>
/// Alerts by POST, as JSON, signed: <c>DigitalEmblem-Signature: t=SECONDS,v1=HEX</c>, where HEX is the HMAC-SHA256, with the shared secret,
/// of <c>SECONDS.BODY</c>. The receiver must refuse a message that is older than some minutes, and drop an id that it has seen.
/// </summary>
internal sealed class WebhookSender : INoticeSender, IDisposable
{
    /// <summary>The header with the time and the signature.</summary>
    public const string SignatureHeader = "DigitalEmblem-Signature";

    private readonly WebhookOptions _options;
    private readonly TimeProvider _clock;
    private readonly HttpClient _client;

    public WebhookSender(WebhookOptions options, TimeProvider clock)
    {
        (_options, _clock) = (options, clock);
        _client = new HttpClient(OutgoingHttp.Handler(options.Roots)) { Timeout = TimeSpan.FromSeconds(15) };
    }

    /// <inheritdoc/>
    public NoticeChannel Channel => NoticeChannel.Webhook;

    /// <summary>The value of the header.</summary>
    public static string Signature(string secret, long seconds, string body)
    {
        string signed = string.Create(CultureInfo.InvariantCulture, $"{seconds}.{body}");
        string mac = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(signed)));
        return string.Create(CultureInfo.InvariantCulture, $"t={seconds},v1={mac}");
    }

    /// <inheritdoc/>
    public async Task<Sentence?> SendAsync(Notice notice, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, _options.Url)
            {
                Content = new StringContent(notice.Json, new MediaTypeHeaderValue("application/json", "utf-8")),
            };
            request.Headers.Add(SignatureHeader, Signature(_options.Secret.Read(), _clock.GetUtcNow().ToUnixTimeSeconds(), notice.Json));
            // Do not read the body: only the status counts, and the body may be endless.
            using HttpResponseMessage response = await _client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return response.IsSuccessStatusCode ? null
                : (int)response.StatusCode is >= 300 and < 400
                    ? Sentence.Of(
                        $"The webhook answered {(int)response.StatusCode}: redirects are not followed, so set Alerts:Webhook:Url to "
                            + $"where it leads.")
                    : Sentence.Of($"The webhook answered {(int)response.StatusCode}: see its log.");
        }
        catch (HttpRequestException e)
        {
            return e.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => Sentence.Of($"The webhook's name has no address."),
                HttpRequestError.SecureConnectionError => Sentence.Of(
                    $"The webhook's certificate is not in order, or leads to no root that is trusted here (Alerts:Webhook:Roots)."),
                _ => Sentence.Of(
                    $"The webhook could not be reached ({e.HttpRequestError}): does it run, and may this machine reach it?"),
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Sentence.Of(
                $"The webhook did not answer in time.");
        }
        catch (SecretException e)
        {
            return Sentence.Of(
                $"Alerts:Webhook:Secret: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}

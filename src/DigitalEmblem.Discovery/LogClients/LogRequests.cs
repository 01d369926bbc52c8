using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;

namespace DigitalEmblem.Discovery;

/// <summary>
/// One bounded request: no redirects, a cap on what is read and unpacked, and every fault a <see cref="LogUnansweredException"/>.
/// </summary>
internal sealed class LogRequests(HttpClient client)
{
    /// <summary>The body of the answer; null if the log says that there is nothing (400, 404, 410).</summary>
    public async Task<byte[]?> GetAsync(Uri url, int maxBytes, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        return await SendAsync(request, url, maxBytes, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The body of the answer to JSON; null if the log does not take it (400), or knows no such request.</summary>
    public async Task<byte[]?> PostAsync(Uri url, byte[] json, int maxBytes, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(json) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await SendAsync(request, url, maxBytes, cancellationToken).ConfigureAwait(false);
    }

    private async Task<byte[]?> SendAsync(
        HttpRequestMessage request, Uri url, int maxBytes, CancellationToken cancellationToken)
    {
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        // HttpClient's timeout ends with the headers, and a body may arrive slowly for ever. This limit covers the body too.
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(client.Timeout);
        try
        {
            using HttpResponseMessage response = await client.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            if (response.RequestMessage?.RequestUri is { } reached && reached != url)
            {
                throw new LogUnansweredException("it redirected to another place, which is not followed");
            }

            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.BadRequest)
            {
                return null;
            }

            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw new LogUnansweredException((int)response.StatusCode is >= 300 and < 400
                    ? "it redirected to another place, which is not followed"
                    : $"it answered with status {(int)response.StatusCode}")
                {
                    Status = response.StatusCode,
                    RetryAfter = RetryAfterOf(response),
                };
            }

            // An HTML page comes from a portal or is an error, whatever its status is. Other types are not checked, because signatures are
            // the evidence.
            if (response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant() is "text/html" or "application/xhtml+xml")
            {
                throw new LogUnansweredException("a web page came in place of its answer (something on the way may have answered)");
            }

            return await ReadAsync(response.Content, maxBytes, limit.Token).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            throw new LogUnansweredException(OwnLack.Of(e) ?? e.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => "its name has no address",
                HttpRequestError.SecureConnectionError => "its TLS certificate is not in order",
                HttpRequestError.ResponseEnded => "its answer ended early",
                _ => "it could not be reached",
            });
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LogUnansweredException("it did not answer in time");
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new LogUnansweredException("its answer broke off, or cannot be unpacked");
        }
    }

    // A date is that of the server's clock, which may differ from ours.
    private static TimeSpan? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when response.Headers.Date is { } now => date - now,
        _ => null,
    };

    private static async Task<byte[]> ReadAsync(HttpContent content, int maxBytes, CancellationToken cancellationToken)
    {
        Stream body = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable disposeBody = body.ConfigureAwait(false);
        // The names of encodings are case-insensitive (RFC 9110, 8.4.1).
        string[] encodings = [.. content.Headers.ContentEncoding.Select(e => e.ToLowerInvariant())];
        if (encodings.Length > 1 || encodings.Any(e => e is not ("gzip" or "identity")))
        {
            throw new LogUnansweredException("its answer is packed in a way that was not asked for");
        }

        Stream unpacked = encodings.Contains("gzip") ? new GZipStream(body, CompressionMode.Decompress) : body;
        await using ConfiguredAsyncDisposable disposeUnpacked = unpacked.ConfigureAwait(false);
        using var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (int count; (count = await unpacked.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (read.Length + count > maxBytes)
            {
                throw new LogUnansweredException($"its answer is larger than {maxBytes} bytes");
            }

            read.Write(buffer, 0, count);
        }

        return read.ToArray();
    }
}

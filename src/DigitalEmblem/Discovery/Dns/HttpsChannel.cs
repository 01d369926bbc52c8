using System.Net;
using System.Net.Http.Headers;

namespace DigitalEmblem;

/// <summary>DNS over HTTPS by POST (RFC 8484), so that no cache on the way keeps the question. No redirects, no proxy, no cookies.</summary>
internal sealed class HttpsChannel : DnsChannel
{
    private const string MediaType = "application/dns-message";

    private readonly HttpClient _client;
    private readonly Uri _url;
    private readonly TimeSpan _timeout;
    private readonly bool _recursionDesired;

    public HttpsChannel(DnsServer server, DnsExchangeOptions options)
    {
        _timeout = options.Timeout;
        _recursionDesired = !options.Authoritative;
        _url = server.Url!;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            EnableMultipleHttp2Connections = true,
            SslOptions = CertificateRules.ForClient(_url.Host, options.Roots, protocol: null),
        };
        _client = new HttpClient(handler) { MaxResponseContentBufferSize = ushort.MaxValue };
    }

    public override async Task<DnsReply> AskAsync(DomainName name, ushort type, CancellationToken cancellation)
    {
        // The id is 0: the connection tells answers apart (RFC 8484, 4.1).
        byte[] query = DnsWire.WriteQuery(0, name, type, _recursionDesired);
        using var request = new HttpRequestMessage(HttpMethod.Post, _url)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = new ByteArrayContent(query),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaType);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaType));
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(_timeout);
        try
        {
            using HttpResponseMessage response = await _client.SendAsync(request, time.Token).ConfigureAwait(false);
            return response.StatusCode == HttpStatusCode.OK && response.Content.Headers.ContentType?.MediaType == MediaType
                && DnsWire.ReadResponse(await response.Content.ReadAsByteArrayAsync(time.Token).ConfigureAwait(false), query) is { } answer
                    ? DnsReply.Of(answer)
                    : DnsReply.Failed(LookupOutcome.Malformed);
        }
        catch (HttpRequestException)
        {
            return DnsReply.Failed(LookupOutcome.Unreachable);
        }
        catch (TokenFormatException)
        {
            return DnsReply.Failed(LookupOutcome.Malformed);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return DnsReply.Failed(LookupOutcome.TimedOut);
        }
    }

    public override ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}

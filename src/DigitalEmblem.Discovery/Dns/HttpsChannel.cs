using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace DigitalEmblem.Discovery;

/// <summary>
/// DNS over HTTPS by POST (RFC 8484), so that no cache on the way keeps the question. No redirects, no proxy, no cookies.
/// </summary>
internal sealed class HttpsChannel : DnsChannel
{
    private const string MediaType = "application/dns-message";

    private readonly HttpClient _client;
    private readonly HttpClient _anew;
    private readonly Uri _url;
    private readonly TimeSpan _timeout;
    private readonly bool _recursionDesired;

    public HttpsChannel(DnsServer server, DnsExchangeOptions options)
    {
        _timeout = options.Timeout;
        _recursionDesired = !options.Authoritative;
        _url = server.Url!;
        int connections = Descriptors.Room(options.MaxConcurrency);
        _client = Client(options, connections, keepsConnections: true);
        _anew = Client(options, connections, keepsConnections: false);
    }

    public override async Task<DnsReply> AskAsync(DomainName name, ushort type, bool edns, CancellationToken cancellationToken)
    {
        // The id is 0 (RFC 8484, 4.1), because HTTP already matches each answer to its request.
        byte[] query = DnsWire.WriteQuery(0, name, type, _recursionDesired, edns);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(_timeout);
        try
        {
            try
            {
                return await AskAsync(_client, query, time.Token).ConfigureAwait(false);
            }
            catch (HttpRequestException e) when (MayHaveBeenClosed(e))
            {
                // A server may close an idle connection, or close after each answer. A question changes nothing there, so ask again.
                return await AskAsync(_anew, query, time.Token).ConfigureAwait(false);
            }
        }
        catch (HttpRequestException e)
        {
            return DnsReply.Failed(e, e.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => "the resolver's own name has no address",
                HttpRequestError.SecureConnectionError => "TLS cannot be agreed on, or the resolver's certificate is not in order",
                HttpRequestError.ResponseEnded => "the server closes the connection without an answer",
                HttpRequestError.ConfigurationLimitExceeded => "the answer is larger than a DNS message can be",
                _ => null,
            });
        }
        catch (Exception e) when (OwnLack.Of(e) is not null)
        {
            return DnsReply.Failed(e);
        }
        catch (TokenFormatException e)
        {
            return DnsReply.Failed(LookupOutcome.Malformed, $"the answer cannot be read: {e.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return DnsReply.Failed(LookupOutcome.TimedOut);
        }
    }

    public override ValueTask DisposeAsync()
    {
        _client.Dispose();
        _anew.Dispose();
        return ValueTask.CompletedTask;
    }

    private HttpClient Client(DnsExchangeOptions options, int connections, bool keepsConnections)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            // A header would tell the party asked of the trace in which the question stands, and a span would hold its address.
            ActivityHeadersPropagator = null,
            EnableMultipleHttp2Connections = true,
            MaxConnectionsPerServer = connections,
            SslOptions = CertificateRules.ForClient(_url.Host, options.Roots, protocol: null),
        };
        if (!keepsConnections)
        {
            handler.PooledConnectionLifetime = TimeSpan.Zero;
        }

        return new HttpClient(handler) { MaxResponseContentBufferSize = ushort.MaxValue };
    }

    /// <summary>Whether the connection existed and broke. A connection that could not be made, or was refused, would fail again.</summary>
    private static bool MayHaveBeenClosed(HttpRequestException fault) =>
        OwnLack.Of(fault) is null
        && fault.HttpRequestError is not (HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
            or HttpRequestError.SecureConnectionError or HttpRequestError.ConfigurationLimitExceeded);

    private async Task<DnsReply> AskAsync(HttpClient client, byte[] query, CancellationToken time)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _url)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            Content = new ByteArrayContent(query),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaType);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaType));
        using HttpResponseMessage response = await client.SendAsync(request, time).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return Refused(response);
        }

        if (response.Content.Headers.ContentType?.MediaType is var type
            && !string.Equals(type, MediaType, StringComparison.OrdinalIgnoreCase))
        {
            return DnsReply.Failed(
                LookupOutcome.Malformed,
                $"the answer is {(type is null ? "of no stated type" : Printable.Text(type))}, and not {MediaType}: "
                    + "is the URL that of a DNS resolver?");
        }

        return DnsWire.ReadResponse(await response.Content.ReadAsByteArrayAsync(time).ConfigureAwait(false), query) is { } answer
            ? DnsReply.Of(answer)
            : DnsReply.Failed(LookupOutcome.Malformed, "what came is no answer to the question");
    }

    /// <summary>The reply for an HTTP status that is no DNS answer. A server that has too much to do counts as one that failed.</summary>
    private DnsReply Refused(HttpResponseMessage response)
    {
        int status = (int)response.StatusCode;
        string leads = response.Headers.Location is { } location && Uri.TryCreate(_url, location, out Uri? target)
            ? $" and leads to {Printable.Text(target.ToString())}; redirects are not followed, so name that URL if you trust it"
            : "";
        return DnsReply.Failed(
            response.StatusCode == HttpStatusCode.TooManyRequests || status >= (int)HttpStatusCode.InternalServerError
                ? LookupOutcome.ServerFailure
                : LookupOutcome.Malformed,
            string.Create(CultureInfo.InvariantCulture, $"the server answered with HTTP status {status}{leads}"));
    }
}

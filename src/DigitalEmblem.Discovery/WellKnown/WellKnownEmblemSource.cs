using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DigitalEmblem.Discovery;

/// <summary>
/// Finds emblems at <c>https://NAME/.well-known/adem</c>. It talks to the asset itself, and the asset so learns of the look-up: use it only
/// when that is wanted. It follows no redirects, uses no proxy, caps the size, and checks certificates. Addresses of private networks and
/// of this machine are refused unless allowed, so that a validator cannot be turned against its own network.
/// </summary>
public sealed class WellKnownEmblemSource : IEmblemSource, IDisposable
{
    private const string Path = "/.well-known/adem";
    private const int MostAtOnce = 64;

    private readonly HttpClient _client;
    private readonly TokenLimits _limits;
    private readonly int _port;
    private readonly SemaphoreSlim _room = new(Descriptors.Room(MostAtOnce));

    /// <summary>A source.</summary>
    /// <param name="options">How it connects; null for the defaults.</param>
    public WellKnownEmblemSource(WellKnownOptions? options = null)
    {
        options ??= new WellKnownOptions();
        _limits = options.Limits;
        _port = options.Port;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            // A header would tell the party asked of the trace in which the question stands, and a span would hold its address.
            ActivityHeadersPropagator = null,
            ConnectTimeout = options.Timeout,
            ConnectCallback = (context, cancellationToken) => ConnectAsync(
                context.DnsEndPoint, options.AllowPrivateAddresses, cancellationToken),
        };
        handler.SslOptions.CertificateChainPolicy = CertificateRules.ForServers(options.Roots);
        _client = new HttpClient(handler) { Timeout = options.Timeout, MaxResponseContentBufferSize = options.Limits.MaxInputBytes };
        // Each asset is asked once. Open connections would cost one descriptor for each of very many names, so close them.
        _client.DefaultRequestHeaders.ConnectionClose = true;
    }

    /// <inheritdoc/>
    public async Task<DiscoveredEmblems> FindAsync(DomainName name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        var url = new UriBuilder(Uri.UriSchemeHttps, name.ToString(), _port, Path).Uri;
        await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using HttpResponseMessage response = await _client.GetAsync(url, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
            {
                return Nothing(url, SourceOutcome.Absent, $"the server answered {(int)response.StatusCode}");
            }

            if (response.StatusCode != HttpStatusCode.OK)
            {
                string redirects = (int)response.StatusCode is >= 300 and < 400 ? ", and redirects are not followed" : "";
                return Nothing(url, SourceOutcome.Unavailable, $"the server answered {(int)response.StatusCode}{redirects}");
            }

            byte[] content = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return Read(url, content, response.Content.Headers.ContentType?.MediaType);
        }
        catch (HttpRequestException e)
        {
            return Nothing(url, SourceOutcome.Unavailable, OwnLack.Of(e) ?? e.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => "the name has no address",
                HttpRequestError.SecureConnectionError => "the server's certificate is not in order",
                HttpRequestError.ConfigurationLimitExceeded => $"the document is larger than {_limits.MaxInputBytes} bytes",
                _ when e.GetBaseException() is PrivateAddressException => "the name leads into a private network, which is refused",
                _ => "the server could not be reached",
            });
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Nothing(url, SourceOutcome.Unavailable, "no answer in time");
        }
        catch (Exception e) when (OwnLack.Of(e) is { } lack)
        {
            return Nothing(url, SourceOutcome.Unavailable, lack);
        }
        finally
        {
            _room.Release();
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _client.Dispose();
        _room.Dispose();
    }

    /// <summary>
    /// The result for a document of status 200. Its content decides; the type that the server states counts only where the content says
    /// nothing.
    /// </summary>
    private DiscoveredEmblems Read(Uri url, byte[] content, string? type)
    {
        // Servers may answer any URL with an HTML page, and the page may quote a token. None of our formats begins as an HTML page does.
        if (WellKnownDocument.IsPage(content, type))
        {
            return Nothing(url, SourceOutcome.Absent, "the server answered with a page for people (HTML), and no token");
        }

        UnverifiedTokens tokens = UnverifiedTokens.Read(content, url.ToString(), _limits).From("well-known");
        if (!WellKnownDocument.IsMarkup(content) && (tokens.ExceededLimit is not null || WellKnownDocument.HoldsTokens(content, tokens)))
        {
            return new DiscoveredEmblems(
                tokens, [Report(url, SourceOutcome.Found, string.Create(CultureInfo.InvariantCulture, $"{tokens.Items.Count} items"))]);
        }

        return WellKnownDocument.IsEmpty(content) ? Nothing(url, SourceOutcome.Absent, "the document is empty")
            : WellKnownDocument.IsPageType(type)
                ? Nothing(url, SourceOutcome.Absent, "the server answered with a page for people (HTML), and no token")
            : Nothing(
                url,
                SourceOutcome.Unavailable,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"the document ({content.Length} bytes of {(type is null ? "no stated type" : Printable.Text(type))}) "
                        + $"is of no form that is read"));
    }

    private DiscoveredEmblems Nothing(Uri url, SourceOutcome outcome, string detail) =>
        new(UnverifiedTokens.Of([], _limits), [Report(url, outcome, detail)]);

    private static SourceReport Report(Uri url, SourceOutcome outcome, string detail) => new()
    {
        Source = "well-known",
        Outcome = outcome,
        Detail = detail,
        Attempts = [$"{url}: {detail}"],
        Exposure = [$"The asset itself, {url.Host}, learns that someone looks for its emblem, and from which address; "
            + "so does this system's resolver, and anyone on the way."],
    };

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint endPoint, bool allowPrivate, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = await System.Net.Dns.GetHostAddressesAsync(endPoint.Host, cancellationToken).ConfigureAwait(false);
        // Connect to the addresses that were checked: a second look-up could give other addresses.
        IPAddress[] usable = [.. addresses.Where(a => allowPrivate || PublicAddress.Is(a))];
        if (usable.Length == 0)
        {
            throw addresses.Length > 0 ? new PrivateAddressException() : new SocketException((int)SocketError.HostNotFound);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(usable, endPoint.Port, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private sealed class PrivateAddressException : IOException;
}

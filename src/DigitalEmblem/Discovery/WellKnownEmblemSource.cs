using System.Net;
using System.Net.Sockets;

namespace DigitalEmblem;

/// <summary>
/// Finds emblems at <c>https://NAME/.well-known/adem</c>. It talks to the asset itself, which then knows that somebody looks: use it only when that is wanted. No redirects, no proxy, a size cap, certificates checked; addresses of private networks
/// and of this machine are refused unless allowed, so that a validator cannot be turned against its own network.
/// </summary>
public sealed class WellKnownEmblemSource : IEmblemSource, IDisposable
{
    private const string Path = "/.well-known/adem";

    private readonly HttpClient _client;
    private readonly TokenLimits _limits;
    private readonly int _port;

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
            ConnectTimeout = options.Timeout,
            ConnectCallback = (context, cancellation) => ConnectAsync(context.DnsEndPoint, options.AllowPrivateAddresses, cancellation),
        };
        handler.SslOptions.CertificateChainPolicy = CertificateRules.ForServers(options.Roots);
        _client = new HttpClient(handler) { Timeout = options.Timeout, MaxResponseContentBufferSize = options.Limits.MaxInputBytes };
    }

    /// <inheritdoc/>
    public async Task<Discovered> FindAsync(DomainName name, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        var url = new UriBuilder(Uri.UriSchemeHttps, name.ToString(), _port, Path).Uri;
        try
        {
            using HttpResponseMessage response = await _client.GetAsync(url, cancellation).ConfigureAwait(false);
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
            {
                return Nothing(url, SourceOutcome.Absent, $"the server answered {(int)response.StatusCode}");
            }

            if (response.StatusCode != HttpStatusCode.OK)
            {
                return Nothing(url, SourceOutcome.Unavailable, $"the server answered {(int)response.StatusCode}, and redirects are not followed");
            }

            byte[] content = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
            UnverifiedTokens tokens = UnverifiedTokens.Read(content, url.ToString(), _limits).From("well-known");
            return new Discovered(tokens, [Report(url, tokens.Items.Count > 0 ? SourceOutcome.Found : SourceOutcome.Absent, $"{tokens.Items.Count} items")]);
        }
        catch (HttpRequestException e)
        {
            return Nothing(url, SourceOutcome.Unavailable, e.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => "the name has no address",
                HttpRequestError.SecureConnectionError => "the server's certificate is not in order",
                HttpRequestError.ConfigurationLimitExceeded => $"the document is larger than {_limits.MaxInputBytes} bytes",
                _ when e.GetBaseException() is PrivateAddressException => "the name leads into a private network, which is refused",
                _ => "the server could not be reached",
            });
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Nothing(url, SourceOutcome.Unavailable, "no answer in time");
        }
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _client.Dispose();

    private Discovered Nothing(Uri url, SourceOutcome outcome, string detail) => new(UnverifiedTokens.Of([], _limits), [Report(url, outcome, detail)]);

    private static SourceReport Report(Uri url, SourceOutcome outcome, string detail) => new()
    {
        Source = "well-known",
        Outcome = outcome,
        Detail = detail,
        Attempts = [$"{url}: {detail}"],
        Exposure = [$"The asset itself, {url.Host}, learns that somebody looks for its emblem, and from which address; so does this system's resolver, and whoever sits on the way."],
    };

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint endPoint, bool allowPrivate, CancellationToken cancellation)
    {
        IPAddress[] addresses = await System.Net.Dns.GetHostAddressesAsync(endPoint.Host, cancellation).ConfigureAwait(false);
        // The very addresses that were checked are connected to: a second look-up could give others.
        IPAddress[] usable = [.. addresses.Where(a => allowPrivate || PublicAddress.Is(a))];
        if (usable.Length == 0)
        {
            throw addresses.Length > 0 ? new PrivateAddressException() : new SocketException((int)SocketError.HostNotFound);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(usable, endPoint.Port, cancellation).ConfigureAwait(false);
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

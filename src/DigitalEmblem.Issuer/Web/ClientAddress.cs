using System.Net;

namespace DigitalEmblem.Issuer.Web;

/// <summary>Where a request comes from. It counts for limits only, never for host, scheme or trust.</summary>
/// <param name="proxies">The addresses of the proxies of the settings.</param>
internal sealed class ClientAddress(IEnumerable<string> proxies)
{
    private const string Header = "X-Forwarded-For";

    private readonly HashSet<IPAddress> _proxies = [.. proxies.Select(p => Plain(IPAddress.Parse(p)))];

    /// <summary>
    /// The other end of the connection. If that is a proxy of the settings, the last entry of its header: a client can write the others.
    /// </summary>
    public IPAddress Of(HttpContext context)
    {
        IPAddress peer = Plain(context.Connection.RemoteIpAddress ?? IPAddress.None);
        return _proxies.Contains(peer)
            && context.Request.Headers[Header] is { Count: > 0 } headers
            && IPAddress.TryParse((headers[^1] ?? "").Split(',')[^1].Trim(), out IPAddress? told)
                ? Plain(told)
                : peer;
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}

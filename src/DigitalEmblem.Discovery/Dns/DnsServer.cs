using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;

namespace DigitalEmblem.Discovery;

/// <summary>A DNS server to ask, and how.</summary>
public sealed record DnsServer
{
    private const int PlainPort = 53, TlsPort = 853;

    private DnsServer(DnsTransport transport, IPEndPoint? endPoint, string? serverName, Uri? url)
    {
        Transport = transport;
        EndPoint = endPoint;
        ServerName = serverName;
        Url = url;
    }

    /// <summary>How it is asked.</summary>
    public DnsTransport Transport { get; private init; }

    /// <summary>Its address and port; null for HTTPS.</summary>
    public IPEndPoint? EndPoint { get; }

    /// <summary>The name that its certificate must show; null unless TLS.</summary>
    public string? ServerName { get; }

    /// <summary>Its URL; null unless HTTPS.</summary>
    public Uri? Url { get; }

    /// <summary>The resolvers that this system is configured with; empty if there are none.</summary>
    public static IReadOnlyList<DnsServer> OfSystem()
    {
        const string ResolvConf = "/etc/resolv.conf";
        IEnumerable<IPAddress> addresses = File.Exists(ResolvConf)
            ? File.ReadLines(ResolvConf)
                .Select(l => l.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries))
                .Where(w => w.Length >= 2 && w[0] == "nameserver")
                .Select(w => IPAddress.TryParse(w[1], out IPAddress? address) ? address : null)
                .OfType<IPAddress>()
            : NetworkInterface.GetAllNetworkInterfaces()
                .Where(i => i.OperationalStatus == OperationalStatus.Up)
                .SelectMany(i => i.GetIPProperties().DnsAddresses);
        return [.. addresses.Distinct().Select(a => new DnsServer(DnsTransport.UdpAndTcp, new IPEndPoint(a, PlainPort), null, null))];
    }

    /// <summary>A server at an address; port 53.</summary>
    /// <param name="endPoint">The address and port.</param>
    /// <param name="tcpOnly">Whether to ask over TCP alone.</param>
    public static DnsServer At(IPEndPoint endPoint, bool tcpOnly = false)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        return new DnsServer(tcpOnly ? DnsTransport.Tcp : DnsTransport.UdpAndTcp, endPoint, null, null);
    }

    /// <summary>Reads <c>ADDR</c>, <c>ADDR:PORT</c> or <c>[ADDR6]:PORT</c>; port 53 if none is given.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">It is no address with a port.</exception>
    public static DnsServer Parse(string text) => new(DnsTransport.UdpAndTcp, ReadEndPoint(text, PlainPort), null, null);

    /// <summary>Reads <c>ADDR[:PORT]#SERVERNAME</c>: DNS over TLS, port 853 if none is given; the certificate must show the name.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="FormatException">A part is missing or malformed.</exception>
    public static DnsServer ParseTls(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('#', 2);
        return parts.Length == 2
            ? new DnsServer(DnsTransport.Tls, ReadEndPoint(parts[0], TlsPort), DomainName.Parse(parts[1]).ToString(), null)
            : throw new FormatException($"'{Printable.Text(text)}' names no server: write ADDR#SERVERNAME, as 192.0.2.53#dns.example. "
                + "The name is what its certificate must show.");
    }

    /// <summary>Reads a URL or the template of one: DNS over HTTPS by POST, for which a template is processed without its variable (RFC
    /// 8484, 4.1).</summary>
    /// <param name="text">An https URL, as <c>https://dns.example/dns-query</c> or <c>https://dns.example/dns-query{?dns}</c>.</param>
    /// <exception cref="FormatException">It is no https URL, or the template has another variable than <c>dns</c>.</exception>
    public static DnsServer ParseHttps(string text) => new(DnsTransport.Https, null, null, HttpsTemplate.WithoutVariable(text));

    /// <summary>The server for a person.</summary>
    public override string ToString() => Transport switch
    {
        DnsTransport.Tls => $"{EndPoint} ({ServerName}) over TLS",
        DnsTransport.Https => $"{Url} over HTTPS",
        DnsTransport.Tcp => $"{EndPoint} over TCP",
        _ => EndPoint!.ToString(),
    };

    /// <summary>Who learns of a question to this server.</summary>
    internal string Exposure => HandedText.Of(Transport is DnsTransport.Tls or DnsTransport.Https
        ? FindingText.Of(
            $"The resolver {this} learns which name is looked up, and the resolvers or servers that it asks in turn learn of the name as "
                + $"well.")
        : FindingText.Of(
            $"The server {this} learns which name is looked up, and so does anyone on the way to it, since the question is not "
                + $"encrypted; the servers it asks in turn learn of the name as well."));

    private static IPEndPoint ReadEndPoint(string text, int port)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IPAddress.TryParse(text.Trim('[', ']'), out IPAddress? address)
            && !(text.Contains(']', StringComparison.Ordinal) && !text.EndsWith(']')))
        {
            return new IPEndPoint(address, port);
        }

        int colon = text.LastIndexOf(':');
        return colon > 0
            && IPAddress.TryParse(text[..colon].Trim('[', ']'), out address)
            && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort stated)
            && stated > 0
                ? new IPEndPoint(address, stated)
                : throw new FormatException($"'{Printable.Text(text)}' is no server's address: write ADDR, ADDR:PORT or [ADDR6]:PORT. "
                    + "A name is not looked up, because that would ask someone else first.");
    }
}

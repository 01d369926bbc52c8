namespace DigitalEmblem.Discovery;

/// <summary>How a DNS server is asked.</summary>
public enum DnsTransport
{
    /// <summary>UDP, and TCP where an answer is too large. Whoever sits on the way can read the question.</summary>
    UdpAndTcp = 0,

    /// <summary>TCP alone. Whoever sits on the way can read the question.</summary>
    Tcp,

    /// <summary>DNS over TLS (RFC 7858): on the way only the server's address shows.</summary>
    Tls,

    /// <summary>DNS over HTTPS (RFC 8484): on the way only the server's address shows.</summary>
    Https,
}

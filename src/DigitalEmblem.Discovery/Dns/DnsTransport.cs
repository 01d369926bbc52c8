namespace DigitalEmblem.Discovery;

/// <summary>How a DNS server is asked.</summary>
public enum DnsTransport
{
    /// <summary>UDP, and TCP where an answer is too large. Every party on the way can read the question.</summary>
    UdpAndTcp = 0,

    /// <summary>TCP alone. Every party on the way can read the question.</summary>
    Tcp,

    /// <summary>DNS over TLS (RFC 7858). A party on the way sees only the server's address, and its name if one was given (SNI).</summary>
    Tls,

    /// <summary>
    /// DNS over HTTPS (RFC 8484). A party on the way sees only the server's address, and its name if the URL has one (SNI); then the
    /// system's resolver learns that name too.
    /// </summary>
    Https,
}

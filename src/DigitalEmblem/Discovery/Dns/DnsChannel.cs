using System.Security.Cryptography;

namespace DigitalEmblem;

/// <summary>One way to one server. Safe for concurrent use.</summary>
internal abstract class DnsChannel : IAsyncDisposable
{
    public static DnsChannel To(DnsServer server, DnsExchangeOptions options) => server.Transport switch
    {
        DnsTransport.UdpAndTcp => new UdpChannel(server),
        DnsTransport.Https => new HttpsChannel(server, options),
        _ => new StreamChannel(server, options),
    };

    /// <summary>Asks, and waits for a response to this very question.</summary>
    /// <exception cref="DnsChannelException">The server could not be asked.</exception>
    /// <exception cref="TokenFormatException">It answered with what is no message.</exception>
    public abstract Task<DnsResponse> AskAsync(DomainName name, ushort type, CancellationToken cancellation);

    public abstract ValueTask DisposeAsync();

    protected static ushort RandomId() => (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
}

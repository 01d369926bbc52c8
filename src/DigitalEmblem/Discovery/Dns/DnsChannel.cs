namespace DigitalEmblem;

/// <summary>One way to one server. Safe for concurrent use.</summary>
internal abstract class DnsChannel : IAsyncDisposable
{
    public static DnsChannel To(DnsServer server, DnsExchangeOptions options) => server.Transport switch
    {
        DnsTransport.UdpAndTcp => options.Bulk ? new UdpPoolChannel(server, options) : new UdpChannel(server, options),
        DnsTransport.Https => new HttpsChannel(server, options),
        _ => options.Bulk ? new StreamPoolChannel(server, options) : new StreamChannel(server, options),
    };

    /// <summary>Asks once, and waits for a response to this very question. That there is none is a value, not an exception.</summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The type.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public abstract Task<DnsReply> AskAsync(DomainName name, ushort type, CancellationToken cancellation);

    public abstract ValueTask DisposeAsync();
}

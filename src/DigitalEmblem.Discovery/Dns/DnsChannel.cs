namespace DigitalEmblem.Discovery;

/// <summary>One way to one server. Safe for concurrent use.</summary>
internal abstract class DnsChannel : IAsyncDisposable
{
    /// <summary>The way to a server.</summary>
    /// <param name="server">The server.</param>
    /// <param name="options">How it is asked.</param>
    /// <param name="notes">Takes what is noticed of the server.</param>
    public static DnsChannel To(DnsServer server, DnsExchangeOptions options, ServerNotes notes) => server.Transport switch
    {
        DnsTransport.UdpAndTcp => options.Bulk ? new UdpPoolChannel(server, options, notes) : new UdpChannel(server, options),
        DnsTransport.Https => new HttpsChannel(server, options),
        _ => options.Bulk ? new StreamPoolChannel(server, options) : new StreamChannel(server, options),
    };

    /// <summary>
    /// Asks once, and waits for a response to this very question. If there is none, the result is a value, not an exception.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="type">The type.</param>
    /// <param name="edns">
    /// Whether the question carries EDNS; some servers that do not know EDNS answer only without it (RFC 6891, 6.2.2).
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was requested.</exception>
    public abstract Task<DnsReply> AskAsync(DomainName name, ushort type, bool edns, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();
}

namespace DigitalEmblem.Discovery;

/// <summary>
/// TCP or TLS for very many questions: a few connections in turn. A resolver works on so many questions of one connection at a time
/// (Unbound on 32), and each may take it tens of milliseconds to find out.
/// </summary>
internal sealed class StreamPoolChannel(DnsServer server, DnsExchangeOptions options) : DnsChannel
{
    // More connections would look like an attack to a server that counts the connections of a client.
    private const int Connections = 4;

    private readonly StreamChannel[] _channels = [.. Enumerable.Range(0, Connections).Select(_ => new StreamChannel(server, options))];
    private uint _turn;

    public override Task<DnsReply> AskAsync(DomainName name, ushort type, bool edns, CancellationToken cancellationToken) =>
        _channels[Interlocked.Increment(ref _turn) % Connections].AskAsync(name, type, edns, cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        foreach (StreamChannel channel in _channels)
        {
            await channel.DisposeAsync().ConfigureAwait(false);
        }
    }
}

namespace DigitalEmblem.Discovery;

/// <summary>
/// TCP or TLS for very many questions: a few connections, used in turn. A resolver works on a limited number of questions of one connection
/// at a time (Unbound on 32), and may need tens of milliseconds for each.
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

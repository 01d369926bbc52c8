using System.Net.Sockets;

namespace DigitalEmblem;

/// <summary>UDP from a fresh port for each question, over a connected socket: the system drops datagrams from elsewhere. What is truncated is asked for again over TCP.</summary>
internal sealed class UdpChannel(DnsServer server) : DnsChannel
{
    // More than we say that we take: what is larger still is cut by the system, cannot be read, and is ignored.
    private const int MaxDatagram = 4096;

    private readonly StreamChannel _tcp = new(DnsServer.At(server.EndPoint!, tcpOnly: true), new DnsExchangeOptions());

    public override async Task<DnsResponse> AskAsync(DomainName name, ushort type, CancellationToken cancellation)
    {
        DnsResponse response = await AskUdpAsync(DnsWire.WriteQuery(RandomId(), name, type), cancellation).ConfigureAwait(false);
        return response.Truncated ? await _tcp.AskAsync(name, type, cancellation).ConfigureAwait(false) : response;
    }

    public override ValueTask DisposeAsync() => _tcp.DisposeAsync();

    private async Task<DnsResponse> AskUdpAsync(byte[] query, CancellationToken cancellation)
    {
        try
        {
            using var socket = new Socket(server.EndPoint!.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            await socket.ConnectAsync(server.EndPoint, cancellation).ConfigureAwait(false);
            await socket.SendAsync(query, cancellation).ConfigureAwait(false);
            var buffer = new byte[MaxDatagram];
            while (true)
            {
                int length = await socket.ReceiveAsync(buffer, cancellation).ConfigureAwait(false);
                // A datagram with the right id and question that cannot be read may be a forgery beside the real one: wait on.
                if (TryRead(buffer.AsMemory(0, length).ToArray(), query) is { } response)
                {
                    return response;
                }
            }
        }
        catch (SocketException e)
        {
            throw new DnsChannelException(LookupOutcome.Unreachable, e);
        }
    }

    private static DnsResponse? TryRead(byte[] message, byte[] query)
    {
        try
        {
            return DnsWire.ReadResponse(message, query);
        }
        catch (TokenFormatException)
        {
            return null;
        }
    }
}

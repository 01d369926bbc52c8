using System.Net.Sockets;
using System.Security.Cryptography;

namespace DigitalEmblem;

/// <summary>UDP from a fresh port for each question, over a connected socket: the system drops datagrams from elsewhere. What is truncated is asked for again over TCP.</summary>
internal sealed class UdpChannel(DnsServer server, DnsExchangeOptions options) : DnsChannel
{
    // More than we say that we take: what is larger still is cut by the system, cannot be read, and is ignored.
    public const int MaxDatagram = 4096;

    private readonly StreamChannel _tcp = new(DnsServer.At(server.EndPoint!, tcpOnly: true), options);

    public override async Task<DnsReply> AskAsync(DomainName name, ushort type, CancellationToken cancellation)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(options.Timeout);
        byte[] query = DnsWire.WriteQuery((ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1), name, type, recursionDesired: !options.Authoritative);
        DnsReply reply = await AskUdpAsync(query, time.Token, cancellation).ConfigureAwait(false);
        return reply.Response is { Truncated: true } ? await _tcp.AskAsync(name, type, cancellation).ConfigureAwait(false) : reply;
    }

    public override ValueTask DisposeAsync() => _tcp.DisposeAsync();

    private async Task<DnsReply> AskUdpAsync(byte[] query, CancellationToken time, CancellationToken cancellation)
    {
        try
        {
            using var socket = new Socket(server.EndPoint!.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            await socket.ConnectAsync(server.EndPoint, time).ConfigureAwait(false);
            await socket.SendAsync(query, time).ConfigureAwait(false);
            var buffer = new byte[MaxDatagram];
            while (true)
            {
                int length = await socket.ReceiveAsync(buffer, time).ConfigureAwait(false);
                // A datagram with the right id and question that cannot be read may be a forgery beside the real one: wait on.
                if (TryRead(buffer.AsMemory(0, length).ToArray(), query) is { } response)
                {
                    return DnsReply.Of(response);
                }
            }
        }
        catch (SocketException)
        {
            return DnsReply.Failed(LookupOutcome.Unreachable);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return DnsReply.Failed(LookupOutcome.TimedOut);
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

using System.Net.Sockets;
using System.Security.Cryptography;

namespace DigitalEmblem.Discovery;

/// <summary>
/// UDP from a fresh port for each question, over a connected socket: the system drops datagrams from elsewhere. A question whose answer is
/// truncated or cannot be read is asked again over TCP. The number of open sockets stays within what the process may open.
/// </summary>
internal sealed class UdpChannel(DnsServer server, DnsExchangeOptions options) : DnsChannel
{
    // Larger than the payload that we announce. The system cuts a longer datagram, which then cannot be read and is ignored.
    public const int MaxDatagram = 4096;

    private readonly StreamChannel _tcp = new(DnsServer.At(server.EndPoint!, tcpOnly: true), options);
    private readonly SemaphoreSlim _room = new(Descriptors.Room(options.MaxConcurrency));

    public override async Task<DnsReply> AskAsync(DomainName name, ushort type, bool edns, CancellationToken cancellationToken)
    {
        DnsReply reply;
        await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            byte[] query = DnsWire.WriteQuery(
                (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1), name, type, recursionDesired: !options.Authoritative, edns);
            reply = await AskUdpAsync(query, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _room.Release();
        }

        return reply is { Response.Truncated: true } or { Response: null, Failure: LookupOutcome.Malformed }
            ? (await _tcp.AskAsync(name, type, edns, cancellationToken).ConfigureAwait(false)).After(reply)
            : reply;
    }

    public override ValueTask DisposeAsync()
    {
        _room.Dispose();
        return _tcp.DisposeAsync();
    }

    private async Task<DnsReply> AskUdpAsync(byte[] query, CancellationToken cancellationToken)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(options.Timeout);
        string? unreadable = null;
        try
        {
            using var socket = new Socket(server.EndPoint!.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            await socket.ConnectAsync(server.EndPoint, time.Token).ConfigureAwait(false);
            await socket.SendAsync(query, time.Token).ConfigureAwait(false);
            var buffer = new byte[MaxDatagram];
            while (true)
            {
                int length = await socket.ReceiveAsync(buffer, time.Token).ConfigureAwait(false);
                try
                {
                    if (DnsWire.ReadResponse(buffer.AsMemory(0, length).ToArray(), query) is { } response)
                    {
                        return DnsReply.Of(response);
                    }
                }
                catch (TokenFormatException e)
                {
                    // A datagram with the right id and question that cannot be read may be a forgery sent beside the real answer, so wait
                    // on.
                    unreadable = $"the answer cannot be read: {e.Message}";
                }
            }
        }
        catch (Exception e) when (e is SocketException || OwnLack.Of(e) is not null)
        {
            return DnsReply.Failed(e);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return unreadable is null ? DnsReply.Failed(LookupOutcome.TimedOut) : DnsReply.Failed(LookupOutcome.Malformed, unreadable);
        }
    }
}

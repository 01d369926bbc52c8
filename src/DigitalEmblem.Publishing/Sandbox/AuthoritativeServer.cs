using DigitalEmblem.Discovery;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace DigitalEmblem.Publishing;

/// <summary>
/// A small authoritative DNS server over UDP and TCP, for tests, demonstrations and exercises on closed networks. It considers itself
/// responsible for every name, and does what the draft asks of servers: the whole IHLE set stands in the Additional section of an answer of
/// any type, or the answer is truncated (dns-02). Do not use it on the Internet, because it limits no client and signs nothing.
/// </summary>
public sealed class AuthoritativeServer : IAsyncDisposable
{
    private const ushort MinimumPayload = 512;
    private const int NegativeTtl = 5;

    // A lack of descriptors lasts. Without a pause, the loop would keep a processor busy.
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(10);

    private readonly Socket _udp;
    private readonly TcpListener _tcp;
    private readonly CancellationTokenSource _stop = new();
    private readonly SandboxRecords _records = new();
    private readonly bool _takesUpdates;
    private readonly Task _running;
    private int _stopped;
    private readonly ushort _ihle;

    private AuthoritativeServer(Socket udp, TcpListener tcp, int ihleType, bool takesUpdates)
    {
        _takesUpdates = takesUpdates;
        _udp = udp;
        _tcp = tcp;
        _ihle = (ushort)ihleType;
        EndPoint = (IPEndPoint)udp.LocalEndPoint!;
        _running = Task.WhenAll(Task.Run(ServeUdpAsync), Task.Run(ServeTcpAsync));
    }

    /// <summary>The address and port it listens on, UDP and TCP alike.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="endPoint">Where to listen; port 0 takes a free one.</param>
    /// <param name="ihleType">The record type's number for IHLE.</param>
    /// <param name="takesUpdates">
    /// Whether it takes dynamic updates (RFC 2136) from every client that reaches it, of any zone, signed or not: on
    /// loopback only.
    /// </param>
    /// <exception cref="ArgumentException">It would take updates from other machines.</exception>
    /// <exception cref="SocketException">The address is taken, or not this machine's.</exception>
    public static AuthoritativeServer Start(IPEndPoint endPoint, int ihleType = DnsEmblemSource.DefaultIhleType, bool takesUpdates = false)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        if (takesUpdates && !IPAddress.IsLoopback(endPoint.Address))
        {
            throw new ArgumentException("A server that takes updates from everybody listens on loopback only.", nameof(takesUpdates));
        }

        // UDP and TCP use the same free port. The port that UDP got may be in use for TCP, so try again.
        for (int attempt = 0; ; attempt++)
        {
            var udp = new Socket(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                udp.Bind(endPoint);
                var tcp = new TcpListener((IPEndPoint)udp.LocalEndPoint!);
                tcp.Start();
                return new AuthoritativeServer(udp, tcp, ihleType, takesUpdates);
            }
            catch (SocketException)
            {
                udp.Dispose();
                if (endPoint.Port != 0 || attempt == 10)
                {
                    throw;
                }
            }
        }
    }

    /// <summary>Publishes records at their name, in place of all that were there.</summary>
    /// <param name="records">The records.</param>
    public void Publish(PublishedRecords records)
    {
        ArgumentNullException.ThrowIfNull(records);
        _records.Set(records.Name, [.. records.OnTheWire()]);
    }

    /// <summary>Withdraws all records of a name; from then on it does not exist.</summary>
    /// <param name="name">The name.</param>
    public void Withdraw(DomainName name) => _records.Set(name, []);

    /// <summary>Stops the server and waits until it has; a second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
        {
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        _udp.Dispose();
        _tcp.Dispose();
        await _running.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task ServeUdpAsync()
    {
        var buffer = new byte[ushort.MaxValue];
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                SocketReceiveFromResult received = await _udp.ReceiveFromAsync(
                    buffer,
                    SocketFlags.None,
                    new IPEndPoint(EndPoint.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0),
                    _stop.Token).ConfigureAwait(false);
                if (Answer(buffer.AsMemory(0, received.ReceivedBytes).ToArray(), overTcp: false) is { } answer)
                {
                    await _udp.SendToAsync(answer, received.RemoteEndPoint, _stop.Token).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // The client closed its port before its answer came. Serve the next one.
            }
        }
    }

    private async Task ServeTcpAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                TcpClient client = await _tcp.AcceptTcpClientAsync(_stop.Token).ConfigureAwait(false);
                _ = ServeConnectionAsync(client);
            }
            catch (SocketException) when (!_stop.IsCancellationRequested)
            {
                // The client went away before it was served, or there is no free descriptor. Other clients may come later.
                await Task.Delay(AcceptPause).ConfigureAwait(false);
            }
            catch (Exception e)
                when (e is OperationCanceledException or ObjectDisposedException or SocketException or InvalidOperationException)
            {
                // The server was stopped. InvalidOperationException comes if it was stopped before the first client.
                return;
            }
        }
    }

    private async Task ServeConnectionAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                var length = new byte[2];
                while (true)
                {
                    using var idle = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                    idle.CancelAfter(TimeSpan.FromSeconds(10));
                    await stream.ReadExactlyAsync(length, idle.Token).ConfigureAwait(false);
                    var query = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
                    await stream.ReadExactlyAsync(query, idle.Token).ConfigureAwait(false);
                    if (Answer(query, overTcp: true) is not { } answer)
                    {
                        return;
                    }

                    await stream.WriteAsync(
                        (byte[])[(byte)(answer.Length >> 8), (byte)(answer.Length & 0xff), .. answer], idle.Token).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
            {
            }
        }
    }

    private byte[]? Answer(byte[] query, bool overTcp)
    {
        if (SandboxRecords.IsUpdate(query))
        {
            // An answer to an update may be the header alone (RFC 2136, 3.8).
            return [
                query[0], query[1], (byte)(0x80 | query[2] & 0x78), (byte)_records.Update(query, _takesUpdates), 0, 0, 0, 0, 0, 0, 0, 0];
        }

        if (DnsWire.ReadQuestion(query) is not var (name, type, end))
        {
            return null;
        }

        bool exists = DomainName.TryParse(name, out DomainName? owner) && _records.Exists(owner);
        (ushort Type, uint Ttl, byte[] Data)[] all = owner is null ? [] : [.. _records.Of(owner)];
        (ushort Type, uint Ttl, byte[] Data)[] answers = [.. all.Where(r => r.Type == type)];
        (ushort Type, uint Ttl, byte[] Data)[] additional = type == _ihle ? [] : [.. all.Where(r => r.Type == _ihle)];
        bool edns = query.Length > end && BinaryPrimitives.ReadUInt16BigEndian(query.AsSpan(10)) > 0;

        byte[] whole = Write(query, end, exists ? 0 : 3, answers, additional, edns, truncated: false);
        int most = overTcp ? ushort.MaxValue : edns ? DnsWire.EdnsPayload : MinimumPayload;
        return whole.Length <= most ? whole : Write(query, end, 0, [], [], edns, truncated: true);
    }

    private static byte[] Write(
        byte[] query,
        int questionEnd,
        int code,
        (ushort Type, uint Ttl, byte[] Data)[] answers,
        (ushort Type, uint Ttl, byte[] Data)[] additional,
        bool edns,
        bool truncated)
    {
        var bytes = new List<byte>(512);
        bool negative = answers.Length == 0 && !truncated;
        bytes.AddRange(query.AsSpan(0, 2));
        DnsWire.UInt16(bytes, 0x8400 | (query[2] & 1) << 8 | (truncated ? 0x0200 : 0) | code);
        DnsWire.UInt16(bytes, 1);
        DnsWire.UInt16(bytes, answers.Length);
        DnsWire.UInt16(bytes, negative ? 1 : 0);
        DnsWire.UInt16(bytes, additional.Length + (edns ? 1 : 0));
        bytes.AddRange(query.AsSpan(DnsWire.HeaderLength, questionEnd - DnsWire.HeaderLength));
        foreach ((ushort type, uint ttl, byte[] data) in answers)
        {
            Record(bytes, [0xc0, DnsWire.HeaderLength], type, ttl, data);
        }

        if (negative)
        {
            // The SOA of the root: its names are ".", its serial is 1, and its times say how long a negative answer may be kept.
            byte[] soa = [0, 0, 0, 0, 0, 1, 0, 0, 0, NegativeTtl, 0, 0, 0, NegativeTtl, 0, 0, 0, NegativeTtl, 0, 0, 0, NegativeTtl];
            Record(bytes, [0], DnsType.Soa, NegativeTtl, soa);
        }

        foreach ((ushort type, uint ttl, byte[] data) in additional)
        {
            Record(bytes, [0xc0, DnsWire.HeaderLength], type, ttl, data);
        }

        if (edns)
        {
            bytes.Add(0);
            DnsWire.UInt16(bytes, DnsType.Opt);
            DnsWire.UInt16(bytes, DnsWire.EdnsPayload);
            bytes.AddRange(new byte[6]);
        }

        return [.. bytes];
    }

    private static void Record(List<byte> bytes, ReadOnlySpan<byte> owner, ushort type, uint ttl, byte[] data)
    {
        bytes.AddRange(owner);
        DnsWire.UInt16(bytes, type);
        DnsWire.UInt16(bytes, DnsType.ClassIn);
        DnsWire.UInt16(bytes, (int)(ttl >> 16));
        DnsWire.UInt16(bytes, (int)(ttl & 0xffff));
        DnsWire.UInt16(bytes, data.Length);
        bytes.AddRange(data);
    }
}

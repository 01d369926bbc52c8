using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.Dns;

/// <summary>What a server speaks on its port.</summary>
[Flags]
internal enum Speaks
{
    Udp = 1,
    Tcp = 2,
    Tls = 4,

    /// <summary>HTTP/1.1 over TLS.</summary>
    Https = 8,
}

/// <summary>A DNS server that misbehaves in one way, over real sockets: each query gives the message to send, or null for silence. It
/// counts what it got.</summary>
internal sealed class LoopbackServer : IDisposable
{
    public const string ServerName = "resolver.example";

    private readonly CancellationTokenSource _stop = new();
    private readonly Func<byte[], bool, byte[]?> _answer;
    private readonly Speaks _speaks;
    private readonly Socket _udp;
    private readonly TcpListener _tcp;
    private readonly List<TcpClient> _open = [];
    private int _packets, _connections;

    /// <param name="answer">The message for a query; true over UDP.</param>
    /// <param name="speaks">What it speaks; whatever else is refused.</param>
    public LoopbackServer(Func<byte[], bool, byte[]?> answer, Speaks speaks = Speaks.Udp | Speaks.Tcp)
    {
        _answer = answer;
        _speaks = speaks;
        (_udp, _tcp) = LoopbackPorts.Bind();
        EndPoint = (IPEndPoint)_udp.LocalEndPoint!;
        if (speaks.HasFlag(Speaks.Udp))
        {
            _udp.ReceiveBufferSize = 1 << 20;
            _ = Task.Run(ServeUdpAsync);
        }
        else
        {
            _udp.Dispose();
        }

        if (speaks != Speaks.Udp)
        {
            _ = Task.Run(ServeConnectionsAsync);
        }
        else
        {
            _tcp.Dispose();
        }
    }

    /// <summary>A certificate for <see cref="ServerName"/> and the loopback address, which is its own root.</summary>
    public static X509Certificate2 Certificate { get; } = MakeCertificate();

    public IPEndPoint EndPoint { get; }

    /// <summary>The server as an exchange names it.</summary>
    public DnsServer Server => _speaks switch
    {
        Speaks.Tls => DnsServer.ParseTls($"{EndPoint}#{ServerName}"),
        Speaks.Https => DnsServer.ParseHttps($"https://{EndPoint}/dns-query"),
        _ => DnsServer.At(EndPoint, tcpOnly: _speaks == Speaks.Tcp),
    };

    /// <summary>After how many answers it closes a connection, without saying so before.</summary>
    public int AnswersPerConnection { get; init; } = int.MaxValue;

    /// <summary>Whether it then resets the connection, as a server does that ends without having read what else was asked.</summary>
    public bool Resets { get; init; }

    /// <summary>Over HTTPS, the status line and headers in place of those of a good answer.</summary>
    public string? HttpHead { get; init; }

    /// <summary>How many queries came.</summary>
    public int Packets => _packets;

    public int Connections => _connections;

    /// <summary>Closes all connections that are open, as for being idle.</summary>
    public void CloseConnections()
    {
        lock (_open)
        {
            _open.ForEach(c => c.Dispose());
            _open.Clear();
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _udp.Dispose();
        _tcp.Dispose();
        CloseConnections();
        _stop.Dispose();
    }

    private async Task ServeUdpAsync()
    {
        var buffer = new byte[4096];
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                SocketReceiveFromResult received = await _udp.ReceiveFromAsync(
                    buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
                Interlocked.Increment(ref _packets);
                if (_answer(buffer[..received.ReceivedBytes], true) is { } answer)
                {
                    await _udp.SendToAsync(answer, received.RemoteEndPoint, _stop.Token);
                }
            }
            catch (SocketException)
            {
                // A client that closed its port before its answer came.
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeConnectionsAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _tcp.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                lock (_open)
                {
                    _open.Add(client);
                }

                _ = ServeAsync(client);
            }
        }
        catch (Exception e)
            when (e is OperationCanceledException or ObjectDisposedException or SocketException or InvalidOperationException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream connection = client.GetStream();
                Stream stream = connection;
                if (!_speaks.HasFlag(Speaks.Tcp))
                {
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(Certificate);
                    stream = tls;
                }

                for (int answers = 0; answers < AnswersPerConnection;)
                {
                    byte[] query = _speaks == Speaks.Https ? await ReadHttpAsync(stream) : await ReadFramedAsync(stream);
                    Interlocked.Increment(ref _packets);
                    if (_answer(query, false) is { } answer)
                    {
                        await stream.WriteAsync(Frame(answer), _stop.Token);
                        answers++;
                    }
                }

                if (Resets)
                {
                    return;
                }

                // What still comes is read and thrown away: else the system resets the connection.
                client.Client.Shutdown(SocketShutdown.Send);
                while (await connection.ReadAsync(new byte[4096], _stop.Token) > 0)
                {
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or SocketException
                or System.Security.Authentication.AuthenticationException or InvalidOperationException)
            {
            }
        }
    }

    private byte[] Frame(byte[] answer) => _speaks == Speaks.Https
        ? [
            .. Encoding.ASCII.GetBytes(
                $"{HttpHead ?? "HTTP/1.1 200 OK\r\nContent-Type: application/dns-message"}\r\nContent-Length: {answer.Length}\r\n\r\n"),
            .. answer]
        : [(byte)(answer.Length >> 8), (byte)(answer.Length & 0xff), .. answer];

    private async Task<byte[]> ReadFramedAsync(Stream stream)
    {
        var length = new byte[2];
        await stream.ReadExactlyAsync(length, _stop.Token);
        var query = new byte[(length[0] << 8) | length[1]];
        await stream.ReadExactlyAsync(query, _stop.Token);
        return query;
    }

    private async Task<byte[]> ReadHttpAsync(Stream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || !head[^4..].SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            await stream.ReadExactlyAsync(one, _stop.Token);
            head.Add(one[0]);
        }

        string length = Encoding.ASCII.GetString([.. head]).Split("\r\n")
            .Single(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))[15..];
        var query = new byte[int.Parse(length, System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(query, _stop.Token);
        return query;
    }

    private static X509Certificate2 MakeCertificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={ServerName}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(ServerName);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}

using System.Net;
using System.Net.Sockets;

namespace DigitalEmblem.Issuer.Load;

/// <summary>Passes TCP connections on to a name server, byte for byte, and counts connections, updates and questions.</summary>
internal sealed class CountingRelay : IDisposable
{
    private const int OpcodeBits = 0x78, Update = 5 << 3;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _server;
    private int _connections, _updates, _questions;

    public CountingRelay(IPEndPoint server)
    {
        _server = server;
        _listener.Start();
        _ = ServeAsync();
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    public int Connections => Volatile.Read(ref _connections);

    public int Updates => Volatile.Read(ref _updates);

    public int Questions => Volatile.Read(ref _questions);

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref _connections);
                _ = PassAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The measurement is over.
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using (client)
        {
            using var server = new TcpClient { NoDelay = true };
            client.NoDelay = true;
            try
            {
                await server.ConnectAsync(_server);
                Task back = server.GetStream().CopyToAsync(client.GetStream());
                await CountAsync(client.GetStream(), server.GetStream());
                server.Client.Shutdown(SocketShutdown.Send);
                await back;
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                // One of them has closed it.
            }
        }
    }

    private async Task CountAsync(NetworkStream from, NetworkStream to)
    {
        var length = new byte[2];
        while (await from.ReadAtLeastAsync(length, 2, throwOnEndOfStream: false) == 2)
        {
            var message = new byte[(length[0] << 8) | length[1]];
            await from.ReadExactlyAsync(message);
            Interlocked.Increment(ref (message[2] & OpcodeBits) == Update ? ref _updates : ref _questions);
            await to.WriteAsync((byte[])[.. length, .. message]);
        }
    }
}

using System.Net;
using System.Net.Sockets;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;

/// <summary>A server below HTTP: it sends some bytes to anyone who connects, and closes.</summary>
internal sealed class RawServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    private RawServer()
    {
    }

    public string Url => $"http://{_listener.LocalEndpoint}";

    public static RawServer Start(byte[] sent)
    {
        var server = new RawServer();
        server._listener.Start();
        _ = server.ServeAsync(sent);
        return server;
    }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync(byte[] sent)
    {
        try
        {
            while (true)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync();
                await client.GetStream().WriteAsync(sent);
            }
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            // The test is over, or the client went.
        }
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DigitalEmblem.TestSupport.Servers;

/// <summary>
/// Ports of loopback that a test has for itself, for UDP and TCP. They are below those that Linux gives to clients (32768 and
/// up), and none is given twice in a process.
/// </summary>
internal static class LoopbackPorts
{
    private const int First = 20_000, Count = 12_000;

    // Test assemblies that run side by side begin at different places.
    private static int _next = Random.Shared.Next(Count);

    /// <summary>These ports as "first-last": a program that chooses ports by itself must be told to leave them.</summary>
    public static string Range { get; } = string.Create(CultureInfo.InvariantCulture, $"{First}-{First + Count - 1}");

    /// <summary>A port for a program that binds it by itself. Between this look and its start another program could still take the port:
    /// servers of a test's own process use <see cref="Bind"/>.</summary>
    public static int Free()
    {
        (Socket udp, TcpListener tcp) = Bind();
        using (udp)
        using (tcp)
        {
            return ((IPEndPoint)udp.LocalEndPoint!).Port;
        }
    }

    /// <summary>
    /// Both sockets of one port, bound, so that nobody else has it; the caller listens on what it serves and closes the other.
    /// </summary>
    public static (Socket Udp, TcpListener Tcp) Bind()
    {
        while (true)
        {
            var endPoint = new IPEndPoint(IPAddress.Loopback, First + (int)((uint)Interlocked.Increment(ref _next) % Count));
            var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            var tcp = new TcpListener(endPoint);
            try
            {
                udp.Bind(endPoint);
                tcp.Start(512);
                return (udp, tcp);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                udp.Dispose();
                tcp.Dispose();
            }
        }
    }
}

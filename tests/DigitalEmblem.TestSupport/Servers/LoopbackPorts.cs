using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DigitalEmblem.TestSupport.Servers;

/// <summary>
/// Ports of loopback that only one test uses, for UDP and TCP. They are below those that Linux gives to clients (32768 and up). A process
/// gives each only once, until the range is used up.
/// </summary>
internal static class LoopbackPorts
{
    private const int First = 20_000, Count = 12_000;

    // Start at a random port, because test assemblies run side by side.
    private static int _next = Random.Shared.Next(Count);

    /// <summary>These ports as "first-last": a program that chooses ports by itself must be told to leave them.</summary>
    public static string Range { get; } = string.Create(CultureInfo.InvariantCulture, $"{First}-{First + Count - 1}");

    /// <summary>A port for a program that binds it by itself. Another program could still take the port before that, so servers in the
    /// test's own process use <see cref="Bind"/> instead.</summary>
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
    /// Both sockets of one port, bound, so that no other program can take it. The caller closes a socket that it does not need.
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

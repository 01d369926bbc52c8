using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace DigitalEmblem.Issuer.Demo;

/// <summary>Finds the ports of the demo: those that its options name, or free ones if those are in use.</summary>
internal static class DemoPort
{
    private const int MostTries = 10;

    /// <summary>This port of loopback, or a free one if it is in use.</summary>
    /// <param name="port">The port; 0 for any.</param>
    /// <exception cref="IOException">None is free.</exception>
    public static int Free(int port)
    {
        foreach (int each in new[] { port, 0 })
        {
            using var listener = new TcpListener(IPAddress.Loopback, each);
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // The port is in use.
            }
        }

        throw new IOException("No port of loopback is free.");
    }

    /// <summary>Starts a service at free ports, and tries again if another program took one of them meanwhile.</summary>
    /// <param name="start">Looks for free ports, and starts the service there.</param>
    public static async Task<T> StartAsync<T>(Func<Task<T>> start)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return await start();
            }
            catch (IOException e) when (e.InnerException is AddressInUseException && tries < MostTries)
            {
                // Another program took the port. The next try finds it in use and takes another.
            }
        }
    }
}

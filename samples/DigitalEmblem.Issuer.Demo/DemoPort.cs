using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace DigitalEmblem.Issuer.Demo;

/// <summary>Where the demo listens: at the ports that its words name, and elsewhere when somebody has them.</summary>
internal static class DemoPort
{
    private const int MostTries = 10;

    /// <summary>That port of loopback, or a free one if somebody has it.</summary>
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
                // Taken.
            }
        }

        throw new IOException("No port of loopback is free.");
    }

    /// <summary>Starts what listens at free ports, and again when another program was quicker to take one.</summary>
    /// <param name="start">Looks for free ports, and starts it there.</param>
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
                // The next look finds it taken.
            }
        }
    }
}

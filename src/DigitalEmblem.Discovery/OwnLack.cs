using System.Net.Sockets;

namespace DigitalEmblem.Discovery;

/// <summary>Tells a lack of this computer from a failure of a server, because the two have different remedies.</summary>
internal static class OwnLack
{
    // errno on Linux and macOS: files and pipes fail with these numbers, where a socket says TooManyOpenSockets.
    private const int TooManyFilesInSystem = 23, TooManyFiles = 24;

    /// <summary>What this computer has too little of, and what to do; null if the fault is not of that kind.</summary>
    /// <param name="fault">What was thrown; the causes in it count too.</param>
    public static string? Of(Exception? fault)
    {
        for (Exception? e = fault; e is not null; e = e.InnerException)
        {
            if (e is SocketException { SocketErrorCode: SocketError.TooManyOpenSockets }
                or IOException { HResult: TooManyFiles or TooManyFilesInSystem })
            {
                return "this computer ran out of file descriptors, and the server was not asked: raise the limit (ulimit -n)";
            }

            // The platform's set-up for the first socket needs descriptors and a thread, and .NET does not try it again.
            if (e is TypeInitializationException { TypeName: var type } && type.StartsWith("System.Net.", StringComparison.Ordinal))
            {
                return "this computer has too few file descriptors or too little memory for any connection, and the server was not asked: "
                    + "raise the limits (ulimit -a)";
            }

            if (e is OutOfMemoryException or SocketException { SocketErrorCode: SocketError.NoBufferSpaceAvailable })
            {
                return "this computer ran out of memory for connections, and the server was not asked: "
                    + "end other programs, or ask for fewer names at once";
            }
        }

        return null;
    }
}

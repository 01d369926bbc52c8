using System.Net.Sockets;

namespace DigitalEmblem.Publishing;

/// <summary>
/// Connections over which a whole answer came, for the next update (RFC 7766, 6.2.1). Each carries one update at a time. Safe for
/// concurrent use.
/// </summary>
internal sealed class KeptConnections(TimeProvider clock) : IDisposable
{
    private const int Most = 8;

    // Servers close idle connections after a time that they do not tell; an update that is sent into that is one of unknown effect.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Stack<(NetworkStream Stream, long Since)> _idle = [];
    private bool _disposed;

    /// <summary>One that is still open; null for none. The caller disposes it, or has it kept again.</summary>
    public NetworkStream? Take()
    {
        lock (_gate)
        {
            while (_idle.TryPop(out (NetworkStream Stream, long Since) kept))
            {
                if (clock.GetElapsedTime(kept.Since) < Longest && IsOpen(kept.Stream.Socket))
                {
                    return kept.Stream;
                }

                kept.Stream.Dispose();
            }

            return null;
        }
    }

    /// <summary>Keeps one over which nothing is under way.</summary>
    public void Keep(NetworkStream stream)
    {
        lock (_gate)
        {
            if (!_disposed && _idle.Count < Most)
            {
                _idle.Push((stream, clock.GetTimestamp()));
                return;
            }
        }

        stream.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            while (_idle.TryPop(out (NetworkStream Stream, long Since) kept))
            {
                kept.Stream.Dispose();
            }
        }
    }

    // What can be read is the end, or an answer to no question.
    private static bool IsOpen(Socket socket)
    {
        try
        {
            return !socket.Poll(0, SelectMode.SelectRead);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

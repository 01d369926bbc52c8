namespace DigitalEmblem.Discovery;

/// <summary>
/// Whether a server is asked over UDP or at once over TCP. One that answers much of what it is asked over UDP with silence or "ask over
/// TCP" limits its rate, or has large answers: going on would cost a wait for each. It is then asked over TCP for a while, then over UDP
/// again, and for longer whenever that goes no better. Safe for concurrent use.
/// </summary>
internal sealed class TransportChoice
{
    public const int Window = 32;
    public const int ShortestWhile = 1000;
    public const int LongestWhile = 64_000;
    private const int TooMany = Window / 4;

    private readonly Lock _gate = new();
    private int _asked, _failed;
    private int _while = ShortestWhile;
    private volatile int _left;

    /// <summary>Whether the next question goes over TCP at once.</summary>
    public bool TcpFirst()
    {
        if (_left == 0)
        {
            return false;
        }

        lock (_gate)
        {
            if (_left == 0)
            {
                return false;
            }

            _left--;
            return true;
        }
    }

    /// <summary>Says how a question over UDP went.</summary>
    /// <param name="answered">Whether there was a whole answer.</param>
    public void UdpAnswered(bool answered)
    {
        lock (_gate)
        {
            _asked++;
            _failed += answered ? 0 : 1;
            if (_failed >= TooMany)
            {
                // Answers to questions from before the change come late. Count one change, not several: the span doubles only if none is
                // running.
                _while = _left > 0 ? _while : Math.Min(_while * 2, LongestWhile);
                _left = Math.Max(_left, _while);
                (_asked, _failed) = (0, 0);
            }
            else if (_asked == Window)
            {
                _while = Math.Max(_while / 2, ShortestWhile);
                (_asked, _failed) = (0, 0);
            }
        }
    }

    /// <summary>Says how a question over TCP went. Where it does not go there is nothing but UDP.</summary>
    /// <param name="answered">Whether there was a response.</param>
    public void TcpAnswered(bool answered)
    {
        if (!answered)
        {
            lock (_gate)
            {
                _left = 0;
            }
        }
    }
}

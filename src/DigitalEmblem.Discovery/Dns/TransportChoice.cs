namespace DigitalEmblem.Discovery;

/// <summary>
/// Whether a server is asked over UDP or at once over TCP. A server that answers many questions over UDP with silence or "ask over TCP"
/// limits its rate, or has large answers, and each such question would cost a wait. It is then asked over TCP for a while, and then over
/// UDP again. The while gets longer each time that UDP works no better. Safe for concurrent use.
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
                // Answers to questions from before the change come late. Count one change, not several: double _while only if it has ended.
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

    /// <summary>Says how a question over TCP went. If TCP does not work, only UDP is left.</summary>
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

namespace DigitalEmblem.Discovery;

/// <summary>
/// Spreads a number of questions a second evenly: each has its instant. At most a fiftieth of a second that was missed is made up for,
/// because timers need that much. Safe for concurrent use.
/// </summary>
internal sealed class RateLimit
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly double _interval;
    private readonly double _slack;
    private double _next;

    public RateLimit(int perSecond, TimeProvider clock)
    {
        _clock = clock;
        _interval = (double)clock.TimestampFrequency / perSecond;
        _slack = clock.TimestampFrequency / 50.0;
        _next = clock.GetTimestamp();
    }

    /// <summary>Waits for the next instant.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait = Next();
        return wait <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(wait, _clock, cancellationToken);
    }

    /// <summary>How long it is until the instant that is now taken.</summary>
    internal TimeSpan Next()
    {
        lock (_gate)
        {
            long now = _clock.GetTimestamp();
            double at = Math.Max(_next, now - _slack);
            _next = at + _interval;
            // Round up to whole milliseconds: a timer that fires early would exceed the allowed rate.
            return TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, at - now) * 1000 / _clock.TimestampFrequency));
        }
    }
}

namespace DigitalEmblem.Testing;

/// <summary>A clock that stands still until a test moves it. Its timers are the system's. Safe for concurrent use.</summary>
public sealed class FakeClock : TimeProvider
{
    private long _utcTicks;

    /// <summary>A clock.</summary>
    /// <param name="now">The instant that it shows.</param>
    public FakeClock(DateTimeOffset now) => Now = now;

    /// <summary>The instant that it shows, in UTC.</summary>
    public DateTimeOffset Now
    {
        get => new(Interlocked.Read(ref _utcTicks), TimeSpan.Zero);
        set => Interlocked.Exchange(ref _utcTicks, value.UtcTicks);
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now;

    /// <summary>Moves the clock.</summary>
    /// <param name="time">How far; a negative length moves it back.</param>
    public void Advance(TimeSpan time) => Interlocked.Add(ref _utcTicks, time.Ticks);
}

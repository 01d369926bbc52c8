namespace DigitalEmblem.Issuer.Drill;

/// <summary>The clock of a drill, which moves only when the drill moves it. Waits for answers of the network go by the real one.</summary>
internal sealed class DrillClock : TimeProvider
{
    private long _ticks;

    public DrillClock() => (Start, _ticks) = (System.GetUtcNow(), System.GetUtcNow().UtcTicks);

    /// <summary>When the drill began.</summary>
    public DateTimeOffset Start { get; }

    /// <summary>How much time has passed in the drill.</summary>
    public TimeSpan Passed => GetUtcNow() - Start;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    /// <summary>Lets time pass.</summary>
    public void Pass(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
}

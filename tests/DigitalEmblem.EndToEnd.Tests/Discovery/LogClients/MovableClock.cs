namespace DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;

/// <summary>Time that passes when it is told to.</summary>
internal sealed class MovableClock : TimeProvider
{
    private long _ticks = TimeSpan.TicksPerDay;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    public void Advance(TimeSpan by) => Interlocked.Add(ref _ticks, by.Ticks);
}

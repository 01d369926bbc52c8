namespace DigitalEmblem.Issuer.Storage;

/// <summary>
/// How many rows of a long list are changed in one transaction: as many as take about 50 milliseconds, because a withdrawal may wait
/// for one such change.
/// </summary>
/// <param name="first">How many rows the first change takes.</param>
/// <param name="fewest">How many a change takes at least, however slow the database is.</param>
/// <param name="most">How many a change takes at most.</param>
internal sealed class Pace(int first = 200, int fewest = 20, int most = 1000)
{
    private static readonly TimeSpan Aim = TimeSpan.FromMilliseconds(50);

    private TimeSpan _held;

    /// <summary>How many rows the next change takes.</summary>
    public int Count { get; private set; } = first;

    /// <summary>How long the last change had the database.</summary>
    public TimeSpan LastHeld => _held;

    /// <summary>Is told how long a change had the database.</summary>
    public void Held(TimeSpan held) => _held = held;

    /// <summary>Adapts to what the last change took.</summary>
    /// <param name="rows">How many rows it had.</param>
    public void Adapt(int rows)
    {
        int fitting = (int)Math.Clamp(rows * Aim / Max(_held, TimeSpan.FromMicroseconds(1)), fewest, most);
        // A small change says little about large ones, so do not grow by it.
        if (fitting < Count || rows >= Count)
        {
            Count = Math.Clamp(fitting, Math.Max(fewest, Count / 2), Math.Min(most, Count * 2));
        }
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}

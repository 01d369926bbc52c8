namespace DigitalEmblem.Discovery;

/// <summary>
/// How many questions a server may have under way at once: slowly more while it answers, half as many when it fails, refuses or is silent
/// (additive increase, multiplicative decrease). A few failures are the fault of names (broken zones fail at every resolver), so their
/// share among as many answers as were under way decides. Not safe for concurrent use.
/// </summary>
internal sealed class AdaptiveLimit(int most, bool adapts)
{
    public const int First = 128;
    public const int Step = 4;
    private const int SmallestWindow = 16;
    private const int BackOffAtPercent = 10, GrowUpToPercent = 5;

    private int _answers, _failures, _ignored;

    public int Value { get; private set; } = adapts ? Math.Min(First, most) : most;

    /// <summary>Says how a question went.</summary>
    /// <param name="answered">Whether the server answered it.</param>
    public void Add(bool answered)
    {
        if (!adapts)
        {
            return;
        }

        // Ignore questions that were under way when the limit fell: their results belong to the old limit.
        if (_ignored > 0)
        {
            _ignored--;
            return;
        }

        _answers++;
        _failures += answered ? 0 : 1;
        int window = Math.Max(Value, SmallestWindow);
        if (_failures * 100 > window * BackOffAtPercent)
        {
            (_ignored, _answers, _failures) = (Value, 0, 0);
            Value = Math.Max(1, Value / 2);
        }
        else if (_answers >= window)
        {
            Value = _failures * 100 <= window * GrowUpToPercent ? Math.Min(most, Value + Step) : Value;
            (_answers, _failures) = (0, 0);
        }
    }
}

namespace DigitalEmblem.Data;

/// <summary>Some of the data could not be read, so that nothing is stated about them. Read them as another user, or exclude them.</summary>
public sealed class DataUnreadableException : IOException
{
    /// <summary>For some things that could not be read.</summary>
    /// <param name="troubles">The first of them; at most 1,000.</param>
    /// <param name="count">How many there are in all.</param>
    public DataUnreadableException(IReadOnlyList<DataTrouble> troubles, long count)
        : base($"{count} {(count == 1 ? "entry" : "entries")} could not be read{(troubles is [var first, ..] ? $", '{first.Path}' among "
            + $"them: {first.Reason}" : "")}")
    {
        ArgumentNullException.ThrowIfNull(troubles);
        (Troubles, Count) = (troubles, count);
    }

    /// <summary>The first of them, in order.</summary>
    public IReadOnlyList<DataTrouble> Troubles { get; }

    /// <summary>How many there are.</summary>
    public long Count { get; }
}

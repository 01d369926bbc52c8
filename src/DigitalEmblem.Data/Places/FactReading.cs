namespace DigitalEmblem.Data;

/// <summary>What a checker has read of one fact of a place, without a look at the sign (data-emblem, outcomes).</summary>
public sealed record FactReading
{
    private FactReading(string name, string? value, bool isObserved, string? reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        (Name, Value, IsObserved, Reason) = (name, value, isObserved, reason);
    }

    /// <summary>The name of the fact.</summary>
    public string Name { get; }

    /// <summary>Its value; null if it could not be read.</summary>
    public string? Value { get; }

    /// <summary>Whether it came by a channel that ends at the host that the caller states.</summary>
    public bool IsObserved { get; }

    /// <summary>Why it was not observed, for a person: the end of a sentence; null if it was.</summary>
    public string? Reason { get; }

    /// <summary>
    /// It was read in this run, by a channel that ends at the host that the caller states: the kernel of a machine that the caller states
    /// to be that host, or a connection whose certificate was verified for exactly that name.
    /// </summary>
    /// <param name="name">The name of the fact.</param>
    /// <param name="value">Its value.</param>
    public static FactReading Observed(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new FactReading(name, value, isObserved: true, null);
    }

    /// <summary>Something said so, and nothing shows that it is the stated host.</summary>
    /// <param name="name">The name of the fact.</param>
    /// <param name="value">Its value.</param>
    /// <param name="reason">Why it is not observed: the end of a sentence, without a full stop.</param>
    public static FactReading Reported(string name, string value, string reason)
    {
        ArgumentNullException.ThrowIfNull(value);
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return new FactReading(name, value, isObserved: false, reason);
    }

    /// <summary>It could not be read.</summary>
    /// <param name="name">The name of the fact.</param>
    /// <param name="reason">Why: the end of a sentence, without a full stop.</param>
    public static FactReading Unread(string name, string reason)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return new FactReading(name, null, isObserved: false, reason);
    }
}

namespace DigitalEmblem.Discovery;

/// <summary>A step of following one log, as it ended.</summary>
internal sealed record LogStep
{
    public required TransparencyLog Log { get; init; }

    /// <summary>How far the log is followed now.</summary>
    public required LogProgress Progress { get; init; }

    /// <summary>How many entries were read and shown to be the log's.</summary>
    public ulong Read { get; init; }

    /// <summary>What was seen among them.</summary>
    public IReadOnlyList<LogSighting> Sightings { get; init; } = [];

    /// <summary>How many of them could not be read.</summary>
    public ulong UnreadableEntries { get; init; }

    /// <summary>The index of the first of those; null for none.</summary>
    public ulong? FirstUnreadable { get; init; }

    /// <summary>What kept the step from its end, as a clause about the log; null for nothing.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether there is more to read at once.</summary>
    public bool HasMore => Progress.Fault == LogFault.None && Progress.Behind > 0;
}

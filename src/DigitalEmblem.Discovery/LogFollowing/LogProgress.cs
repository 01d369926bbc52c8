namespace DigitalEmblem.Discovery;

/// <summary>
/// How far one log was followed, and what stands in the way: all that is kept between rounds. Its size does not grow with the log but by a
/// hash for each doubling.
/// </summary>
internal sealed record LogProgress
{
    /// <summary>The log.</summary>
    public required Sha256Digest LogId { get; init; }

    /// <summary>Since when it is followed.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The index to begin with; null to begin at the head that the log shows first.</summary>
    public ulong? From { get; init; }

    /// <summary>The tree up to the position; null until the log has answered for the first time.</summary>
    public MerkleFrontier? Frontier { get; init; }

    /// <summary>The largest head in whose tree the frontier was shown to lie; null as long as the frontier is.</summary>
    public SignedTreeHead? Head { get; init; }

    /// <summary>When the log signed the last head up to which all was read, by our clock at the latest; null for never.</summary>
    public DateTimeOffset? Reached { get; init; }

    /// <summary>
    /// A head that contradicts <see cref="Head"/>, the first one seen since the log was followed without a fault; null for none.
    /// </summary>
    public SignedTreeHead? Contradiction { get; init; }

    /// <summary>What kept the last step from its end.</summary>
    public LogFault Fault { get; init; }

    /// <summary>How many steps have failed since the last one that did not.</summary>
    public int Failures { get; init; }

    /// <summary>Until when the log is left alone; null for no time.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>How many entries could not be read, in all.</summary>
    public ulong UnreadableEntries { get; init; }

    /// <summary>The index of the next entry; null before the first answer.</summary>
    public ulong? Position => Frontier?.Size;

    /// <summary>How many entries of the last head are not read yet.</summary>
    public ulong Behind => Head is { } head && Frontier is { } frontier ? head.TreeSize - frontier.Size : 0;

    /// <summary>A log that was not followed before.</summary>
    public static LogProgress Begin(TransparencyLog log, DateTimeOffset now, ulong? from = null) =>
        new() { LogId = log.Id, Since = now, From = from };

    /// <summary>
    /// How long ago the log signed what was read last, if that is longer than a limit; null if nothing lags. A log that takes no more
    /// certificates does not lag once all of it was read, and one that has left service does not lag at all.
    /// </summary>
    /// <param name="log">The log, as the list has it now.</param>
    /// <param name="now">Now.</param>
    /// <param name="limit">The limit.</param>
    public TimeSpan? LagAt(TransparencyLog log, DateTimeOffset now, TimeSpan limit)
    {
        bool isOver = log.State == LogState.Retired || (FollowedLogs.HasEnded(log, now) && Reached is not null && Behind == 0);
        TimeSpan age = now - (Reached ?? Since);
        return !isOver && age > limit ? age : null;
    }
}

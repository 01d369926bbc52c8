namespace DigitalEmblem.Discovery;

/// <summary>
/// Reads the leaves of one log, of whichever kind. Faults of the log are <see cref="LogUnansweredException"/> and
/// <see cref="TokenFormatException"/>. Nothing that it delivers is believed but heads, which are signed.
/// </summary>
internal interface ILeafSource
{
    /// <summary>The log's head, verified.</summary>
    Task<SignedTreeHead> HeadAsync(CancellationToken cancellationToken);

    /// <summary>The leaves from an index on, in order: one or more, and none beyond an end.</summary>
    /// <param name="start">The first one.</param>
    /// <param name="end">The one before which to end; at most the size of the head.</param>
    /// <param name="head">The head that was read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<IReadOnlyList<FollowedLeaf>> LeavesAsync(ulong start, ulong end, SignedTreeHead head, CancellationToken cancellationToken);

    /// <summary>
    /// The frontier of the tree's first leaves, shown to lie in the tree of a head; null if what the log delivered does not show it.
    /// </summary>
    /// <param name="size">The number of leaves, at most those of the head.</param>
    /// <param name="head">The head.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<MerkleFrontier?> FrontierAsync(ulong size, SignedTreeHead head, CancellationToken cancellationToken);
}

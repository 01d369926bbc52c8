namespace DigitalEmblem.Data.Files;

/// <summary>How the files of a tree are hashed.</summary>
internal sealed record HashOptions
{
    /// <summary>How the tree is walked.</summary>
    internal WalkOptions Walk { get; init; } = new();

    /// <summary>
    /// Gives the digest of a file that need not be read, or null. It is asked for each file in the order of the walk, so that it may read a
    /// sorted state beside it; it needs <see cref="WalkOptions.WithStamps"/> to judge by.
    /// </summary>
    internal Func<WalkItem, Sha256Digest?>? Known { get; init; }

    /// <summary>How many threads hash.</summary>
    internal int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Counts what was done so far.</summary>
    internal HashProgress Progress { get; init; } = new();
}

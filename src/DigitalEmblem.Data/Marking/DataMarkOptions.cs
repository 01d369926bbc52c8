namespace DigitalEmblem.Data;

/// <summary>How data are marked.</summary>
public sealed record DataMarkOptions
{
    /// <summary>How long the sign is valid; more than zero. A copy of it cannot be withdrawn before.</summary>
    public required TimeSpan Lifetime { get; init; }

    /// <summary>Paths that are not covered, and all below them. The sign names them, because anything may lie there.</summary>
    public IReadOnlyCollection<EntryPath> Exclusions { get; init; } = [];

    /// <summary>Whether <c>DIGITAL-EMBLEM-NOTICE.txt</c> is written into the folder, for people who find the data.</summary>
    public bool WritesNotice { get; init; }

    /// <summary>
    /// For a marking: whether the folder is a volume, whose data only grow. Updates then add generations, and what is removed is no
    /// difference. An update goes on with the kind of sign that is there.
    /// </summary>
    public bool IsVolume { get; init; }

    /// <summary>
    /// With <see cref="IsVolume"/>: whether a volume that is there ends, and begins anew with generation 1. Its older manifests are
    /// removed, and generations that people have noted do not count any more.
    /// </summary>
    public bool BeginsAnew { get; init; }

    /// <summary>For an update: whether all files are read again, also those that seem to be as they were.</summary>
    public bool ReadsAll { get; init; }

    /// <summary>How many files are read at the same time; null for as many as there are processors.</summary>
    public int? Threads { get; init; }

    /// <summary>Is told several times a second how far the run is.</summary>
    public IProgress<DataProgress>? Progress { get; init; }
}

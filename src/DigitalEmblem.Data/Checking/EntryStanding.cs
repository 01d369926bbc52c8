namespace DigitalEmblem.Data;

/// <summary>How an entry stands with the manifest.</summary>
public enum EntryStanding
{
    /// <summary>It was read in this run, and is as the manifest lists it.</summary>
    Covered = 0,

    /// <summary>It is as listed, under a name that is equal only after Unicode normalization (form C).</summary>
    CoveredRenamed,

    /// <summary>It is listed and is different.</summary>
    Changed,

    /// <summary>It is listed and is not there.</summary>
    Missing,

    /// <summary>It is there and is not listed.</summary>
    New,

    /// <summary>It could not be read, or moved while it was read.</summary>
    Unreadable,

    /// <summary>It is there and, as the manifest says, not covered: a device, a pipe, another file system, or an excluded path.</summary>
    NotCovered,

    /// <summary>A generation of a volume lists it, and it is not there: it was pruned, which is no difference.</summary>
    NoLongerHeld,

    /// <summary>No generation of a volume that could be read lists it, and an older one, which could not be read, may.</summary>
    Undecided,
}

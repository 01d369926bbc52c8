namespace DigitalEmblem;

/// <summary>What the publisher of a log list makes of a log.</summary>
internal enum LogState
{
    /// <summary>The list says nothing: the log counts for nothing.</summary>
    None = 0,

    /// <summary>Not decided yet: counts for nothing.</summary>
    Pending,

    /// <summary>Accepted, and not yet known everywhere: counts.</summary>
    Qualified,

    /// <summary>Counts.</summary>
    Usable,

    /// <summary>Takes no more certificates: what it holds counts.</summary>
    ReadOnly,

    /// <summary>No longer trusted: counts for what it took before it was retired.</summary>
    Retired,

    /// <summary>Refused: counts for nothing.</summary>
    Rejected,
}

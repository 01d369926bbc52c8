namespace DigitalEmblem.Issuer.Domain;

/// <summary>
/// The steps after a key may be known to someone else, in their order. Each is done when the one after it is reached. The last three are
/// ends.
/// </summary>
internal enum CompromiseStep
{
    /// <summary>One person declared it, and the key is suspended. Next: a second person confirms it, or its time comes.</summary>
    Declared = 0,

    /// <summary>It is confirmed, and the key never signs again. Next: a new key.</summary>
    Stopped,

    /// <summary>There is a new key. Next: its endorsement, or its commitment if it is a root key, which needs people.</summary>
    NewKey,

    /// <summary>The new key is endorsed. Next: all emblems are signed again.</summary>
    Endorsed,

    /// <summary>All emblems are signed again. Next: all of them are published in the DNS.</summary>
    Reissued,

    /// <summary>The end: no record in the DNS depends on the old key any more.</summary>
    Republished,

    /// <summary>The end by decision: the sets that still rest on the old key were left, and expire.</summary>
    Left,

    /// <summary>The end before it was confirmed: it was taken back. The key stays suspended until it is resumed.</summary>
    TakenBack,
}

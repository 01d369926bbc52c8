namespace DigitalEmblem.Verifier;

/// <summary>
/// The five answers to "may I rely on it?". The default value means "could not find out", so that a forgotten case reads as that.
/// </summary>
public enum VerdictOutcome
{
    /// <summary>It could not be found out. Do not act on this as if it were "no".</summary>
    Indeterminate = 0,

    /// <summary>An emblem was shown, and it is what the policy asks for.</summary>
    Marked,

    /// <summary>No emblem was shown. This does not say that the asset is unprotected.</summary>
    NotMarked,

    /// <summary>Something was shown, and it is wrong.</summary>
    Invalid,

    /// <summary>What was shown is valid, but less than the policy asks for, or for another asset.</summary>
    NotAccepted,
}

namespace DigitalEmblem.Verifier;

/// <summary>The answer to "may I rely on it?", of which there are five. A forgotten case reads as "could not find out".</summary>
public enum VerdictOutcome
{
    /// <summary>It could not be found out. Nobody may act on this as if it were "no".</summary>
    Indeterminate = 0,

    /// <summary>An emblem was shown, and it is what the policy asks for.</summary>
    Marked,

    /// <summary>No emblem was shown. That is no statement that the asset is unprotected.</summary>
    NotMarked,

    /// <summary>Something was shown, and it is wrong.</summary>
    Invalid,

    /// <summary>What was shown is valid, but less than the policy asks for, or for another asset.</summary>
    NotAccepted,
}

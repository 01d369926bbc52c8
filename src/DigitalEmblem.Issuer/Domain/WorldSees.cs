namespace DigitalEmblem.Issuer.Domain;

/// <summary>What a resolver showed at a name.</summary>
internal enum WorldSees
{
    /// <summary>The watch has not looked yet.</summary>
    NotLooked = 0,

    /// <summary>An emblem that this service issued, and that our own verifier accepts.</summary>
    OurEmblem,

    /// <summary>No emblem.</summary>
    Nothing,

    /// <summary>Records about emblems, but no emblem of ours that our own verifier accepts.</summary>
    SomethingElse,

    /// <summary>The resolver gave no answer. This says nothing about the emblem.</summary>
    CouldNotLook,
}

namespace DigitalEmblem.Verifier;

/// <summary>What a token is in its set.</summary>
public enum TokenKind
{
    /// <summary>It could not be decoded.</summary>
    Undecodable = 0,

    /// <summary>An emblem.</summary>
    Emblem,

    /// <summary>An endorsement.</summary>
    Endorsement,
}

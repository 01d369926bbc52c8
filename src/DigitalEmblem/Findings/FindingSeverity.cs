namespace DigitalEmblem;

/// <summary>What a finding did to the result.</summary>
public enum FindingSeverity
{
    /// <summary>Nothing: worth knowing only.</summary>
    Note = 0,

    /// <summary>Nothing yet, but a validator or the publisher should look at it.</summary>
    Warning,

    /// <summary>It kept a token, a level or the whole set from being accepted, or a question from being answered.</summary>
    Failure,
}

namespace DigitalEmblem.TestSupport.AdemJs;

/// <summary>What the page of the ADEM authors shows for an answer of adem-js.</summary>
public enum AdemJsOutcome
{
    /// <summary>The emblem is invalid, or the answer cannot be read at all.</summary>
    Refused = 0,

    /// <summary>The emblem is valid, and an error is reported for another part of the set.</summary>
    MarkedWithErrors,

    /// <summary>The emblem is valid, and no error is reported.</summary>
    Accepted,
}

namespace DigitalEmblem;

/// <summary>What came of a check. The default is that it was not made.</summary>
public enum CheckOutcome
{
    /// <summary>It was not made, or could not be.</summary>
    NotMade = 0,

    /// <summary>It was made, and did not hold.</summary>
    Failed,

    /// <summary>It was made, and held.</summary>
    Held,
}

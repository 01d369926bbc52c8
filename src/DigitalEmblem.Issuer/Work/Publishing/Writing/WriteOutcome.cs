namespace DigitalEmblem.Issuer.Work.Publishing.Writing;

/// <summary>What writing into a zone came to.</summary>
internal enum WriteOutcome
{
    /// <summary>It was sent, and whether it took effect is not known.</summary>
    Unknown = 0,

    /// <summary>It is said to be done.</summary>
    Done,

    /// <summary>Other records are there than the plan was made from: nothing was changed.</summary>
    Changed,

    /// <summary>It is not taken, and would not be at the next try.</summary>
    Refused,

    /// <summary>Nobody was there who could take it: nothing was changed.</summary>
    NotReached,
}

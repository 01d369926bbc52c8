namespace DigitalEmblem.Data;

/// <summary>What a check found of one fact of a place (data-emblem, outcomes).</summary>
public enum FactStanding
{
    /// <summary>It could not be read.</summary>
    Unread = 0,

    /// <summary>Something said what it is, and nothing shows that it is the stated host: neither equal nor different.</summary>
    Reported,

    /// <summary>It was observed, and is not as the sign has it.</summary>
    Different,

    /// <summary>It was observed, and is as the sign has it.</summary>
    Equal,
}

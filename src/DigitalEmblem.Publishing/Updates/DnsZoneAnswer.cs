namespace DigitalEmblem.Publishing;

/// <summary>In which zone a name is, and which server takes its updates.</summary>
public sealed record DnsZoneAnswer
{
    /// <summary>
    /// Found; Absent if no name above it up to the top-level domain is said to have a zone; Unavailable if a question
    /// had no answer: then it is not known.
    /// </summary>
    public required SourceOutcome Outcome { get; init; }

    /// <summary>The name at the zone's apex; null unless found.</summary>
    public DomainName? Zone { get; init; }

    /// <summary>
    /// The zone's primary server as its SOA names it (MNAME); null if it names none. Some zones keep their true primary
    /// server hidden and name another one here.
    /// </summary>
    public DomainName? PrimaryServer { get; init; }

    /// <summary>Who was asked and how it went, in words: one entry an attempt.</summary>
    public IReadOnlyList<string> Attempts { get; init; } = [];

    /// <summary>Who could learn of the questions, in words: one entry a party.</summary>
    public IReadOnlyList<string> Exposure { get; init; } = [];
}

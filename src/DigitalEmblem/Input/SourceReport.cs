namespace DigitalEmblem;

/// <summary>What one source said about a name.</summary>
public sealed record SourceReport
{
    /// <summary>The source: <c>IHLE</c>, <c>TXT</c>, <c>well-known</c>.</summary>
    public required string Source { get; init; }

    /// <summary>What it came to.</summary>
    public required SourceOutcome Outcome { get; init; }

    /// <summary>How, in words: <c>4 records</c>, <c>the name does not exist</c>, <c>no answer in time</c>.</summary>
    public required string Detail { get; init; }

    /// <summary>Whether a trusted resolver validated the answer by DNSSEC; what it says of absence is then proven.</summary>
    public bool Authenticated { get; init; }

    /// <summary>The records found, in presentation form, for a person.</summary>
    public IReadOnlyList<string> Records { get; init; } = [];

    /// <summary>Who was asked, and how it went: one entry an attempt.</summary>
    public IReadOnlyList<string> Attempts { get; init; } = [];

    /// <summary>Who could learn of the question: one entry a party.</summary>
    public IReadOnlyList<string> Exposure { get; init; } = [];
}

namespace DigitalEmblem;

/// <summary>The words for a verdict, as they stand in a file.</summary>
internal sealed record LawFileSummary
{
    /// <summary>What the sign is for.</summary>
    public required string Line { get; init; }

    /// <summary>What the law demands.</summary>
    public required string Effect { get; init; }

    /// <summary>When that ends.</summary>
    public required string Limits { get; init; }

    /// <summary>The articles.</summary>
    public required string Sources { get; init; }

    /// <summary>The statements that the words rest on.</summary>
    public required IReadOnlyList<string> From { get; init; }
}

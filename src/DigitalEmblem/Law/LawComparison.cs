namespace DigitalEmblem;

/// <summary>A wording that a statement was compared with.</summary>
internal sealed record LawComparison
{
    /// <summary>The key of the reading.</summary>
    public required string Reading { get; init; }

    /// <summary>The day of the comparison.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The decisive words, as they stand there; null if the text has no such rule.</summary>
    public string? Words { get; init; }

    /// <summary>What was searched for, where the text has no such rule.</summary>
    public string? Searched { get; init; }
}

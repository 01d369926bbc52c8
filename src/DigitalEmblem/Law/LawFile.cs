namespace DigitalEmblem;

/// <summary>One file of <c>spec/law</c>: the statements on one sign and use, on all signs, or on data.</summary>
internal sealed record LawFile
{
    /// <summary>The name of the sign, of the file.</summary>
    public required string Sign { get; init; }

    /// <summary>The bit of the purpose; null if it is about no single sign.</summary>
    public required int? Purpose { get; init; }

    /// <summary>The language, as ISO 639-1 names it.</summary>
    public required string Language { get; init; }

    /// <summary>The words for a verdict; null if it is about no single sign.</summary>
    public LawFileSummary? Short { get; init; }

    /// <summary>The sentence beside every summary; in one file only.</summary>
    public string? Caveat { get; init; }

    /// <summary>The statements.</summary>
    public required IReadOnlyList<LawStatement> Statements { get; init; }
}

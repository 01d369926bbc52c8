namespace DigitalEmblem;

/// <summary>Where a rule stands: an article of a treaty, or a place in another document.</summary>
internal sealed record LawSource
{
    /// <summary>The treaty's short name, as in <c>treaties.json</c>; null if it is no treaty.</summary>
    public string? Treaty { get; init; }

    /// <summary>The annex, where it is one.</summary>
    public string? Annex { get; init; }

    /// <summary>The article; null for the whole, or a preamble.</summary>
    public string? Article { get; init; }

    /// <summary>The paragraph of the article.</summary>
    public string? Paragraph { get; init; }

    /// <summary>The other document.</summary>
    public string? Document { get; init; }

    /// <summary>The place in it.</summary>
    public string? Place { get; init; }

    /// <summary>As people cite it: "AP I 56(2)", "Rome Statute 8(2)(b)(ix)", "AP I Annex I of 1977 16".</summary>
    public override string ToString() => Document is not null
        ? Place is null ? Document : $"{Document}, {Place}"
        : string.Join(' ', ((string?[])[Treaty, AnnexInWords, Article + ParagraphInWords]).Where(part => !string.IsNullOrEmpty(part)));

    private string? AnnexInWords => Annex switch
    {
        null => null,
        "I" => "Annex I",
        "I (1977)" => "Annex I of 1977",
        _ => Annex,
    };

    // A paragraph of several steps is kept as 2(b)(ix).
    private string ParagraphInWords => Paragraph is null ? ""
        : Paragraph.IndexOf('(', StringComparison.Ordinal) is > 0 and var step ? $"({Paragraph[..step]}){Paragraph[step..]}"
        : $"({Paragraph})";
}

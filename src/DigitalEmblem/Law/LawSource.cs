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

    /// <summary>As people cite it: "AP I 56(2)".</summary>
    public override string ToString() => Document is not null
        ? Place is null ? Document : $"{Document}, {Place}"
        : string.Join(
            ' ',
            ((string?[])[Treaty, Annex is null ? null : $"Annex {Annex}", Paragraph is null ? Article : $"{Article}({Paragraph})"])
                .Where(part => !string.IsNullOrEmpty(part)));
}

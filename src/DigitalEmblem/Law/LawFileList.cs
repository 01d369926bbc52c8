namespace DigitalEmblem;

/// <summary><c>texts.json</c>: the version of the texts, and their files.</summary>
internal sealed record LawFileList
{
    /// <summary>The version.</summary>
    public required string LawTexts { get; init; }

    /// <summary>The files of statements.</summary>
    public required IReadOnlyList<string> Files { get; init; }
}

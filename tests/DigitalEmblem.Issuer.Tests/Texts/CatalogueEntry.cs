namespace DigitalEmblem.Issuer.Tests.Texts;

/// <summary>A sentence that is to be translated.</summary>
/// <param name="Code">Its English with numbered holes, or the code of a word (<c>AssetState.Marked</c>).</param>
/// <param name="IsCounting">Whether it has the plural forms of each language.</param>
/// <param name="Context">Where it stands, for translators: files, or what the word is.</param>
internal sealed record CatalogueEntry(string Code, bool IsCounting, string Context)
{
    private const char Tab = '\t';

    /// <summary>Reads a line of the catalogue.</summary>
    public static CatalogueEntry Parse(string line)
    {
        string[] parts = line.Split(Tab);
        return new CatalogueEntry(Unescape(parts[0]), parts[1] == "counts", parts[2]);
    }

    /// <summary>A line of the catalogue.</summary>
    public override string ToString() => string.Join(Tab, Escape(Code), IsCounting ? "counts" : "-", Context);

    private static string Escape(string text) => text.Replace(@"\", @"\\", StringComparison.Ordinal)
        .Replace("\n", @"\n", StringComparison.Ordinal).Replace("\t", @"\t", StringComparison.Ordinal);

    private static string Unescape(string text) => text.Replace(@"\t", "\t", StringComparison.Ordinal)
        .Replace(@"\n", "\n", StringComparison.Ordinal).Replace(@"\\", @"\", StringComparison.Ordinal);
}

using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Texts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DigitalEmblem.Issuer.Tests.Texts;

/// <summary>The list of all that is translated (<c>src/DigitalEmblem.Texts/sentences.en.tsv</c>).</summary>
internal static class Catalogue
{
    private const int MostPlaces = 3;

    /// <summary>The file.</summary>
    public static readonly string File = Path.Combine(Repository.Root, "src", "DigitalEmblem.Texts", "sentences.en.tsv");

    /// <summary>What the file says.</summary>
    public static IReadOnlyList<CatalogueEntry> Read() => [.. System.IO.File.ReadLines(File).Select(CatalogueEntry.Parse)];

    /// <summary>What the sources and the law say.</summary>
    public static IReadOnlyList<CatalogueEntry> OfSources()
    {
        List<CatalogueEntry> found = [.. Words(), .. Law()];
        foreach (SourceProject project in SourceProject.All)
        {
            CSharpCompilation compilation = project.Compile();
            foreach (SentenceReader reader in compilation.SyntaxTrees.AsParallel().AsOrdered().Select(tree =>
            {
                // The page itself, and not what is made of it.
                string file = tree.FilePath.Contains("_cshtml.g.cs", StringComparison.Ordinal)
                    ? Path.GetFileName(tree.FilePath).Replace("_cshtml.g.cs", ".cshtml", StringComparison.Ordinal)
                    : tree.FilePath.Replace('\\', '/');
                return SentenceReader.Of(compilation.GetSemanticModel(tree), $"{project.Name}/{file}");
            }))
            {
                found.AddRange(reader.Found);
            }
        }

        return [.. found.GroupBy(e => e.Code).OrderBy(g => g.Key, StringComparer.Ordinal).Select(Together)];
    }

    private static CatalogueEntry Together(IGrouping<string, CatalogueEntry> same)
    {
        string[] places = [.. same.Select(e => e.Context).Distinct().Order(StringComparer.Ordinal)];
        return new CatalogueEntry(
            same.Key,
            same.Any(e => e.IsCounting),
            string.Join(", ", places.Take(MostPlaces)) + (places.Length > MostPlaces ? ", …" : ""));
    }

    private static IEnumerable<CatalogueEntry> Words() =>
    [
        .. PurposeNames.All.Select(n => new CatalogueEntry(Word.CodeOf(PurposeWords.Type, n), false, "a purpose of an emblem")),
        .. EntityWords.All.Select(n => new CatalogueEntry(Word.CodeOf(EntityWords.Type, n), false, "a kind of thing that is kept")),
    ];

    private static IEnumerable<CatalogueEntry> Law()
    {
        Purposes[] each = [.. Enum.GetValues<Purposes>().Where(p => int.PopCount((int)p) == 1)];
        IEnumerable<string> brief = LawTexts.For(Purposes.All).SelectMany(s => new[] { s.Line, s.Effect, s.Limits })
            .Append(LawTexts.Caveat);
        IEnumerable<LawStatement> statements = each.SelectMany(LawTexts.StatementsOn).Concat(LawTexts.OnAllSigns).Concat(LawTexts.OnData);
        return
        [
            .. brief.Select(t => new CatalogueEntry(Sentence.OfText(t).Code, false, "law, in short")),
            .. statements.Select(s => new CatalogueEntry(
                Sentence.OfText(s.Text).Code, false, $"law, {s.Id}: {string.Join("; ", s.Sources)}")),
        ];
    }
}

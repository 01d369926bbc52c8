using DigitalEmblem.Texts;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Texts;

/// <summary>
/// The sentences that are translated are those that are said. If these fail, people read English, or a sentence with holes, in pages that
/// are said to be in their language.
/// </summary>
public class CatalogueTests
{
    /// <summary>Made anew with DIGITALEMBLEM_WRITE_TEXTS=1.</summary>
    [Fact]
    public void Catalogue_IsThatOfTheSources()
    {
        IReadOnlyList<CatalogueEntry> said = Catalogue.OfSources();
        if (Environment.GetEnvironmentVariable("DIGITALEMBLEM_WRITE_TEXTS") == "1")
        {
            File.WriteAllText(Catalogue.File, string.Concat(said.Select(e => $"{e}\n")));
        }

        // What changed, rather than two lists of a thousand.
        IReadOnlyList<CatalogueEntry> listed = Catalogue.Read();
        Assert.Empty(said.Except(listed).Select(e => $"not in the catalogue (DIGITALEMBLEM_WRITE_TEXTS=1 makes it): {e}"));
        Assert.Empty(listed.Except(said).Select(e => $"said nowhere any more: {e}"));
        Assert.Equal(said, listed);
    }

    /// <summary>A sentence on a page, one of a refusal, a finding, a verdict, a word and the law: each way of saying is found.</summary>
    [Theory]
    [InlineData("Nobody has declared that {0}. An officer does that first.", false)]
    [InlineData("No key {0} is at hand (--key adds one).", false)]
    [InlineData("The same token stands more than once; it counts once.", false)]
    [InlineData("expires in {0} days", true)]
    [InlineData("AssetState.Marked", false)]
    [InlineData("Purpose.civil-defence", false)]
    [InlineData("{0} and {1}", false)]
    [InlineData("Too many tries failed. Try again in {0} seconds; a passkey works at once.", true)]
    [InlineData("Sign in", false)]
    public void Catalogue_HasEachWayOfSaying(string code, bool counts) =>
        Assert.Equal(counts, Assert.Single(Catalogue.Read(), e => e.Code == code).IsCounting);

    [Fact]
    public void Catalogue_HasNoCodeThatLooksLikeAForm() => Assert.DoesNotContain(
        Catalogue.Read(),
        e => Enum.GetNames<PluralCategory>().Any(f => e.Code.EndsWith($"{Translations.Form}{f}", StringComparison.Ordinal)));

    /// <summary>A language is offered whole: each sentence, each form, with the holes of the English, and nothing else.</summary>
    [Fact]
    public void LanguagesThatAreOffered_HaveEachSentence()
    {
        IReadOnlyList<CatalogueEntry> catalogue = Catalogue.Read();
        Assert.All(Language.Spoken.Where(l => l != Language.English), language => Assert.Empty(FaultsOf(catalogue, language)));
    }

    /// <summary>A file of another language would never be read.</summary>
    [Fact]
    public void Files_AreOfOurLanguages() => Assert.All(
        Directory.EnumerateFiles(Path.GetDirectoryName(Catalogue.File)!, "Sentences.*.resx"),
        file => Assert.Contains(Language.All, l => Path.GetFileName(file) == $"Sentences.{l.Tag}.resx"));

    internal static IEnumerable<string> FaultsOf(IReadOnlyList<CatalogueEntry> catalogue, Language language)
    {
        Dictionary<string, string> there = ResxFile.Of(language.Tag).Read();
        var keys = catalogue.SelectMany(e => Translation.KeysOf(e, language.Culture).Select(k => (Key: k, Entry: e)))
            .ToDictionary(k => k.Key, k => k.Entry, StringComparer.Ordinal);
        return
        [
            .. keys.Keys.Where(k => !there.ContainsKey(k)).Select(k => $"{language.Tag} lacks: {k}"),
            .. there.Keys.Where(k => !keys.ContainsKey(k)).Select(k => $"{language.Tag} has an unknown one: {k}"),
            .. there.Where(t => keys.ContainsKey(t.Key)).Select(t => (t.Key, Fault: Translation.FaultOf(keys[t.Key], t.Key, t.Value)))
                .Where(t => t.Fault is not null).Select(t => $"{language.Tag}: {t.Key} {t.Fault}"),
        ];
    }
}

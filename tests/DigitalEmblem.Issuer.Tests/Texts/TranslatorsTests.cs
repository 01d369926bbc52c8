using System.Globalization;
using DigitalEmblem.Texts;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Texts;

/// <summary>What translators get and give back. If these fail, their work is lost, or lands under another sentence.</summary>
public class TranslatorsTests
{
    private static readonly CultureInfo Russian = CultureInfo.GetCultureInfo("ru");

    private const string Forms =
        """{"code":"{0} names of {1} are marked.","forms":{"One":"{0} имя {1}","Few":"{0} имени {1}","Many":"{0} имён {1}"}}""";

    private static readonly CatalogueEntry[] Two =
        [new("Hello, {0}.", false, "a page"), new("{0} names of {1} are marked.", true, "a page")];

    [Fact]
    public void Missing_NamesSentenceWithItsForms() => Assert.Equal(
        [
            """{"code":"Hello, {0}.","context":"a page"}""",
            """{"code":"{0} names of {1} are marked.","context":"a page","forms":{"One":"","Few":"","Many":""}}""",
        ],
        TranslatorLine.Missing(Two, Russian, new Dictionary<string, string>()));

    [Fact]
    public void Merge_KeepsWhatIsThere_AndDropsWhatIsGone()
    {
        var there = new Dictionary<string, string> { ["Gone."] = "x", ["Hello, {0}."] = "Привет, {0}." };
        Dictionary<string, string> merged = TranslatorLine.Merge(
            Two,
            Russian,
            there,
            [Forms]);
        Assert.Equal(4, merged.Count);
        Assert.Equal("Привет, {0}.", merged["Hello, {0}."]);
        Assert.Equal("{0} имени {1}", merged["{0} names of {1} are marked.#Few"]);
        Assert.Empty(TranslatorLine.Missing(Two, Russian, merged));
    }

    [Theory]
    [InlineData("""{"code":"Hello.","text":"x"}""", "unknown: Hello.")]
    [InlineData("""{"code":"Hello, {0}.","text":"Привет."}""", "lacks holes: {0}")]
    [InlineData("""{"code":"Hello, {0}.","text":"{0} {1}"}""", "has holes that the English has not: {1}")]
    [InlineData("""{"code":"Hello, {0}.","text":""}""", "is empty")]
    [InlineData("""{"code":"{0} names of {1} are marked.","forms":{"Two":"{0} {1}"}}""", "no form of this language")]
    [InlineData("""{"code":"{0} names of {1} are marked.","forms":{"One":"имя"}}""", "lacks holes")]
    public void Merge_LineThatDoesNotFit_IsNamed(string line, string fault) => Assert.Contains(
        fault,
        Assert.Throws<FormatException>(() => TranslatorLine.Merge(Two, Russian, new Dictionary<string, string>(), [line])).Message,
        StringComparison.Ordinal);

    /// <summary>
    /// No test, but what <c>tests/texts.sh</c> calls: DIGITALEMBLEM_TEXTS is "missing LANGUAGE FILE" or "merge LANGUAGE FILE".
    /// </summary>
    [Fact]
    public void Tool()
    {
        if (Environment.GetEnvironmentVariable("DIGITALEMBLEM_TEXTS") is not { Length: > 0 } call)
        {
            return;
        }

        string[] words = call.Split(' ', 3);
        CultureInfo culture = Language.All.Single(l => l.Tag == words[1]).Culture;
        ResxFile file = ResxFile.Of(words[1]);
        if (words[0] == "missing")
        {
            File.WriteAllLines(words[2], TranslatorLine.Missing(Catalogue.Read(), culture, file.Read()));
            return;
        }

        Assert.Equal("merge", words[0]);
        file.Write(TranslatorLine.Merge(Catalogue.Read(), culture, file.Read(), File.ReadLines(words[2])));
    }
}

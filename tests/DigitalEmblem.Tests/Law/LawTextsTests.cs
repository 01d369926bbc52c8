using System.Text.Json;
using System.Text.RegularExpressions;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Law;

/// <summary>
/// The words about the law that every verdict carries. If they claim more than the treaties say, they mislead people who decide on attacks,
/// and those who would be attacked.
/// </summary>
public partial class LawTextsTests
{
    private static readonly Purposes[] Each =
        [Purposes.Protective, Purposes.Indicative, Purposes.DangerousForces, Purposes.CivilDefence, Purposes.CulturalProperty];

    private static IEnumerable<LawStatement> Statements =>
        Each.SelectMany(LawTexts.StatementsOn).Concat(LawTexts.OnAllSigns).Concat(LawTexts.OnData);

    [Fact]
    public void Texts_AreThoseOfTheRepository()
    {
        using JsonDocument list = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "spec", "law", "texts.json")));
        Assert.Equal(list.RootElement.GetProperty("lawTexts").GetString(), LawTexts.Version);
        IEnumerable<string> files = list.RootElement.GetProperty("files").EnumerateArray().Select(f => f.GetString()!);
        Assert.Equal(
            files.SelectMany(f => IdsOf(Path.Combine(Repository.Root, "spec", "law", f))).Order(StringComparer.Ordinal),
            Statements.Select(s => s.Id).Order(StringComparer.Ordinal));
    }

    /// <summary>A treaty without its languages would be shown as authentic in none.</summary>
    [Fact]
    public void EachTreaty_HasItsAuthenticLanguages()
    {
        using JsonDocument list = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, "spec", "law", "treaties.json")));
        Assert.Equal(
            list.RootElement.GetProperty("treaties").EnumerateArray().Select(t => t.GetProperty("short").GetString()!),
            TreatyLanguages.Known);
    }

    /// <summary>Those who read Arabic must learn that no Arabic text of 1949 or 1954 binds a State.</summary>
    [Theory]
    [InlineData("GC I", "fr", true)]
    [InlineData("GC I", "es", false)]
    [InlineData("Hague 1954", "ru", true)]
    [InlineData("Hague 1954", "ar", false)]
    [InlineData("AP I", "zh", true)]
    public void Statement_IsAuthenticInTheLanguagesOfItsTreaty(string treaty, string language, bool expected)
    {
        LawStatement one = Statements.First(s => s.Sources.All(c => c.Treaty == treaty));
        Assert.Equal(expected, one.IsAuthenticIn(language));
    }

    [Fact]
    public void For_EachCombinationOfPurposes_HasOneSummaryAPurposeInOrder()
    {
        for (int bits = 0; bits <= (int)Purposes.All; bits++)
        {
            Assert.Equal(
                Each.Where(p => ((Purposes)bits & p) != 0), LawTexts.For((Purposes)bits).Select(s => s.Purpose));
            Assert.Equal(PurposeNames.Of((Purposes)bits), LawTexts.For((Purposes)bits).Select(s => s.Name));
        }
    }

    /// <summary>
    /// A reader of the first line alone must not take a sign of affiliation for one of protection, nor for the absence of it.
    /// </summary>
    [Fact]
    public void Indicative_FirstLine_SaysThatItIsNoSignOfProtection_AndThatOtherRulesMayProtect() => Assert.StartsWith(
        "indicative use: a sign of affiliation, not itself a sign of protection; other rules may protect it",
        Assert.Single(LawTexts.For(Purposes.Indicative)).Line,
        StringComparison.Ordinal);

    [Fact]
    public void CulturalProperty_SaysThatTheRegimeIsNotStated()
    {
        LawSummary sign = Assert.Single(LawTexts.For(Purposes.CulturalProperty));
        Assert.Contains("not state", sign.Line, StringComparison.Ordinal);
        Assert.All((string[])["general", "special", "enhanced"], r => Assert.Contains(r, sign.Limits, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Words_Any_NeverSayThatSomethingIsOrIsNotProtected() => Assert.All(
        LawTexts.For(Purposes.All).SelectMany(s => (string[])[s.Line, s.Effect, s.Limits])
            .Concat(Statements.Select(s => s.Text)).Append(LawTexts.Caveat),
        text => Assert.DoesNotMatch(Overclaim(), Exception().Replace(text, "")));

    [Theory]
    [InlineData(nameof(LawReader.Commander))]
    [InlineData(nameof(LawReader.Operator))]
    [InlineData(nameof(LawReader.Issuer))]
    [InlineData(nameof(LawReader.Lawyer))]
    public void Order_OfEachReader_HasTheSameStatements_TheReadersOwnFirst(string reader)
    {
        LawReader who = Enum.Parse<LawReader>(reader);
        Assert.All(Each.Select(LawTexts.StatementsOn), all =>
        {
            IReadOnlyList<LawStatement> ordered = LawOrder.Of(all, who);
            Assert.Equal(all.Select(s => s.Id).Order(StringComparer.Ordinal), ordered.Select(s => s.Id).Order(StringComparer.Ordinal));
            Assert.DoesNotContain(ordered.SkipWhile(s => s.For.Contains(who)), s => s.For.Contains(who));
        });
    }

    [Fact]
    public void Sources_AreCitedAsPeopleCiteThem()
    {
        Assert.Equal("AP I 56(2)", new LawSource { Treaty = "AP I", Article = "56", Paragraph = "2" }.ToString());
        Assert.Equal("AP I Annex I 17(1)", new LawSource { Treaty = "AP I", Annex = "I", Article = "17", Paragraph = "1" }.ToString());
        Assert.Equal(
            "Rome Statute 8(2)(b)(ix)", new LawSource { Treaty = "Rome Statute", Article = "8", Paragraph = "2(b)(ix)" }.ToString());
        Assert.Equal("Resolution 2, OP 6", new LawSource { Document = "Resolution 2", Place = "OP 6" }.ToString());
    }

    private static IEnumerable<string> IdsOf(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        return [.. document.RootElement.GetProperty("statements").EnumerateArray().Select(s => s.GetProperty("id").GetString()!)];
    }

    [GeneratedRegex("(is|are|remains) (un|not )?protected|guarantee", RegexOptions.IgnoreCase)]
    private static partial Regex Overclaim();

    [GeneratedRegex("no statement that [^.]*? is unprotected", RegexOptions.IgnoreCase)]
    private static partial Regex Exception();
}

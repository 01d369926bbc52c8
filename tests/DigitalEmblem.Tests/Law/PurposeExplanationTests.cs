using System.Text.RegularExpressions;
using Xunit;

namespace DigitalEmblem.Tests.Law;

/// <summary>Words about the law that claim more than was checked mislead people who decide on attacks, and those who would be attacked.</summary>
public partial class PurposeExplanationTests
{
    private static IEnumerable<string> Texts(PurposeExplanation p) => [p.Sign, p.Meaning, p.Concerns, p.Articles, p.AuthorisedBy, p.Limits];

    [Fact]
    public void All_FiveBits_EachOnceAndInOrder()
    {
        Assert.Equal([1, 2, 4, 8, 16], PurposeExplanation.All.Select(p => (int)p.Purpose));
        Assert.Equal(5, PurposeExplanation.For(Purposes.All).Count);
        Assert.Empty(PurposeExplanation.For(Purposes.None));
        Assert.Equal("protective, cultural-property", PurposeExplanation.NamesOf(Purposes.Protective | Purposes.CulturalProperty));
    }

    [Fact]
    public void Names_EachPurpose_RoundTrip()
    {
        Assert.All(PurposeExplanation.All, p => Assert.True(PurposeExplanation.TryParseName(p.Name, out Purposes read) && read == p.Purpose));
        Assert.False(PurposeExplanation.TryParseName("Protective", out _));
        Assert.False(PurposeExplanation.TryParseName(null, out _));
    }

    [Fact]
    public void Texts_Any_NeverSayThatSomethingIsProtected()
    {
        foreach (string text in PurposeExplanation.All.SelectMany(Texts).Concat(PurposeExplanation.Caveats))
        {
            Assert.DoesNotMatch(Overclaim(), text);
            Assert.EndsWith(".", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Meaning_EachPurpose_IsOneLine() => Assert.All(PurposeExplanation.All, p => Assert.DoesNotContain('\n', p.Meaning));

    [Fact]
    public void Indicative_SaysThatItGivesNoProtection() =>
        Assert.Contains("no protection", PurposeExplanation.For(Purposes.Indicative)[0].Meaning, StringComparison.Ordinal);

    [Fact]
    public void CulturalProperty_SaysThatTheRegimeIsNotStated() =>
        Assert.Contains("regime not stated", PurposeExplanation.For(Purposes.CulturalProperty)[0].Meaning, StringComparison.Ordinal);

    /// <summary>Articles that were checked against their wording or an official commentary; every sentence that names another one sends the reader to the treaty.</summary>
    [Fact]
    public void Articles_NotChecked_SendTheReaderToTheTreaty()
    {
        string[] checkedArticles = ["I 44", "Annex I 1", "Annex I 16", "Annex I 17", "65", "16 and 17", "56(2)"];
        foreach (string sentence in PurposeExplanation.All.SelectMany(p => Texts(p)).SelectMany(t => t.Split(". ")))
        {
            bool names = Citation().IsMatch(sentence);
            bool known = checkedArticles.Any(a => sentence.Contains(a, StringComparison.Ordinal));
            Assert.True(!names || known || sentence.Contains("(see the treaty)", StringComparison.Ordinal), sentence);
        }
    }

    [GeneratedRegex("(is|are) protected|guarantee", RegexOptions.IgnoreCase)]
    private static partial Regex Overclaim();

    [GeneratedRegex(@"\b(GC|AP|Convention|Protocol)\b.*\d")]
    private static partial Regex Citation();
}

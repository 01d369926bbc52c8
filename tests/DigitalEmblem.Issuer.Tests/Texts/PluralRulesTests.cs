using System.Globalization;
using System.Text.Json;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Texts;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Texts;

/// <summary>Our plural rules are those of CLDR. If these fail, numbers stand before the wrong form of a word.</summary>
public class PluralRulesTests
{
    private static readonly JsonElement Cldr = JsonDocument.Parse(File.ReadAllBytes(
        Path.Combine(Repository.Root, "tests", "DigitalEmblem.Issuer.Tests", "Texts", "cldr", "plurals.json"))).RootElement;

    private static readonly long[] Numbers =
    [
        .. Enumerable.Range(0, 2_201).Select(n => (long)n),
        .. Enumerable.Range(1, 9).SelectMany(n => Enumerable.Range(3, 15).Select(e => n * (long)Math.Pow(10, e))),
        .. Enumerable.Range(0, 130).Select(n => 1_000_000L + n),
        long.MaxValue,
    ];

    public static TheoryData<string> Tags => [.. Language.All.Select(l => l.Tag)];

    [Theory]
    [MemberData(nameof(Tags))]
    public void Form_OfEachNumber_IsThatOfCldr(string tag)
    {
        CultureInfo culture = CultureInfo.GetCultureInfo(tag);
        List<(PluralCategory Form, CldrRule Rule)> rules = Rules(tag);
        Assert.All(Numbers, n => Assert.Equal(rules.First(r => r.Rule.Holds(n)).Form, PluralRules.Of(culture, n)));
    }

    [Theory]
    [MemberData(nameof(Tags))]
    public void Form_OfEachNumberThatCldrNames_IsThatOfCldr(string tag)
    {
        CultureInfo culture = CultureInfo.GetCultureInfo(tag);
        Assert.All(Rules(tag), r => Assert.All(r.Rule.Samples, n => Assert.Equal(r.Form, PluralRules.Of(culture, n))));
    }

    /// <summary>Translators are asked for the forms that whole numbers have, and for no other.</summary>
    [Theory]
    [MemberData(nameof(Tags))]
    public void FormsOfLanguage_AreThoseOfWholeNumbers(string tag) => Assert.Equal(
        Rules(tag).Where(r => r.Rule.Samples.Count > 0).Select(r => r.Form).Order(),
        PluralRules.FormsOf(CultureInfo.GetCultureInfo(tag)).Order());

    private static List<(PluralCategory Form, CldrRule Rule)> Rules(string tag) =>
    [
        .. Cldr.GetProperty("rules").GetProperty(tag).EnumerateObject().Select(r => (
            Enum.Parse<PluralCategory>(r.Name["pluralRule-count-".Length..], ignoreCase: true), CldrRule.Parse(r.Value.GetString()!))),
    ];
}

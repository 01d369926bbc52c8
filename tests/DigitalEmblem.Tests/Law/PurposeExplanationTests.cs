using System.Text.RegularExpressions;
using Xunit;

namespace DigitalEmblem.Tests.Law;

/// <summary>
/// Words about the law that claim more than was checked mislead people who decide on attacks, and those who would be attacked.
/// </summary>
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
        Assert.All(
            PurposeExplanation.All, p => Assert.True(PurposeExplanation.TryParseName(p.Name, out Purposes read) && read == p.Purpose));
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

    /// <summary>
    /// Every sentence that does not send the reader to the treaty, with the provision or fact that it rests on and that was
    /// checked (against the wording, or an official commentary). A new flat sentence, or one changed, fails until someone has
    /// checked it and says here what it rests on.
    /// </summary>
    private static readonly Dictionary<string, string> Checked = new(StringComparer.Ordinal)
    {
        ["Geneva Convention I 44; Additional Protocol I, Annex I 1."] = "itself: articles that were checked",
        ["The ICRC and the IFRC in their own right (GC I 44)."] = "GC I 44(3)",
        ["The same signs, small (GC I 44)."] = "GC I 44",
        ["Shows a link with the Red Cross and Red Crescent Movement only; it gives no protection under the Conventions."] = "GC I 44",
        ["People and things of the Movement (GC I 44)."] = "GC I 44",
        ["Geneva Convention I 44, paragraphs 2 to 4."] = "itself: articles that were checked",
        ["Says nothing of protection under the Conventions (GC I 44)."] = "GC I 44",
        ["Three bright orange circles of equal size on one axis, one radius apart (AP I, Annex I 17)."] = "Annex I 17",
        ["Additional Protocol I, Annex I 17 (16 in the text of 1977)."] = "itself: articles that were checked",
        ["A blue equilateral triangle on an orange ground (AP I, Annex I 16)."] = "Annex I 16",
        ["Additional Protocol I 65; Annex I 16."] = "itself: articles that were checked",
        ["Ends for acts harmful to the enemy outside proper tasks, after a warning with a time limit has gone unheeded (AP I 65)."] =
            "AP I 65",
        ["A blue and white shield: one for general, three for special protection; one with a detached red outline for enhanced protection."]
            = "Hague 16, 17(1)-(2); the sign of enhanced protection",
        ["Shown for cultural property, regime not stated: the emblem does not say whether general, special or "
            + "enhanced protection is meant."]
            = "the drafts: one bit for three regimes",
        ["Hague Convention of 1954, 16 and 17(1)-(2)."] = "itself: articles that were checked",
        ["The sign does not create the protection; the law does, and it holds for the unmarked as well."] = "Annex I 1(2), GC I 44",
        ["That no emblem was found does not mean that nothing protects the asset."] = "follows from the one above",
        ["What is marked is a name and the services associated with it, not the machines behind its addresses."] =
            "the drafts: what a name marks",
        ["A treaty binds the States that are party to it; not every State is party to AP I, AP III or the Second Protocol of 1999."] =
            "the parties to these treaties",
        ["Articles of Annex I are numbered as in its present text; Jordan and Sweden kept that of 1977, where the numbers differ."] =
            "the texts of Annex I in force",
        ["No text known to us recognises a digital emblem as binding law yet."] = "what was read, and says no more",
        ["AP I, Annex I 1(4), invites the parties to agree on further signals."] = "Annex I 1(4)",
        ["Whether an armed conflict exists, and which rules apply, no program can know."] = "no statement of law",
        ["Misuse of the signs is to be prevented and punished at all times (GC I 53-54)."] = "GC I 53, 54",
    };

    private static IEnumerable<string> Sentences =>
        PurposeExplanation.All.SelectMany(Texts).Concat(PurposeExplanation.Caveats).SelectMany(t => SentenceEnd().Split(t));

    [Fact]
    public void Sentences_NotChecked_SendTheReaderToTheTreaty() =>
        Assert.All(Sentences, s => Assert.True(s.EndsWith("(see the treaty).", StringComparison.Ordinal) || Checked.ContainsKey(s), s));

    [Fact]
    public void Sentences_Checked_AreStillSaid() => Assert.Empty(Checked.Keys.Except(Sentences, StringComparer.Ordinal));

    [GeneratedRegex("(is|are) protected|guarantee", RegexOptions.IgnoreCase)]
    private static partial Regex Overclaim();

    [GeneratedRegex(@"(?<=\.) ")]
    private static partial Regex SentenceEnd();
}

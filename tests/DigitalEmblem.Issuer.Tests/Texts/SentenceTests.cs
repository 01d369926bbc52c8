using System.Globalization;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Texts;

/// <summary>Sentences, stored and read again. If these fail, alerts of last week say something else, or a page fails on them.</summary>
public class SentenceTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private static IReadOnlyList<Sentence> All =>
    [
        Sentence.Of($"Plain, with {"{braces}"} and \"quotes\"."),
        Sentence.Of($"{"a person's own words"}"),
        Sentence.Of($"{At:u}, {TimeSpan.FromHours(3)}, {1.5:0.0}, {42}, {AssetState.Marked}, {DomainName.Parse("a.example")}."),
        Sentence.Of($"In it: {Sentence.Of($"another, of {AccessRoles.Officer | AccessRoles.Auditor}")}."),
        Sentence.Counting(1, $"{1} name.", $"{1} names."),
        Sentence.Counting(7, $"{7} name.", $"{7} names."),
        Sentence.List(["a", Sentence.Of($"b {3}"), 4], ListForm.And),
        Sentence.Lines([Sentence.Of($"one"), Sentence.Of($"two")]),
        Sentence.Of($"{StoredSentence.Write(Sentence.Of($"looks {1} stored"))}"),
    ];

    /// <summary>"1 request by key K since T": the time must not be said where the key stands.</summary>
    [Theory]
    [InlineData(1, "One at b, of {a}, first c.")]
    [InlineData(2, "2 of a at b.")]
    public void EnglishOfOne_MayHaveOtherHoles(int count, string expected)
    {
        Sentence said = Sentence.Counting(count, $"One at {"b"}, of {{{"a"}}}, first {"c"}.", $"{count} of {"a"} at {"b"}.");
        Assert.Equal(expected, said.ToString());
        Assert.Equal("{0} of {1} at {2}.", said.Code);
        Assert.Equal(expected, StoredSentence.Read(StoredSentence.Write(said)).ToString());
    }

    [Fact]
    public void Stored_IsReadAsTheSame() => Assert.All(All, said =>
    {
        Sentence read = StoredSentence.Read(StoredSentence.Write(said));
        Assert.Equal(said, read);
        Assert.Equal(said.ToString(), read.ToString());
        Assert.Equal(said.Count, read.Count);
    });

    /// <summary>Texts that an earlier version stored, and what a stranger could put into the database.</summary>
    [Theory]
    [InlineData("The name server does not answer.")]
    [InlineData("")]
    [InlineData("{0} {")]
    [InlineData("{\"say\":")]
    [InlineData("{\"say\":5,\"with\":[]}")]
    [InlineData("{\"say\":\"{0} {1}\",\"with\":[\"x\"]}")]
    [InlineData("{\"say\":\"{\",\"with\":[]}")]
    [InlineData("{\"say\":\"x\",\"with\":[{\"secret\":\"y\"}]}")]
    [InlineData("{\"say\":\"x\",\"with\":[{}]}")]
    [InlineData("{\"say\":\"{0}\",\"with\":[{\"at\":\"yesterday\"}]}")]
    public void TextThatIsNoStoredSentence_IsShownAsItIs(string stored) => Assert.Equal(stored, StoredSentence.Read(stored).ToString());

    [Fact]
    public void SentencesInSentences_AreBounded()
    {
        Sentence deep = Sentence.Of($"x");
        for (int i = 0; i < 10_000; i++)
        {
            deep = Sentence.Of($"{deep}");
            if (i % 100 == 0)
            {
                deep = StoredSentence.Bounded(deep, 4_000);
            }
        }

        Assert.Equal("x", StoredSentence.Read(StoredSentence.Write(StoredSentence.Bounded(deep, 4_000))).ToString());
    }

    [Fact]
    public void LongSentence_IsCutAsText()
    {
        Sentence bounded = StoredSentence.Bounded(Sentence.Of($"{new string('a', 5_000)} and more"), 1_000);
        Assert.Equal(new string('a', 1_000), bounded.ToString());
    }

    [Theory]
    [InlineData((int)ListForm.Commas, "a, b, c")]
    [InlineData((int)ListForm.And, "a, b and c")]
    [InlineData((int)ListForm.Semicolons, "a; b; c")]
    public void List_IsEnglish(int form, string expected) =>
        Assert.Equal(expected, Sentence.List(["a", "b", "c"], (ListForm)form).ToString());

    [Fact]
    public void AlertOfManyEvents_KeepsTheNewest()
    {
        Alert alert = Alert.Raise(AlertKind.AccessChanged, "olga", Sentence.Of($"event {0}"), null, At);
        for (int i = 1; i <= 50; i++)
        {
            alert.Add(Sentence.Of($"event {i}"), At);
        }

        string[] lines = alert.Text.ToString().Split('\n');
        Assert.Equal(["event 50", "event 49"], lines.Take(2));
        Assert.Equal(10, lines.Length);
    }

    /// <summary>A library that knows no sentences is said with the same words.</summary>
    [Fact]
    public void Finding_IsSaidBySentence()
    {
        DomainName name = DomainName.Parse("a.example");
        Finding finding = Finding.Failure(FindingCode.Malformed, FindingText.Of($"At {name}: {FindingText.Of($"item {3}")}."), "x");
        Assert.Equal(("At {0}: {1}.", "At a.example: item 3."), (finding.Format, finding.Message));
        Assert.Equal(finding.Message, Sentence.OfFormat(finding.Format, finding.Arguments).ToString());
    }

    [Fact]
    public void AccentedEnglish_IsLongerInBrackets_WithItsHoles()
    {
        string text = Sentence.Of($"Nobody has declared that {"it"} is so.").In(CultureInfo.GetCultureInfo(PseudoLanguage.Accented));
        Assert.StartsWith("[Ñóbódý háš đéçláréđ"[..8], text, StringComparison.Ordinal);
        Assert.EndsWith("]", text, StringComparison.Ordinal);
        Assert.Contains(" it ", text, StringComparison.Ordinal);
        Assert.True(text.Length >= 1.4 * "Nobody has declared that it is so.".Length);
    }

    [Fact]
    public void MirroredEnglish_TurnsWords_AndLeavesHoles()
    {
        string text = Sentence.Of($"Marked: {"a.example"}").In(CultureInfo.GetCultureInfo(PseudoLanguage.Mirrored));
        Assert.Equal("\u200F\u202EMarked:\u202C\u200F a.example", text);
    }

    /// <summary>No operator finds these in the list of languages.</summary>
    [Fact]
    public void PseudoLanguages_AreNotOffered() => Assert.DoesNotContain(Language.Spoken, l => PseudoLanguage.Is(l.Culture));
}

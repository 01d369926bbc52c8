using System.Text;
using System.Text.Json;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Publishing;

/// <summary>
/// What is pasted into zones and providers' forms. A wrong character here, and an organization believes to be marked and is not.
/// </summary>
public class PublishedRecordsTests
{
    private static readonly DomainName Name = DomainName.Parse("www.society.example");
    private static readonly SoftwareSigningKey Key = TestKeys.Of(SignatureAlgorithm.ES512);

    private static PublishedRecords Cwt(int tokens = 1) => PublishedRecords.For(
        UnverifiedTokens.Read(TokenBundle.Write(Enumerable.Range(0, tokens).Select(i => (ReadOnlyMemory<byte>)DigitalEmblem.Cwt.Sign(
            TestTokens.Emblem() with { IssuedAt = TestTokens.Now.AddSeconds(i) }, Key)).Append(Key.PublicKey.ToCoseKey()))),
        Name);

    private static PublishedRecords Txt(string id = "") => PublishedRecords.For(
        UnverifiedTokens.Read(Encoding.UTF8.GetBytes($"adem-token{id}={Jws.Sign(TestTokens.Emblem(), Key)}\n{Key.PublicKey.ToJwk()}")),
        Name);

    [Theory]
    [InlineData("zone")]
    [InlineData("values")]
    [InlineData("nsupdate")]
    public void Text_BothProfiles_ReadsBackAsTheSameItems(string form)
    {
        foreach (PublishedRecords records in (PublishedRecords[])[Cwt(2), Txt(), Txt("-a")])
        {
            string text = form switch
            {
                "zone" => records.ToZone(),
                "values" => records.ToValues(),
                _ => string.Join('\n', records.ToNsupdate().Split('\n').Where(l => l.StartsWith("update add ", StringComparison.Ordinal))
                    .Select(l => l["update add ".Length..])),
            };
            UnverifiedTokens read = UnverifiedTokens.Read(Encoding.UTF8.GetBytes(text));
            Assert.Equal(records.Count, read.Items.Count);
            Assert.DoesNotContain(read.Items, i => i.Fault is not null);
        }
    }

    [Fact]
    public void ToZone_LongTxt_IsSplitIntoStringsOf255()
    {
        string line = Txt().ToZone().Split('\n')[0];
        Assert.All(line.Split('"').Where((_, i) => i % 2 == 1), s => Assert.True(s.Length <= 255));
        Assert.True(line.Split("\" \"").Length > 1);
    }

    [Fact]
    public void ToNsupdate_Replacement_DeletesTheTypeFirstAndSendsOnce()
    {
        string[] lines = Cwt().ToNsupdate().Split('\n');
        Assert.Equal("update delete www.society.example. TYPE65297", lines[0]);
        Assert.Equal(["send", ""], lines[^2..]);
        Assert.Single(lines, l => l == "send");
    }

    [Fact]
    public void ToJson_EachRecord_HasWhatProvidersAskFor()
    {
        JsonElement[] records = [.. JsonDocument.Parse(Txt().ToJson()).RootElement.EnumerateArray()];
        Assert.All(records, r => Assert.Equal(
            ("www.society.example", "TXT", 300),
            (r.GetProperty("name").GetString(), r.GetProperty("type").GetString(), r.GetProperty("ttl").GetInt32())));
        Assert.StartsWith("adem-token=ey", records[0].GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, AnswerFit.Udp)]
    [InlineData(6, AnswerFit.Tcp)]
    public void Fit_SmallAndLarge_IsTold(int tokens, AnswerFit expected) => Assert.Equal(expected, Cwt(tokens).Fit);

    [Fact]
    public void For_NothingOrBothProfilesOrJunk_IsRefusedInWords()
    {
        string Refusal(string text) =>
            Assert.Throws<ArgumentException>(() => PublishedRecords.For(UnverifiedTokens.Read(Encoding.UTF8.GetBytes(text)), Name)).Message;
        Assert.Contains("no token", Refusal(Key.PublicKey.ToJwk()), StringComparison.Ordinal);
        Assert.Contains(
            "both profiles",
            Refusal($"{Jws.Sign(TestTokens.Emblem(), Key)}\n{Convert.ToHexString(DigitalEmblem.Cwt.Sign(TestTokens.Emblem(), Key))}"),
            StringComparison.Ordinal);
        Assert.Contains("no token and no key", Refusal("junk"), StringComparison.Ordinal);
    }
}

using System.Text;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.Dns;

/// <summary>An emblem that a provider's form, a word processor or a bad copy has altered is still an emblem that someone meant to show. If
/// this fails, its name is told to be not marked, and nobody learns what to mend.</summary>
public sealed class TxtStoredWronglyTests
{
    private static readonly string Token = Jws.Sign(TestTokens.Emblem(), TestKeys.Of(SignatureAlgorithm.ES256));

    private static readonly (string What, byte[] Data, VerdictOutcome Expected, string Says)[] All =
    [
        ("quotation marks stored", Text($"\"adem-token={Token}\""), VerdictOutcome.Invalid, "enter the value without them"),
        ("quotation marks around the name only", Text($"\"adem-token\"={Token}"), VerdictOutcome.Invalid, "enter the value without them"),
        ("escaped quotation marks stored", Text($"\\\"adem-token={Token}\\\""), VerdictOutcome.Invalid, "enter the value without them"),
        ("single quotation marks stored", Text($"'adem-emb-1={Token}'"), VerdictOutcome.Invalid, "enter the value without them"),
        (
            "typographic quotation marks stored",
            Text($"\u201cadem-token={Token}\u201d"),
            VerdictOutcome.Invalid,
            "enter the value without them"),
        ("German quotation marks stored", Text($"\u201eadem-token={Token}\u201c"), VerdictOutcome.Invalid, "enter the value without them"),
        ("a key with quotation marks stored", Text("\"adem-key={}\""), VerdictOutcome.Invalid, "enter the value without them"),
        ("the name in capitals", Text($"ADEM-TOKEN={Token}"), VerdictOutcome.Invalid, "in lower case"),
        ("the name in mixed case, with an ID", Text($"Adem-End-Xy={Token}"), VerdictOutcome.Invalid, "in lower case"),
        ("the very old name in capitals", Text($"ADEM={Token}"), VerdictOutcome.Invalid, "in lower case"),
        ("quotation marks and capitals", Text($"\"ADEM-TOKEN={Token}\""), VerdictOutcome.Invalid, "enter the value without them"),
        ("a space before the name", Text($" adem-token={Token}"), VerdictOutcome.Invalid, "exactly"),
        ("a space after the name", Text($"adem-token ={Token}"), VerdictOutcome.Invalid, "exactly"),
        ("a no-break space before the name", Text($"\u00a0adem-token={Token}"), VerdictOutcome.Invalid, "exactly"),
        ("a byte order mark before the name", Text($"\ufeffadem-token={Token}"), VerdictOutcome.Invalid, "exactly"),
        ("an invisible space in the name", Text($"adem-\u200btoken={Token}"), VerdictOutcome.Invalid, "exactly"),
        ("a dash that is no hyphen", Text($"adem\u2013token={Token}"), VerdictOutcome.Invalid, "exactly"),
        ("a hyphen without an ID", Text($"adem-token-={Token}"), VerdictOutcome.Invalid, "where an ID should"),
        ("the token alone", Text(Token), VerdictOutcome.Invalid, "are missing before the token"),
        ("the token alone, with a space before it", Text($" {Token}"), VerdictOutcome.Invalid, "are missing before the token"),
        ("a colon in place of '='", Text($"adem-token:{Token}"), VerdictOutcome.Invalid, "no '=' follows 'adem-token'"),
        ("a space in place of '='", Text($"adem-end-1 {Token}"), VerdictOutcome.Invalid, "no '=' follows 'adem-end-1'"),
        ("a full-width sign in place of '='", Text($"adem-token\uff1d{Token}"), VerdictOutcome.Invalid, "no '=' follows 'adem-token'"),
        ("the name alone", Text("adem-key"), VerdictOutcome.Invalid, "nothing follows 'adem-key'"),
        (
            "a JWS of something else",
            Text("eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxIn0.AAAA"),
            VerdictOutcome.NotMarked,
            "records of other things"),
        ("three parts of which the first is no JSON", Text("v1.2.3"), VerdictOutcome.NotMarked, "records of other things"),
        ("another record that begins alike", Text("adem-tokens are elsewhere"), VerdictOutcome.NotMarked, "records of other things"),
        ("an octet that is not UTF-8", [.. Text("adem-token=eyJ")[..^1], 0xff], VerdictOutcome.Invalid, "record that was stored wrongly"),
        (
            "an octet that is not UTF-8, and capitals",
            [.. Text("ADEM-TOKEN=eyJ")[..^1], 0xff],
            VerdictOutcome.Invalid,
            "record that was stored wrongly"),
        (
            "an octet that is not UTF-8 in another record",
            [5, (byte)'v', (byte)'=', 0xff, 0xfe, 0],
            VerdictOutcome.NotMarked,
            "records of other things"),
        (
            "another record that speaks of emblems",
            Text("description=\"adem-token\" is at www"),
            VerdictOutcome.NotMarked,
            "records of other things"),
        ("another record whose name only begins so", Text("ademas=1"), VerdictOutcome.NotMarked, "records of other things"),
        ("another record with quotation marks", Text("\"v=spf1 -all\""), VerdictOutcome.NotMarked, "records of other things"),
    ];

    public static TheoryData<string, Way> Cases
    {
        get
        {
            var cases = new TheoryData<string, Way>();
            foreach ((string what, _, _, _) in All)
            {
                foreach (Way way in (Way[])[Way.Udp, Way.Https, Way.ScanUdp, Way.DnsClient])
                {
                    cases.Add(what, way);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Check_EachRecord_IsInvalidWithTheCauseOrNoEmblemAtAll(string what, Way way)
    {
        (_, byte[] data, VerdictOutcome expected, string says) = All.Single(c => c.What == what);
        await using LookupScene scene = Scene(way, data);
        Verdict verdict = await LookupScene.CheckAsync(scene.Lookup);
        string said = LookupScene.Said(verdict);
        Assert.True(expected == verdict.Outcome, $"{what}, {way}: {said}");
        Assert.True(said.Contains(says, StringComparison.Ordinal), $"{what}, {way}: {said}");
    }

    /// <summary>Lengths that do not fit: DnsClient cannot read such a message at all, and then nobody found out.</summary>
    [Theory]
    [InlineData("adem-token=eyJ", Way.Udp, VerdictOutcome.Invalid)]
    [InlineData("ADEM-KEY={", Way.ScanUdp, VerdictOutcome.Invalid)]
    [InlineData("adem-token=eyJ", Way.DnsClient, VerdictOutcome.Indeterminate)]
    [InlineData("v=spf1", Way.Udp, VerdictOutcome.Indeterminate)]
    public async Task Check_LengthsThatDoNotFit_AreInvalidIfItIsAnEmblemsRecord(string text, Way way, VerdictOutcome expected)
    {
        await using LookupScene scene = Scene(way, [200, .. Encoding.ASCII.GetBytes(text)]);
        Verdict verdict = await LookupScene.CheckAsync(scene.Lookup);
        Assert.True(expected == verdict.Outcome, LookupScene.Said(verdict));
    }

    /// <summary>Nor can a record of nobody's business whose lengths do not fit: the set beside it counts as it stands.</summary>
    [Theory]
    [InlineData(Way.Udp)]
    [InlineData(Way.ScanTcp)]
    public async Task Check_LengthsThatDoNotFitBesideAGoodSet_IsMarked(Way way)
    {
        SoftwareSigningKey emblem = TestKeys.Of(SignatureAlgorithm.ES256, 1), root = TestKeys.Of(SignatureAlgorithm.ES256, 2);
        string[] good =
        [
            $"adem-token={Jws.Sign(TestTokens.Emblem(), emblem)}",
            $"adem-token={Jws.Sign(TestTokens.Endorsement(emblem.PublicKey, profile: TokenProfile.Jws), root)}",
            $"adem-key={emblem.PublicKey.ToJwk()}",
            $"adem-key={root.PublicKey.ToJwk()}",
        ];
        await using var scene = new LookupScene(
            way,
            (q, _) => DnsMessage.IsIhle(q)
                ? LookupScene.Nothing(q)
                : new DnsMessage { Answer = [new Rr(Rr.Asked, DnsType.Txt, [200, (byte)'v']), .. good.Select(Rr.Txt)] }.To(q),
            LookupScene.AnswerComes);
        Verdict verdict = await LookupScene.CheckAsync(scene.Lookup);
        Assert.True(verdict.Outcome == VerdictOutcome.Marked, LookupScene.Said(verdict));
        Assert.Contains("lengths do not fit", LookupScene.Said(verdict), StringComparison.Ordinal);
    }

    /// <summary>Who can add a record cannot spoil a good set with it.</summary>
    [Fact]
    public async Task Check_WronglyStoredBesideAGoodSet_IsMarked()
    {
        await using var scene = new LookupScene(
            Way.Udp,
            (q, _) => DnsMessage.IsIhle(q)
                ? LookupScene.Good(q)
                : new DnsMessage { Answer = [Rr.Txt("\"ADEM-TOKEN=x\""), Rr.Txt("v=spf1 -all")] }.To(q),
            LookupScene.AnswerComes);
        Assert.Equal(VerdictOutcome.Marked, (await LookupScene.CheckAsync(scene.Lookup)).Outcome);
    }

    private static LookupScene Scene(Way way, byte[] data) => new(
        way,
        (q, _) => DnsMessage.IsIhle(q) ? LookupScene.Nothing(q) : new DnsMessage { Answer = [new Rr(Rr.Asked, DnsType.Txt, data)] }.To(q),
        LookupScene.AnswerComes);

    private static byte[] Text(string text) => CharacterStrings.Data(text);
}

using System.Text;
using System.Text.Json;
using DigitalEmblem.TestSupport;
using DigitalEmblem.TestSupport.AdemJs;
using Xunit;

namespace DigitalEmblem.Tests.Tokens;

/// <summary>
/// Sets that the library makes, judged by the rules of adem-js. If it fails, an organization publishes what the validators in use refuse.
/// </summary>
public class AdemJsSetsTests
{
    private static readonly DateTimeOffset IssuedAt = TestTokens.Now.AddMinutes(-30);

    public static TheoryData<string> Algorithms => [.. SignatureAlgorithm.All.Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Set_WithOwnEndorsement_IsOrganizational(string algorithm)
    {
        AdemJsVerdict verdict = Judge(Records(Tokens(algorithm, external: false)));

        Assert.Equal((AdemJsOutcome.Accepted, AdemJsLevel.Organizational), (verdict.Outcome, verdict.Level));
        Assert.True(verdict.Lists("www.society.example"));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Set_WithOwnAndExternalEndorsement_IsEndorsed(string algorithm)
    {
        AdemJsVerdict verdict = Judge(Records(Tokens(algorithm, external: true)));

        Assert.Equal((AdemJsOutcome.Accepted, AdemJsLevel.Endorsed), (verdict.Outcome, verdict.Level));
    }

    [Fact]
    public void Set_WithId_IsAcceptedTheSame() =>
        Assert.Equal(AdemJsLevel.Endorsed, Judge(Records(Tokens("ES256", external: true), id: "-a")).Level);

    [Fact]
    public void Set_WithOneAlteredCharacter_IsRefused()
    {
        string[] records = Records(Tokens("ES256", external: true));
        int at = records[0].LastIndexOf('.') + 10;
        records[0] = $"{records[0][..at]}{(records[0][at] == 'A' ? 'B' : 'A')}{records[0][(at + 1)..]}";

        AdemJsVerdict verdict = Judge(records);

        Assert.Equal(AdemJsOutcome.Refused, verdict.Outcome);
        Assert.Equal([21], verdict.Broken);
    }

    /// <summary>The library signs tokens without <c>iat</c>, because our profile does not require it; adem-js refuses them.</summary>
    [Fact]
    public void Emblem_WithoutIssuedAt_IsRefused()
    {
        List<string> tokens = Tokens("ES256", external: true);
        tokens[0] = Jws.Sign(TestTokens.Emblem(), Key("ES256", 0));

        Assert.Equal([9, 11], Judge(Records(tokens)).Broken);
    }

    /// <summary>A rollover publishes two emblems for a time; adem-js refuses both, whatever their IDs.</summary>
    [Fact]
    public void TwoEmblems_AtOneName_AreRefused()
    {
        List<string> tokens = Tokens("ES256", external: true);

        Assert.Equal([11], Judge([.. Records(tokens, id: "-a"), .. Records(tokens, id: "-b")]).Broken);
    }

    [CorpusFact]
    public void Deployed_Emblem_IsEndorsed()
    {
        string[] records = System.IO.File.ReadAllLines(Corpora.PathOf("deployed/emblem.felixlinker.de.txt"));

        AdemJsVerdict verdict = AdemJsRules.Judge(records, new DateTimeOffset(2026, 6, 17, 0, 10, 0, TimeSpan.Zero), (_, _) => true);

        Assert.Equal((AdemJsOutcome.Accepted, AdemJsLevel.Endorsed), (verdict.Outcome, verdict.Level));
        Assert.Equal(["[2a01:4f9:c010:d8e4::1]"], verdict.Protected);
    }

    private static SoftwareSigningKey Key(string algorithm, int index)
    {
        Assert.True(SignatureAlgorithm.TryParse(algorithm, out SignatureAlgorithm? named));
        return TestKeys.Of(named, index);
    }

    private static List<string> Tokens(string algorithm, bool external)
    {
        SoftwareSigningKey emblem = Key(algorithm, 0), root = Key(algorithm, 1), ministry = Key(algorithm, 2);
        List<string> tokens =
        [
            Jws.Sign(TestTokens.Emblem() with { IssuedAt = IssuedAt }, emblem),
            Jws.Sign(
                TestTokens.Endorsement(emblem.PublicKey, profile: TokenProfile.Jws) with { IssuedAt = IssuedAt }, root),
        ];
        if (external)
        {
            tokens.Add(Jws.Sign(
                TestTokens.Endorsement(root.PublicKey, TestTokens.Ministry, TokenProfile.Jws) with { IssuedAt = IssuedAt }, ministry));
        }

        return [.. tokens, emblem.PublicKey.ToJwk(), root.PublicKey.ToJwk(), ministry.PublicKey.ToJwk()];
    }

    /// <summary>The contents of the TXT records that the library would publish.</summary>
    private static string[] Records(IEnumerable<string> items, string id = "")
    {
        string input = string.Join('\n', items.Select(i => $"{(i.StartsWith('{') ? "adem-key" : "adem-token")}{id}={i}"));
        PublishedRecords records = PublishedRecords.For(
            UnverifiedTokens.Read(Encoding.UTF8.GetBytes(input)), DomainName.Parse("www.society.example"));
        return [.. JsonDocument.Parse(records.ToJson()).RootElement.EnumerateArray().Select(r => r.GetProperty("content").GetString()!)];
    }

    private static AdemJsVerdict Judge(IEnumerable<string> records) => AdemJsRules.Judge(
        records, TestTokens.Now, (issuer, key) => issuer.EndsWith(".example", StringComparison.Ordinal) && key.Length == 52);
}

using System.Text;
using System.Text.Json;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier.Tests.Model;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Verifier.Tests.Policy;

/// <summary>
/// Resolvers turn records round with each answer, and who answers chooses their order. If a verdict depended on it, one name would show two
/// issuers by turns, and nobody could compare two verdicts.
/// </summary>
public class OrderTests
{
    private static readonly OrganizationIdentifier Other = OrganizationIdentifier.Parse("https://other.example");
    private static readonly AssetIdentifier Host = AssetIdentifier.Parse("www.society.example");

    [Property(MaxTest = 150)]
    public Property Decide_AnyOrderOfItemsSetsAndSources_GivesTheSameJson() => Prop.ForAll(
        Arb.From(from all in Gen.ArrayOf(Deployments.Any.Generator, 4) from seed in Gen.Choose(0, int.MaxValue) select (all, seed)), t =>
        {
            (string Source, string[] Lines)[] sources =
            [
                ("IHLE", [.. Lines(t.all[0] with { Profile = TokenProfile.Cwt }, ""), "d28443a10126a0", "d28440a0", "d28441"]),
                (
                    "TXT", [
                        .. Lines(t.all[1] with { Profile = TokenProfile.Jws }, "-b"),
                        .. Lines(t.all[2] with { Profile = TokenProfile.Jws }, "-a"),
                        "adem-key=x",
                        "adem-token=y"]),
                ("well-known", [.. Lines(t.all[3], null)]),
            ];
            var random = new Random(t.seed);
            string expected = Json(sources, random, shuffled: false);
            Assert.Equal(expected, Json(sources, random, shuffled: true));
            Assert.Equal(expected, Json(sources, random, shuffled: true));
        });

    [Fact]
    public void Decide_TwoIssuersThatTie_BothAreNamedWhateverTheOrder()
    {
        string[] a = Society("a", TestTokens.Society, 0), b = Society("b", Other, 2);
        Verdict first = Decide([.. a, .. b]), second = Decide([.. b, .. a]);
        Assert.Equal(first.ToJson(), second.ToJson());
        Assert.Equal(VerdictOutcome.Marked, first.Outcome);
        Assert.Contains("https://society.example", first.ToString(), StringComparison.Ordinal);
        Assert.Contains("https://other.example", first.ToString(), StringComparison.Ordinal);
        Finding finding = Assert.Single(first.Findings, f => f.Code == FindingCode.IssuersDisagree);
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        IEnumerable<string> issuers = JsonDocument.Parse(first.ToJson()).RootElement.GetProperty("sets").EnumerateArray()
            .Select(s => s.GetProperty("issuer").GetString()!);
        Assert.Equal("https://society.example https://other.example", string.Join(' ', issuers));
    }

    [Fact]
    public void Decide_OneIssuerInTwoSets_IsNoDisagreement()
    {
        Verdict verdict = Decide([.. Society("a", TestTokens.Society, 0), .. Society("b", TestTokens.Society, 2)]);
        Assert.Equal(VerdictOutcome.Marked, verdict.Outcome);
        Assert.DoesNotContain(verdict.Findings, f => f.Code == FindingCode.IssuersDisagree);
        Assert.DoesNotContain("Also marked", verdict.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Each criterion decides where those before it tie; the set that should win is first, then last in the input.</summary>
    [Theory]
    [InlineData("trusted")]
    [InlineData("at home")]
    [InlineData("longer")]
    public void Decide_SetsThatDifferInOneRespect_TheBetterDecides(string respect)
    {
        // What should win has each later respect against it.
        string[] better = respect switch
        {
            "trusted" => Society("b", Other, 2, hours: 1),
            "at home" => Society("b", TestTokens.Society, 2, hours: 1),
            _ => Society("b", Other, 2, hours: 20),
        };
        string[] worse = respect == "trusted" ? Society("a", TestTokens.Society, 0, hours: 9) : Society("a", Other, 0, hours: 9);
        var policy = new TrustPolicy { Authorities = respect == "trusted" ? [new TrustedAuthority(Other)] : [] };
        Assert.All(
            [Decide([.. better, .. worse], policy), Decide([.. worse, .. better], policy)],
            v => Assert.Equal("JWS b", v.Deciding!.Set.Name));
    }

    [Fact]
    public void Decide_SetsThatTieInAllRespects_TheLowerHashOfTheEmblemDecides()
    {
        string[] a = Society("a", TestTokens.Society, 0), b = Society("b", TestTokens.Society, 2);
        Verdict verdict = Decide([.. a, .. b]);
        string[] digests = [.. verdict.Sets.Select(s => s.Set.Emblem!.Item.Token!.SignedDigest.ToString())];
        Assert.Equal(digests.Order(StringComparer.Ordinal), digests);
    }

    [Fact]
    public void ToJson_Anything_NamesNoPlaceInTheInput()
    {
        string[] lines = [.. Society("a", TestTokens.Society, 0), "adem-key=x", "adem-token-a=y"];
        Assert.DoesNotContain(", line", Decide(lines).ToJson(), StringComparison.Ordinal);
        Assert.DoesNotContain(", line", Decide(["adem-key=x", "adem-token-a=y"]).ToJson(), StringComparison.Ordinal);
    }

    private static Verdict Decide(string[] lines, TrustPolicy? policy = null) => (policy ?? TrustPolicy.Default).Decide(
        new EmblemVerifier().Verify(
            UnverifiedTokens.Read(Encoding.ASCII.GetBytes(string.Join('\n', lines))), HeldEvidence.AssumeCommittedUnsafe, TestTokens.Now),
        Host);

    /// <summary>The records of an emblem and its chain under an ID.</summary>
    private static string[] Society(string id, OrganizationIdentifier issuer, int key, int hours = 23)
    {
        SoftwareSigningKey own = TestKeys.Of(SignatureAlgorithm.Ed25519, key), root = TestKeys.Of(SignatureAlgorithm.Ed25519, key + 1);
        Emblem emblem = TestTokens.Emblem() with
        {
            Issuer = issuer,
            Validity = new Validity(TestTokens.Now.AddHours(-1), TestTokens.Now.AddHours(hours))
        };
        Endorsement endorsement = TestTokens.Endorsement(own.PublicKey, issuer, TokenProfile.Jws) with { Subject = issuer };
        return
        [
            $"adem-token-{id}={Jws.Sign(emblem, own)}",
            $"adem-token-{id}={Jws.Sign(endorsement, root)}",
            $"adem-key={own.PublicKey.ToJwk()}",
            $"adem-key={root.PublicKey.ToJwk()}",
        ];
    }

    /// <summary>
    /// A deployment as the lines of a source, some of them twice and in other wrappings; as TXT records if an ID is given.
    /// </summary>
    private static IEnumerable<string> Lines(Deployment d, string? id)
    {
        string[] again = d.Profile == TokenProfile.Cwt ? [.. d.Tokens.Select(t => "d83d" + d.Line(t))] : [.. d.Tokens.Select(d.Line)];
        return d.Lines().Concat(again)
            .Select(l => id is null || d.Profile == TokenProfile.Cwt ? l : l[0] == '{' ? $"adem-key={l}" : $"adem-token{id}={l}");
    }

    private static string Json((string Source, string[] Lines)[] sources, Random random, bool shuffled)
    {
        (string Source, string[] Lines)[] all = [.. sources.Select(s => (s.Source, (string[])s.Lines.Clone()))];
        if (shuffled)
        {
            random.Shuffle(all);
            foreach ((_, string[] lines) in all)
            {
                random.Shuffle(lines);
            }
        }

        UnverifiedTokens tokens = UnverifiedTokens.Combine(
            all.Select(s => UnverifiedTokens.Read(Encoding.ASCII.GetBytes(string.Join('\n', s.Lines))).From(s.Source)));
        SourceReport[] reports =
            [.. all.Select(s => new SourceReport
            {
                Source = s.Source,
                Outcome = SourceOutcome.Found,
                Detail = "records",
                Records = s.Lines,
                Exposure = [s.Source]
            })];
        var verifier = new EmblemVerifier();
        AuthenticatedTokens authenticated = verifier.Authenticate(tokens, TestTokens.Now);
        GatheredEvidence evidence = HeldEvidence.AssumeCommittedUnsafe.Gather(authenticated.Questions, TestTokens.Now).WithSources(reports);
        return TrustPolicy.Default.Decide(verifier.Conclude(authenticated, evidence), Host).ToJson(indented: true);
    }
}

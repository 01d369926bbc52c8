using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Verifier.Tests.Evidence;

/// <summary>
/// Evidence files (decisions.md, 37). If one fails, a verdict cannot be shown to others, or a file that was altered
/// shows something else than what was verified.
/// </summary>
public class EvidenceFileTests
{
    [CorpusFact]
    public void Read_EachReferenceDeployment_JudgedByTheSameAnchorsIsTheSameVerdict()
    {
        TransparencyTrust trust = ReferenceLogs.Trust();
        foreach (JsonElement deployment in ReferenceLogs.Deployments())
        {
            (EvidenceFile file, string verdict) = Keep(deployment, trust);
            EvidenceFile read = EvidenceFile.Read(file.ToJson());
            Assert.Equal(verdict, Judge(read, read.Held(trust)));
        }
    }

    /// <summary>The files of one deployment hold only what bears on it: anyone who gets one learns of no other organization.</summary>
    [CorpusFact]
    public void With_EverythingHeld_KeepsWhatBearsOnTheAnswersOnly()
    {
        (EvidenceFile file, _) = Keep(ReferenceLogs.Deployments()[0], ReferenceLogs.Trust());
        Assert.InRange(file.Material.Chains.Count, 1, 8);
        Assert.InRange(file.Trust.Roots.Certificates.Count, 1, 1);
        Assert.True(ReferenceLogs.EveryChain().Chains.Count > file.Material.Chains.Count);
    }

    [CorpusFact]
    public void HeldByItsAnchorsUnsafe_SaysWhatWasTaken()
    {
        (EvidenceFile file, _) = Keep(ReferenceLogs.Deployments()[0], ReferenceLogs.Trust());
        var read = EvidenceFile.Read(file.ToJson());
        string verdict = Judge(read, read.HeldByItsAnchorsUnsafe());
        JsonElement json = JsonDocument.Parse(verdict).RootElement;
        Assert.Equal("Marked", json.GetProperty("verdict").GetString());
        Assert.Contains(
            Sha256Digest.Of(file.Trust.Logs!.Document.Span).ToString(),
            json.GetProperty("assumptions")[0].GetString(),
            StringComparison.Ordinal);
        Assert.Contains(
            Sha256Digest.Of(file.Trust.Roots.Certificates[0].Span).ToString(),
            json.GetProperty("assumptions")[0].GetString(),
            StringComparison.Ordinal);
    }

    [CorpusFact]
    public void Held_StatementsOfTheFile_CountForNothing()
    {
        (EvidenceFile file, _) = Keep(ReferenceLogs.Deployments()[0], ReferenceLogs.Trust());
        var forged = EvidenceFile.Read((file with { AllAssumed = true, Material = CommitmentMaterial.None }).ToJson());
        Assert.Contains("\"Indeterminate\"", Judge(forged, forged.Held(ReferenceLogs.Trust())), StringComparison.Ordinal);
        Assert.Contains("\"Indeterminate\"", Judge(forged, forged.Held(TransparencyTrust.None)), StringComparison.Ordinal);
        Assert.Contains("All root key commitments are assumed", Judge(forged, forged.HeldByItsAnchorsUnsafe()), StringComparison.Ordinal);
    }

    /// <summary>What the caller stated stands under assumptions, and hid what else had been taken as given.</summary>
    [CorpusFact]
    public void Stated_OverAFileThatIsBelieved_NamesBothAssumptions()
    {
        (EvidenceFile file, _) = Keep(ReferenceLogs.Deployments()[0], ReferenceLogs.Trust());
        VerificationKey key = TestKeys.Of(SignatureAlgorithm.Ed25519).PublicKey;
        HeldEvidence held =
            (file with { Stated = [(OrganizationIdentifier.Parse("https://other.example"), key.CoseIdentifier)] }).HeldByItsAnchorsUnsafe();
        Assert.Equal(2, held.Assumptions.Count);
    }

    /// <summary>Any one value of a file changed: it is refused, or shows what it showed, or less.</summary>
    [CorpusFact]
    public void Read_AnyValueAltered_NeverShowsMore()
    {
        TransparencyTrust trust = ReferenceLogs.Trust();
        (EvidenceFile file, string verdict) = Keep(ReferenceLogs.Deployments()[0], trust);
        JsonElement before = JsonDocument.Parse(verdict).RootElement;
        Assert.Equal("Marked", before.GetProperty("verdict").GetString());
        string original = Encoding.UTF8.GetString(file.ToJson());
        string[] paths = [.. Values(JsonNode.Parse(original)!).Where(p => !p.StartsWith("$.gathered", StringComparison.Ordinal))];
        int judged = 0;
        foreach (string path in paths)
        {
            foreach (Func<JsonNode, JsonNode?> change in Changes)
            {
                JsonNode json = JsonNode.Parse(original)!;
                JsonNode value = Find(json, path);
                if (value.Parent is not { } parent)
                {
                    continue;
                }

                value.ReplaceWith(change(value));
                if (TryRead(Encoding.UTF8.GetBytes(json.ToJsonString())) is { } read)
                {
                    judged++;
                    JsonElement after = JsonDocument.Parse(Judge(read, read.Held(trust))).RootElement;
                    Assert.True(
                        after.GetProperty("verdict").GetString() != "Marked"
                            || (Same("issuer") && Same("assets") && Same("level") && Same("endorsedBy")
                                && after.GetProperty("assumptions").GetArrayLength() == 0),
                        path);

                    bool Same(string member) => after.GetProperty(member).ToString() == before.GetProperty(member).ToString();
                }
            }
        }

        Assert.True(judged > 30, $"{judged} of {paths.Length}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"format":"digital-emblem-evidence-file"}""")]
    [InlineData("""{"format":"digital-emblem-evidence","version":1}""")]
    [InlineData("""{"format":"digital-emblem-evidence-file","version":1}""")]
    public void Read_NoSuchFile_IsRefused(string json) => Assert.Null(TryRead(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void Read_LaterVersion_IsUnsupported() => Assert.Equal(
        FormatFault.Unsupported,
        Assert.Throws<TokenFormatException>(
            () => EvidenceFile.Read("""{"format":"digital-emblem-evidence-file","version":2}"""u8.ToArray())).Fault);

    /// <summary>Of no input nothing was found, which read as "not marked".</summary>
    [CorpusFact]
    public void Read_NoInput_IsRefused()
    {
        (EvidenceFile file, _) = Keep(ReferenceLogs.Deployments()[0], ReferenceLogs.Trust());
        Assert.Null(TryRead((file with { Inputs = [] }).ToJson()));
    }

    private static readonly Func<JsonNode, JsonNode?>[] Changes =
    [
        _ => null,
        _ => true,
        _ => 1,
        _ => "",
        _ => new JsonArray(),
        _ => "2026-11-30T23:59:59Z",
        v => v.GetValueKind() == JsonValueKind.String && v.GetValue<string>() is { Length: > 40 } text
            ? $"{text[..20]}AAAA{text[24..]}"
            : "https://other.example",
        v => v.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? !v.GetValue<bool>() : 86400,
    ];

    private static (EvidenceFile File, string Verdict) Keep(JsonElement deployment, TransparencyTrust trust)
    {
        CommitmentMaterial material = ReferenceLogs.EveryChain();
        byte[] bytes = Encoding.ASCII.GetBytes(ReferenceLogs.ItemsAsText(deployment));
        VerifiedTokens verified = new EmblemVerifier()
            .Verify(UnverifiedTokens.Read(bytes, "items.txt"), HeldEvidence.Of(material, trust), ReferenceLogs.At);
        EvidenceFile file = new EvidenceFile
        {
            At = ReferenceLogs.At,
            Inputs = [new EvidenceInput("items.txt", bytes)],
            Options = new VerifierOptions(),
            Policy = TrustPolicy.Default,
        }.With([verified.Evidence], material, trust);
        return (file, TrustPolicy.Default.Decide(verified).ToJson());
    }

    private static string Judge(EvidenceFile file, HeldEvidence held)
    {
        UnverifiedTokens tokens = Assert.Single(file.Tokens());
        var verifier = new EmblemVerifier(new VerifierOptions { Keys = file.Options.Keys });
        return TrustPolicy.Default.Decide(verifier.Verify(tokens, held, file.At), file.Asset).ToJson();
    }

    private static EvidenceFile? TryRead(byte[] bytes)
    {
        try
        {
            return EvidenceFile.Read(bytes);
        }
        catch (TokenFormatException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Values(JsonNode node) => node switch
    {
        JsonObject o => o.Where(p => p.Value is not null).SelectMany(p => Values(p.Value!)),
        JsonArray a => a.Where(i => i is not null).SelectMany(i => Values(i!)),
        _ => [node.GetPath()],
    };

    // The paths that JsonNode.GetPath writes.
    private static JsonNode Find(JsonNode root, string path) => path.Split('.', '[').Skip(1).Aggregate(
        root, (node, step) => step.EndsWith(']') ? node[int.Parse(step[..^1])]! : node[step]!);
}

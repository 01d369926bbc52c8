using System.Text;
using DigitalEmblem.Fuzz.Running;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Verifier;
using DigitalEmblem.Verifier.Tests.Model;

namespace DigitalEmblem.Fuzz.Targets;

/// <summary>Whole sets through the verifier.</summary>
internal static class VerifierTargets
{
    private static readonly AssetIdentifier Asset = AssetIdentifier.Parse("www.society.example");

    private static readonly IReadOnlyList<byte[]> Words = Text.Words(
        "adem-token=", "adem-key=", "adem-token-1=", "www.society.example. 300 IN TXT \"", "\" \"", "\n", "(", ")", ";", "\\#", "TYPE65297",
        "CLASS1", "-----BEGIN PUBLIC KEY-----\n", "-----END PUBLIC KEY-----\n",
        ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n", ";; QUESTION SECTION:\n;www.society.example. IN TXT\n",
        "status: SERVFAIL", "\ufeff", "\x1a", "> ", "{\"Status\":0,", "\"Answer\":[", "descriptive text \"", "text = \"");

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("deployment", AgreesWithNaive) { MaxLength = 64, BaseBytes = 16 << 20 },
        new("text", Input) { Words = Words, BaseBytes = 2 << 20, BytesPerByte = 2048 },
        new("order", Order) { Words = Words, BaseBytes = 2 << 20, BytesPerByte = 2048 },
    ];

    /// <summary>Builds a deployment from the input: the procedure and its naive transcription agree on its level.</summary>
    private static void AgreesWithNaive(ReadOnlyMemory<byte> input)
    {
        // The naive procedure tries every order of the chain: with more tokens it would run too long.
        const int MostTokens = 8;
        Deployment deployment = Deployments.From(input.Span);
        if (deployment.Tokens.Length > MostTokens)
        {
            return;
        }

        VerifiedSet set = deployment.Verify();
        string endorsers = string.Join(' ', set.Endorsers.Select(e => e.Claims!.Issuer!.ToString()).Distinct().Order());
        Invariant.Equal(
            NaiveProcedure.Judge(deployment), (set.Level, set.LevelAtMost, endorsers), $"the naive procedure on\n{deployment}\n");
    }

    /// <summary>Any input in any form. Without evidence nothing is Marked, and with a cache the verdict is the same.</summary>
    private static void Input(ReadOnlyMemory<byte> input)
    {
        var plain = new EmblemVerifier(new VerifierOptions { Cache = VerificationCache.None });
        var cached = new EmblemVerifier();
        Verdict verdict = Decide(plain.Verify(input, HeldEvidence.None, TestTokens.Now));
        Verdicts.Check(verdict);
        Invariant.Holds(verdict.Outcome != VerdictOutcome.Marked, "marked, with no commitment known");
        string json = verdict.ToJson();
        Invariant.Equal(json, Decide(cached.Verify(input, HeldEvidence.None, TestTokens.Now)).ToJson(), "the first verdict of a cache");
        Invariant.Equal(json, Decide(cached.Verify(input, HeldEvidence.None, TestTokens.Now)).ToJson(), "the second verdict of a cache");
    }

    /// <summary>The lines of an input in another order: the same outcome and level.</summary>
    private static void Order(ReadOnlyMemory<byte> input)
    {
        string[] lines = Text.Of(input).Split('\n');
        string[] shuffled = [.. lines];
        new Random(input.Length).Shuffle(shuffled);
        var verifier = new EmblemVerifier(new VerifierOptions { Cache = VerificationCache.None });
        Verdict one = Decide(
            verifier.Verify(Encoding.UTF8.GetBytes(string.Join('\n', lines)), HeldEvidence.AssumeCommittedUnsafe, TestTokens.Now));
        Verdict other = Decide(
            verifier.Verify(Encoding.UTF8.GetBytes(string.Join('\n', shuffled)), HeldEvidence.AssumeCommittedUnsafe, TestTokens.Now));

        // A line may open a block or a parenthesis, so the order has no meaning only if each line is an item of its own.
        if (lines.All(IsAnItem))
        {
            Invariant.Equal(
                (one.Outcome, one.Level, one.Issuer), (other.Outcome, other.Level, other.Issuer), "the verdict on other lines first");
        }
    }

    private static bool IsAnItem(string line) =>
        line.Length > 0
        && (HexText.IsAll(line) || (line[0] == '{' && line[^1] == '}') || line.StartsWith("ey", StringComparison.Ordinal))
        && !line.Contains('\r', StringComparison.Ordinal);

    private static Verdict Decide(VerifiedTokens verified) => TrustPolicy.Default.Decide(verified, Asset);
}

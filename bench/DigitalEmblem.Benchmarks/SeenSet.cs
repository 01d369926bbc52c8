using BenchmarkDotNet.Attributes;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Benchmarks;

/// <summary>
/// A set that was verified before and is still valid, with the same evidence: from its bytes to the verified tokens, and to the verdict.
/// </summary>
[MemoryDiagnoser]
public class SeenSet
{
    private readonly EmblemVerifier _verifier = new();
    private byte[] _bundle = [];
    private int _tick;

    /// <summary>The algorithm of its three tokens.</summary>
    [Params("ES256", "Ed25519")]
    public string Algorithm { get; set; } = "";

    /// <summary>Verifies it once.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _bundle = new BenchmarkTokens(Algorithm).Bundle;
        if (Verdict().Outcome != VerdictOutcome.Marked)
        {
            throw new InvalidOperationException("The set is not marked.");
        }
    }

    /// <summary>From the bytes to the verified tokens, at a later instant each time.</summary>
    [Benchmark(Baseline = true)]
    public VerifiedTokens Verified() => _verifier.Verify(_bundle, HeldEvidence.AssumeCommittedUnsafe, Time());

    /// <summary>The same, and the verdict of a policy.</summary>
    [Benchmark]
    public Verdict Verdict() =>
        TrustPolicy.Default.Decide(_verifier.Verify(_bundle, HeldEvidence.AssumeCommittedUnsafe, Time()), BenchmarkTokens.Asset);

    private DateTimeOffset Time() => BenchmarkTokens.Now.AddMilliseconds(_tick = (_tick + 1) % 1_000_000);
}

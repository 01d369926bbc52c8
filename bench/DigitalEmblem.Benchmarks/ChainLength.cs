using BenchmarkDotNet.Attributes;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Benchmarks;

/// <summary>
/// A set of 2 to 8 tokens that form one chain of endorsements, never seen before. It shows how the cost grows with the size of a set,
/// compared with the same number of bare signature checks.
/// </summary>
[MemoryDiagnoser]
public class ChainLength
{
    private readonly EmblemVerifier _verifier = new();
    private byte[] _bundle = [];
    private BareSignature[] _bare = [];

    /// <summary>The algorithm of all.</summary>
    [Params("ES256", "Ed25519")]
    public string Algorithm { get; set; } = "";

    /// <summary>How many tokens, each with its key.</summary>
    [Params(2, 3, 5, 8)]
    public int Tokens { get; set; }

    /// <summary>Signs the chain, and checks that it verifies as expected.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var tokens = new BenchmarkTokens(Algorithm, Tokens);
        _bundle = tokens.Bundle;
        _bare = tokens.Bare();
        if (Chain() != VerdictOutcome.Marked || !BareAll())
        {
            throw new InvalidOperationException("The chain does not verify.");
        }
    }

    /// <summary>The platform's checks alone, of bytes and keys prepared beforehand.</summary>
    [Benchmark(Baseline = true)]
    public bool BareAll() => _bare.All(b => b.Check());

    /// <summary>From the bytes of the bundle to the verdict, importing the keys on the way.</summary>
    [Benchmark]
    public VerdictOutcome Chain() => TrustPolicy.Default.Decide(
        _verifier.Verify(UnverifiedTokens.Read(_bundle), HeldEvidence.AssumeCommittedUnsafe, BenchmarkTokens.Now),
        BenchmarkTokens.Asset).Outcome;
}

using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Benchmarks;

/// <summary>
/// A set of three tokens and their three keys, never seen before: read, verify and decide, compared with the platform's imports of these
/// keys and three bare signature checks.
/// </summary>
[MemoryDiagnoser]
public class VerifyChainOfThree
{
    private readonly EmblemVerifier _oneByOne = new(new VerifierOptions { SignatureParallelism = 1, Cache = VerificationCache.None });
    private readonly EmblemVerifier _sideBySide = new(new VerifierOptions { SignatureParallelism = 2, Cache = VerificationCache.None });
    private byte[] _bundle = [];
    private BareSignature[] _bare = [];
    private BareImport[] _imports = [];
    private UnverifiedTokens _checked = null!;

    /// <summary>The algorithm of all three.</summary>
    [Params("ES256", "ES384", "ES512", "Ed25519")]
    public string Algorithm { get; set; } = "";

    /// <summary>Signs the chain.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var tokens = new BenchmarkTokens(Algorithm);
        _bundle = tokens.Bundle;
        _bare = tokens.Bare();
        _imports = [.. tokens.SigningKeys.Select(k => new BareImport(k.PublicKey))];
        _checked = UnverifiedTokens.Read(_bundle);
        if (Judge(_oneByOne) != VerdictOutcome.Marked || Judge(_sideBySide) != VerdictOutcome.Marked || Overhead() != VerdictOutcome.Marked)
        {
            throw new InvalidOperationException("The chain is not marked.");
        }
    }

    /// <summary>Three of the platform's imports, and three of its checks, of bytes prepared beforehand.</summary>
    [Benchmark(Baseline = true)]
    public bool ThreeBareImportsAndChecks()
    {
        bool all = true;
        for (int i = 0; i < _bare.Length; i++)
        {
            _imports[i].Import();
            all &= _bare[i].Check();
        }

        return all;
    }

    /// <summary>
    /// The same with each check under a key that was just imported, as a caller has to do it. The platform's first check under a key costs
    /// more than later ones.
    /// </summary>
    [Benchmark]
    public bool ThreeBareImportsAndFirstChecks()
    {
        bool all = true;
        for (int i = 0; i < _bare.Length; i++)
        {
            all &= _bare[i].CheckUnderNewKey(_imports[i]);
        }

        return all;
    }

    /// <summary>Three checks alone, keys at hand.</summary>
    [Benchmark]
    public bool ThreeBareChecks() => _bare[0].Check() & _bare[1].Check() & _bare[2].Check();

    /// <summary>From the bytes of the bundle to the verdict, one signature after the other.</summary>
    [Benchmark]
    public VerdictOutcome OneByOne() => Judge(_oneByOne);

    /// <summary>The same, two signatures at a time: the time that a single caller waits.</summary>
    [Benchmark]
    public VerdictOutcome SideBySide() => Judge(_sideBySide);

    /// <summary>Verify and decide with imports and signature checks taken out: the tokens were read and checked before.</summary>
    [Benchmark]
    public VerdictOutcome Overhead() =>
        TrustPolicy.Default.Decide(
            _oneByOne.Verify(_checked, HeldEvidence.AssumeCommittedUnsafe, BenchmarkTokens.Now), BenchmarkTokens.Asset).Outcome;

    private VerdictOutcome Judge(EmblemVerifier verifier) =>
        TrustPolicy.Default.Decide(
            verifier.Verify(_bundle, HeldEvidence.AssumeCommittedUnsafe, BenchmarkTokens.Now), BenchmarkTokens.Asset).Outcome;
}

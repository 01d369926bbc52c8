using BenchmarkDotNet.Attributes;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Benchmarks;

/// <summary>A set of three tokens with their three keys in it, never seen before: read, verify and decide, beside three bare signature checks.</summary>
[MemoryDiagnoser]
public class VerifyChainOfThree
{
    private readonly EmblemVerifier _verifier = new();
    private readonly AssetIdentifier _asset = AssetIdentifier.Parse("www.society.example");
    private byte[] _bundle = [];
    private BareSignature[] _bare = [];

    /// <summary>The algorithm of all three.</summary>
    [Params("ES256", "ES384", "ES512", "Ed25519")]
    public string Algorithm { get; set; } = "";

    /// <summary>Signs the chain.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var tokens = new BenchmarkTokens(Algorithm);
        _bundle = tokens.Bundle;
        _bare = [.. tokens.SigningKeys.Select((key, i) => new BareSignature(key.PublicKey, Cwt.Read(tokens.Tokens[i])))];
    }

    /// <summary>Three of the platform's checks alone, of bytes and keys prepared beforehand.</summary>
    [Benchmark(Baseline = true)]
    public bool ThreeBare() => _bare[0].Check() & _bare[1].Check() & _bare[2].Check();

    /// <summary>From the bytes of the bundle to the verdict, importing the keys on the way.</summary>
    [Benchmark]
    public Outcome Chain() => TrustPolicy.Default.Decide(
        _verifier.Verify(UnverifiedTokens.Read(_bundle), Evidence.AssumeCommitted, BenchmarkTokens.Now), _asset).Outcome;
}

using BenchmarkDotNet.Attributes;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Benchmarks;

/// <summary>
/// A new emblem under endorsements that were verified before, as in a sweep over the names of one organization: read, verify and decide,
/// beside the one bare check that it needs.
/// </summary>
[MemoryDiagnoser]
public class NewEmblemUnderKnownChain
{
    // Many more sets than the cache holds (some tens), so that each emblem is evicted before it is verified again. The chain is used each
    // time and stays. All sets take half a megabyte, so they stay in the processor's caches, like an answer that has just arrived.
    private const int Emblems = 512;
    private const int CacheBytes = 256 << 10;

    private readonly EmblemVerifier _verifier = new(
        new VerifierOptions { SignatureParallelism = 1, Cache = new VerificationCache(CacheBytes) });
    private byte[][] _bundles = [];
    private BareSignature[] _bare = [];
    private int _next;

    /// <summary>The algorithm of all.</summary>
    [Params("ES256", "ES512", "Ed25519")]
    public string Algorithm { get; set; } = "";

    /// <summary>Signs many emblems under one chain.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var chain = new BenchmarkTokens(Algorithm);
        _bare = chain.Bare();
        byte[][] keys = [.. chain.SigningKeys.Select(k => k.PublicKey.ToCoseKey())];
        _bundles = [.. Enumerable.Range(0, Emblems).Select(i =>
        {
            byte[] emblem = Cwt.Sign(
                new Emblem
                {
                    Issuer = BenchmarkTokens.Society,
                    Assets = [BenchmarkTokens.Asset, AssetIdentifier.Parse($"host{i}.society.example")],
                    Purposes = Purposes.Protective,
                    Validity = Validity.From(BenchmarkTokens.Now, TimeSpan.FromDays(1))
                },
                chain.SigningKeys[0]);
            return TokenBundle.Write(
                ((byte[][])[emblem, chain.Tokens[1], chain.Tokens[2], .. keys]).Select(b => new ReadOnlyMemory<byte>(b)));
        })];
        if (OneOfThem() != VerdictOutcome.Marked)
        {
            throw new InvalidOperationException("The emblem is not marked.");
        }
    }

    /// <summary>One check alone.</summary>
    [Benchmark(Baseline = true)]
    public bool OneBareCheck() => _bare[0].Check();

    /// <summary>From the bytes of a bundle with a new emblem to the verdict.</summary>
    [Benchmark]
    public VerdictOutcome OneOfThem()
    {
        _next = (_next + 1) % Emblems;
        return TrustPolicy.Default.Decide(
            _verifier.Verify(_bundles[_next], HeldEvidence.AssumeCommittedUnsafe, BenchmarkTokens.Now), BenchmarkTokens.Asset).Outcome;
    }
}

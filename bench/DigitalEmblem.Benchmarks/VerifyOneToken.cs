using BenchmarkDotNet.Attributes;

namespace DigitalEmblem.Benchmarks;

/// <summary>One token, its key at hand: decode, claims and signature, beside the bare signature check of the same bytes.</summary>
[MemoryDiagnoser]
public class VerifyOneToken
{
    private byte[] _token = [];
    private VerificationKey _key = null!;
    private BareSignature _bare = null!;

    /// <summary>The algorithm.</summary>
    [Params("ES256", "ES384", "ES512", "Ed25519")]
    public string Algorithm { get; set; } = "";

    /// <summary>Signs the token and imports its key both ways.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var tokens = new BenchmarkTokens(Algorithm);
        _token = tokens.Tokens[0];
        _key = VerificationKey.FromCoseKey(tokens.SigningKeys[0].PublicKey.ToCoseKey());
        _bare = new BareSignature(tokens.SigningKeys[0].PublicKey, Cwt.Read(_token));
    }

    /// <summary>The platform's check alone, of bytes and key prepared beforehand.</summary>
    [Benchmark(Baseline = true)]
    public bool Bare() => _bare.Check();

    /// <summary>The same by the library, from the bytes on the wire.</summary>
    [Benchmark]
    public bool Token() => Cwt.Read(_token).IsSignedBy(_key);
}

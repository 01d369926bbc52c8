using BenchmarkDotNet.Attributes;

namespace DigitalEmblem.Benchmarks;

/// <summary>Reading a COSE_Key, import included, beside the platform's import of the same coordinates.</summary>
[MemoryDiagnoser]
public class ImportKey
{
    private BareImport _bare = null!;
    private byte[] _coseKey = [];

    /// <summary>The algorithm.</summary>
    [Params("ES256", "ES384", "ES512", "Ed25519")]
    public string Algorithm { get; set; } = "";

    /// <summary>Makes a key.</summary>
    [GlobalSetup]
    public void Setup()
    {
        using SoftwareSigningKey key = SigningKey.Generate(SignatureAlgorithm.Parse(Algorithm));
        _bare = new BareImport(key.PublicKey);
        _coseKey = key.PublicKey.ToCoseKey();
    }

    /// <summary>The platform's import.</summary>
    [Benchmark(Baseline = true)]
    public void Bare() => _bare.Import();

    /// <summary>From the bytes on the wire, with its identifier.</summary>
    [Benchmark]
    public VerificationKey CoseKey() => VerificationKey.FromCoseKey(_coseKey);
}

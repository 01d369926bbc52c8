using BenchmarkDotNet.Attributes;

namespace DigitalEmblem.Benchmarks;

/// <summary>
/// A new key and its first signature check: the COSE_Key is read, imported and used, compared with the platform's import of the same
/// coordinates and its first check.
/// </summary>
[MemoryDiagnoser]
public class ImportKey
{
    private BareImport _import = null!;
    private BareSignature _bare = null!;
    private byte[] _data = [];
    private byte[] _signature = [];
    private byte[] _coseKey = [];

    /// <summary>The algorithm.</summary>
    [Params("ES256", "ES384", "ES512", "Ed25519")]
    public string Algorithm { get; set; } = "";

    /// <summary>Makes a key and a signature.</summary>
    [GlobalSetup]
    public void Setup()
    {
        var tokens = new BenchmarkTokens(Algorithm);
        VerificationKey key = tokens.SigningKeys[0].PublicKey;
        UnverifiedToken token = Cwt.Read(tokens.Tokens[0]);
        _import = new BareImport(key);
        _bare = new BareSignature(key, token);
        _data = token.SignedBytes;
        _signature = token.Signature.ToArray();
        _coseKey = key.ToCoseKey();
    }

    /// <summary>The platform's import, and its first check under the key.</summary>
    [Benchmark(Baseline = true)]
    public bool BareImportAndFirstCheck() => _bare.CheckUnderNewKey(_import);

    /// <summary>From the bytes on the wire, with the key's identifier, to the same check.</summary>
    [Benchmark]
    public bool CoseKeyAndFirstCheck() => VerificationKey.FromCoseKey(_coseKey).Verify(_data, _signature);

    /// <summary>Reads the key and checks no signature: the cost of a key in a set that signs none of its tokens.</summary>
    [Benchmark]
    public VerificationKey CoseKeyAlone() => VerificationKey.FromCoseKey(_coseKey);
}

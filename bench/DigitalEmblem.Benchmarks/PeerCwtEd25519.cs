using BenchmarkDotNet.Attributes;
using NSec.Cryptography;
using Ed25519Algorithm = NSec.Cryptography.SignatureAlgorithm;

namespace DigitalEmblem.Benchmarks;

/// <summary>
/// Verifies one CWT emblem signed with Ed25519, which the BCL's COSE does not support: by the library, and by code written by hand over
/// CborReader and NSec. Only the library reads the claims.
/// </summary>
[MemoryDiagnoser]
public class PeerCwtEd25519
{
    private byte[] _token = [];
    private byte[] _spki = [];
    private VerificationKey _key = null!;
    private BareSignature _bare = null!;

    /// <summary>Signs the token, imports the key for each peer, and checks that all accept it and refuse an altered one.</summary>
    [GlobalSetup]
    public async Task SetupAsync()
    {
        var tokens = new BenchmarkTokens("Ed25519");
        _token = tokens.Tokens[0];
        _key = VerificationKey.FromCoseKey(tokens.SigningKeys[0].PublicKey.ToCoseKey());
        _spki = _key.ToSubjectPublicKeyInfo();
        _bare = tokens.Bare()[0];
        // Change the first half of the signature: a change at its end could make it non-canonical, which is refused before the check.
        int at = _token.Length - 60;
        byte[] altered = [.. _token];
        altered[at] ^= 1;
        await Peers.RequireAgreementAsync(
            _token,
            altered,
            ("DigitalEmblem", t => Task.FromResult(Cwt.Read(t).IsSignedBy(_key))),
            ("by hand", t => Task.FromResult(DecodeImportVerify(t))),
            ("bare", t => Task.FromResult(new BareSignature(_key, Cwt.Read(t)).Check())));
    }

    /// <summary>NSec's check alone, of bytes and key prepared beforehand.</summary>
    [Benchmark(Baseline = true)]
    public bool Bare() => _bare.Check();

    /// <summary>Read strictly, claims, and signature, its key at hand.</summary>
    [Benchmark]
    public bool Ours() => Cwt.Read(_token).IsSignedBy(_key);

    /// <summary>CborReader, key import, signature; no claims.</summary>
    [Benchmark]
    public bool ByHandImportingTheKey() => DecodeImportVerify(_token);

    private bool DecodeImportVerify(byte[] token)
    {
        (byte[] signed, byte[] signature) = PlainCwt.Decode(token);
        return Ed25519Algorithm.Ed25519.Verify(
            PublicKey.Import(Ed25519Algorithm.Ed25519, _spki, KeyBlobFormat.PkixPublicKey), signed, signature);
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.Cose;
using BenchmarkDotNet.Attributes;

namespace DigitalEmblem.Benchmarks;

/// <summary>
/// Verifies one CWT emblem signed with ES256: by the library, by the BCL's COSE with an imported key, and by code written by hand that
/// imports the key each time. Only the library reads the claims.
/// </summary>
[MemoryDiagnoser]
public class PeerCwt
{
    private byte[] _token = [];
    private byte[] _spki = [];
    private VerificationKey _key = null!;
    private ECDsa _ecdsa = null!;
    private BareSignature _bare = null!;

    /// <summary>Signs the token, imports the key for each peer, and checks that all accept it and refuse an altered one.</summary>
    [GlobalSetup]
    public async Task SetupAsync()
    {
        var tokens = new BenchmarkTokens("ES256");
        _token = tokens.Tokens[0];
        _key = VerificationKey.FromCoseKey(tokens.SigningKeys[0].PublicKey.ToCoseKey());
        _spki = _key.ToSubjectPublicKeyInfo();
        _ecdsa = ECDsa.Create();
        _ecdsa.ImportSubjectPublicKeyInfo(_spki, out _);
        _bare = tokens.Bare()[0];
        byte[] altered = [.. _token[..^1], (byte)(_token[^1] ^ 1)];
        await Peers.RequireAgreementAsync(
            _token,
            altered,
            ("DigitalEmblem", t => Task.FromResult(Cwt.Read(t).IsSignedBy(_key))),
            ("System.Security.Cryptography.Cose", t => Task.FromResult(CoseMessage.DecodeSign1(t).VerifyEmbedded(_ecdsa))),
            ("by hand", t => Task.FromResult(DecodeImportVerify(t))),
            ("bare", t => Task.FromResult(new BareSignature(_key, Cwt.Read(t)).Check())));
    }

    /// <summary>Closes the key.</summary>
    [GlobalCleanup]
    public void Cleanup() => _ecdsa.Dispose();

    /// <summary>The platform's check alone, of bytes and key prepared beforehand.</summary>
    [Benchmark(Baseline = true)]
    public bool Bare() => _bare.Check();

    /// <summary>Read strictly, claims, and signature, its key at hand.</summary>
    [Benchmark]
    public bool Ours() => Cwt.Read(_token).IsSignedBy(_key);

    /// <summary>The BCL's COSE_Sign1, its key at hand; no claims.</summary>
    [Benchmark]
    public bool CoseSign1Message() => CoseMessage.DecodeSign1(_token).VerifyEmbedded(_ecdsa);

    /// <summary>CborReader, key import, signature; no claims.</summary>
    [Benchmark]
    public bool ByHandImportingTheKey() => DecodeImportVerify(_token);

    private bool DecodeImportVerify(byte[] token)
    {
        (byte[] signed, byte[] signature) = PlainCwt.Decode(token);
        using ECDsa key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(_spki, out _);
        return key.VerifyData(signed, signature, HashAlgorithmName.SHA256);
    }
}

using System.Security.Cryptography;
using System.Text;
using BenchmarkDotNet.Attributes;
using Jose;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DigitalEmblem.Benchmarks;

/// <summary>
/// Verifies one endorsement as deployments sign it (JWS with ES512, and with ES256), with an imported key: by the library, and by two
/// well-known JOSE libraries. The peers read JSON and check the signature; only the library also checks that the claims are those of the
/// profile. None checks the time or the issuer: the library does that in a later step.
/// </summary>
[MemoryDiagnoser]
public class PeerJws
{
    private readonly JsonWebTokenHandler _microsoft = new();
    private string _token = "";
    private VerificationKey _key = null!;
    private ECDsa _ecdsa = null!;
    private BareSignature _bare = null!;
    private TokenValidationParameters _parameters = null!;
    private JwsAlgorithm _joseAlgorithm;

    /// <summary>The algorithm; deployments use ES512.</summary>
    [Params("ES256", "ES512")]
    public string Algorithm { get; set; } = "";

    /// <summary>Signs the token, imports the key for each peer, and checks that all accept it and refuse an altered one.</summary>
    [GlobalSetup]
    public async Task SetupAsync()
    {
        var algorithm = SignatureAlgorithm.Parse(Algorithm);
        using SoftwareSigningKey root = SigningKey.Generate(algorithm), emblem = SigningKey.Generate(algorithm);
        _token = Jws.Sign(BenchmarkTokens.Endorsement(BenchmarkTokens.Society, emblem.PublicKey.JwkIdentifier), root);
        _key = VerificationKey.FromJwk(root.PublicKey.ToJwk());
        _ecdsa = ECDsa.Create();
        _ecdsa.ImportSubjectPublicKeyInfo(root.PublicKey.ToSubjectPublicKeyInfo(), out _);
        _bare = new BareSignature(root.PublicKey, Jws.Read(_token));
        _joseAlgorithm = Enum.Parse<JwsAlgorithm>(Algorithm);
        _parameters = new TokenValidationParameters
        {
            IssuerSigningKey = new ECDsaSecurityKey(_ecdsa),
            ValidAlgorithms = [Algorithm],
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
        };
        await Peers.RequireAgreementAsync(
            _token,
            Altered(_token),
            ("DigitalEmblem", t => Task.FromResult(Jws.Read(t).IsSignedBy(_key))),
            ("Microsoft.IdentityModel", async t => (await _microsoft.ValidateTokenAsync(t, _parameters)).IsValid),
            ("jose-jwt", t => Task.FromResult(JoseAccepts(t))),
            ("bare", t => Task.FromResult(new BareSignature(_key, Jws.Read(t)).Check())));
    }

    /// <summary>Closes the key.</summary>
    [GlobalCleanup]
    public void Cleanup() => _ecdsa.Dispose();

    /// <summary>The platform's check alone, of bytes and key prepared beforehand.</summary>
    [Benchmark(Baseline = true)]
    public bool Bare() => _bare.Check();

    /// <summary>Read strictly, claims of the profile, and signature.</summary>
    [Benchmark]
    public bool Ours() => Jws.Read(_token).IsSignedBy(_key);

    /// <summary>Microsoft.IdentityModel.JsonWebTokens: read, and signature.</summary>
    [Benchmark]
    public async Task<bool> MicrosoftIdentityModel() => (await _microsoft.ValidateTokenAsync(_token, _parameters)).IsValid;

    /// <summary>jose-jwt: signature, and the payload as text; the JSON of the claims is not read.</summary>
    [Benchmark]
    public bool JoseJwt() => JWT.Decode(_token, _ecdsa, _joseAlgorithm).Length > 0;

    private bool JoseAccepts(string token)
    {
        try
        {
            return JWT.Decode(token, _ecdsa, _joseAlgorithm).Length > 0;
        }
        catch (IntegrityException)
        {
            return false;
        }
    }

    private static string Altered(string token)
    {
        int at = token.LastIndexOf('.') + 10;
        return new StringBuilder(token) { [at] = token[at] == 'A' ? 'B' : 'A' }.ToString();
    }
}

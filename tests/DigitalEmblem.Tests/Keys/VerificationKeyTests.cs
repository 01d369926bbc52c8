using System.Security.Cryptography;
using DigitalEmblem.TestSupport;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Tests.Keys;

/// <summary>A key read differently from how it was published verifies nothing, or the wrong thing.</summary>
public class VerificationKeyTests
{
    public static TheoryData<string> Algorithms => [.. SignatureAlgorithm.All.Select(a => a.Name)];

    private static SoftwareSigningKey Key(string algorithm, int index = 0) => TestKeys.Of(SignatureAlgorithm.Parse(algorithm), index);

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Key_EveryForm_ReadsBackAsTheSameKey(string algorithm)
    {
        VerificationKey key = Key(algorithm).PublicKey;
        VerificationKey[] read =
        [
            VerificationKey.FromCoseKey(key.ToCoseKey()), VerificationKey.FromJwk(key.ToJwk()),
            VerificationKey.FromPem(key.ToPem()), VerificationKey.FromSubjectPublicKeyInfo(key.ToSubjectPublicKeyInfo()),
        ];
        Assert.All(read, k => Assert.Equal((key, key.CoseIdentifier, key.JwkIdentifier), (k, k.CoseIdentifier, k.JwkIdentifier)));
        Assert.NotEqual(key.CoseIdentifier, key.JwkIdentifier);
        Assert.Equal(key.CoseIdentifier, KeyIdentifier.Parse(key.CoseIdentifier.ToString()));
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Verify_OwnSignature_HoldsAndNothingElseDoes(string algorithm)
    {
        SoftwareSigningKey key = Key(algorithm);
        byte[] data = [1, 2, 3];
        byte[] signature = key.Sign(data);

        Assert.Equal(key.Algorithm.SignatureLength, signature.Length);
        Assert.True(key.PublicKey.Verify(data, signature));
        Assert.False(key.PublicKey.Verify([1, 2, 4], signature));
        Assert.False(Key(algorithm, 1).PublicKey.Verify(data, signature));
        Assert.False(key.PublicKey.Verify(data, signature.AsSpan(1)));
        Assert.False(key.PublicKey.Verify(data, [.. signature, 0]));
        Assert.False(key.PublicKey.Verify(data, []));
        Assert.False(key.PublicKey.Verify(data, new byte[signature.Length]));
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("ES512")]
    public void FromCoseKey_CompressedPoint_IsTheSameKey(string algorithm)
    {
        for (int i = 0; i < 4; i++)
        {
            VerificationKey key = Key(algorithm, i).PublicKey;
            bool odd = (key.Y[^1] & 1) == 1;
            Assert.Equal(key.Y, CurveEquation.Y(key.Algorithm, key.X, odd));
            Assert.NotEqual(key.Y, CurveEquation.Y(key.Algorithm, key.X, !odd));
            byte[] full = key.ToCoseKey();
            byte[] compressed = [.. full[..^(key.Y.Length + 2)], (byte)(odd ? 0xf5 : 0xf4)];
            Assert.Equal(key, VerificationKey.FromCoseKey(compressed));
        }
    }

    [Property]
    public void CurveEquation_AnyX_HasAPointOrNone(byte[] seed)
    {
        byte[] x = SHA256.HashData(seed);
        if (CurveEquation.Y(SignatureAlgorithm.ES256, x, odd: false) is { } y)
        {
            VerificationKey.Create(SignatureAlgorithm.ES256, x, y); // throws off the curve
        }
    }

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void FromJwk_NotForVerifying_IsRefused(string algorithm)
    {
        string jwk = Key(algorithm).PublicKey.ToJwk();
        string With(string member) => jwk[..^1] + "," + member + "}";

        Assert.Equal(
            Key(algorithm).PublicKey, VerificationKey.FromJwk(With("\"use\":\"sig\",\"key_ops\":[\"verify\"],\"kid\":\"believe me\"")));
        Assert.Equal("jwk.use", Refusal(() => VerificationKey.FromJwk(With("\"use\":\"enc\""))).Path);
        Assert.Equal("jwk.key_ops", Refusal(() => VerificationKey.FromJwk(With("\"key_ops\":[\"encrypt\"]"))).Path);
        Assert.Equal("jwk.d", Refusal(() => VerificationKey.FromJwk(With("\"d\":\"AA\""))).Path);
        Assert.Equal("jwk.alg", Refusal(() => VerificationKey.FromJwk(
            jwk.Replace($"\"alg\":\"{Key(algorithm).Algorithm.JoseName}\",", "", StringComparison.Ordinal))).Path);
        Refusal(() => VerificationKey.FromJwk(With("\"kty\":\"EC\"")));
        Refusal(() => VerificationKey.FromJwk(jwk + "x"));
        Refusal(() => VerificationKey.FromJwk("[]"));
    }

    [Fact]
    public void FromJwk_JoseEd25519_IsEdDsa()
    {
        string jwk = Key("Ed25519").PublicKey.ToJwk();
        Assert.Equal(VerificationKey.FromJwk(jwk), VerificationKey.FromJwk(jwk.Replace("EdDSA", "Ed25519", StringComparison.Ordinal)));
    }

    [Fact]
    public void FromPem_ForeignOrPrivateKey_IsRefusedInWords()
    {
        using ECDsa foreign = ECDsa.Create(ECCurve.CreateFromFriendlyName("secp256k1"));
        using ECDsa brainpool = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        using RSA rsa = RSA.Create(2048);

        Refusal(() => VerificationKey.FromPem(foreign.ExportSubjectPublicKeyInfoPem()));
        Refusal(() => VerificationKey.FromPem(brainpool.ExportSubjectPublicKeyInfoPem()));
        Refusal(() => VerificationKey.FromPem(rsa.ExportSubjectPublicKeyInfoPem()));
        Refusal(() => VerificationKey.FromPem("no pem"));
        Assert.Contains(
            "a private key", Refusal(() => VerificationKey.FromPem(Key("ES256").ToPlaintextPemUnsafe())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromSubjectPublicKeyInfo_ExplicitParameters_IsRefused()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ECParameters explicitParameters = key.ExportExplicitParameters(includePrivateParameters: false);
        using ECDsa copy = ECDsa.Create(explicitParameters);
        Refusal(() => VerificationKey.FromSubjectPublicKeyInfo(copy.ExportSubjectPublicKeyInfo()));
    }

    [Fact]
    public void Ed25519_KeysOfSmallOrder_VerifyNothing()
    {
        byte[] signature = new byte[64];
        foreach (byte first in (byte[])[0, 1, 0xec, 0xed, 0xee])
        {
            byte[] x = Enumerable.Repeat((byte)(first >= 0xec ? 0xff : 0), 32).ToArray();
            x[0] = first;
            x[31] &= 0x7f;
            VerificationKey? key = null;
            try
            {
                key = VerificationKey.Create(SignatureAlgorithm.Ed25519, x, []);
            }
            catch (TokenFormatException)
            {
            }

            signature[0] = 1;
            Assert.False(key?.Verify([1], signature) ?? false);
            Assert.False(key?.Verify([1], new byte[64]) ?? false);
        }
    }

    private static TokenFormatException Refusal(Action action) => Assert.Throws<TokenFormatException>(action);
}

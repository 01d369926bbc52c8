using System.Security.Cryptography;
using DigitalEmblem.Fuzz.Running;

namespace DigitalEmblem.Fuzz.Targets;

/// <summary>Public and private keys in every form.</summary>
internal static class KeyTargets
{
    private static readonly IReadOnlyList<byte[]> DerWords =
    [
        Convert.FromHexString("06072A8648CE3D0201"), Convert.FromHexString("06082A8648CE3D030107"), Convert.FromHexString("06052B81040022"),
        Convert.FromHexString("06052B81040023"), Convert.FromHexString("06052B8104000A"), Convert.FromHexString("06032B6570"),
        Convert.FromHexString("06032B6571"),
        Convert.FromHexString("06092A864886F70D010101"), [0x30, 0x80], [0x30, 0x84, 0x7f, 0xff, 0xff, 0xff], [0x03, 0x01], [0x05, 0x00],
    ];

    private static readonly IReadOnlyList<byte[]> PemWords = Text.Words(
        "-----BEGIN PUBLIC KEY-----", "-----END PUBLIC KEY-----", "-----BEGIN PRIVATE KEY-----", "-----BEGIN ENCRYPTED PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----",
        "Proc-Type: 4,ENCRYPTED\n", "DEK-Info: AES-256-CBC,00\n", "\r\n", "\ufeff", "    ");

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("cose-key", input => Check(Invariant.Read(() => VerificationKey.FromCoseKey(input))))
        {
            Words = [[0x01, 0x02], [0x20, 0x01], [0x20, 0x06], [0x22, 0xf5], [0x03, 0x26], [0xbf], [0x23]]
        },
        new("jwk", input => Check(Invariant.Read(() => VerificationKey.FromJwk(Text.Of(input)))))
        {
            Words = Text.Words(
                "\"kty\":\"EC\"", "\"kty\":\"OKP\"", "\"crv\":\"P-256\"", "\"crv\":\"P-521\"", "\"crv\":\"Ed25519\"", "\"alg\":\"ES256\"",
                "\"d\":\"AA\"", "\"key_ops\":[\"sign\"]", "{", "}"),
        },
        new("spki", input => Check(Invariant.Read(() => VerificationKey.FromSubjectPublicKeyInfo(input.Span)))) { Words = DerWords },
        new("public-pem", input => Check(Invariant.Read(() => VerificationKey.FromPem(Text.Of(input))))) { Words = PemWords },
        new("private-pem", PrivatePem) { Words = PemWords, BaseBytes = 1 << 20, MaxLength = 2048 },
        new("pkcs8", Pkcs8) { Words = DerWords, BaseBytes = 1 << 20, MaxLength = 2048 },
    ];

    private static void Check(VerificationKey? key)
    {
        if (key is null)
        {
            return;
        }

        Invariant.Equal(key, VerificationKey.FromCoseKey(key.ToCoseKey()), "a key through COSE_Key");
        Invariant.Equal(key, VerificationKey.FromJwk(key.ToJwk()), "a key through JWK");
        Invariant.Equal(key, VerificationKey.FromSubjectPublicKeyInfo(key.ToSubjectPublicKeyInfo()), "a key through SubjectPublicKeyInfo");
        Invariant.Equal(key, VerificationKey.FromPem(key.ToPem()), "a key through PEM");
        Invariant.Equal(key.JwkIdentifier, VerificationKey.FromCoseKey(key.ToCoseKey()).JwkIdentifier, "the identifier of a key");
        try
        {
            Invariant.Holds(!key.Verify("data"u8, new byte[64]), "a signature of zeros verifies");
        }
        catch (CryptographicException)
        {
            // A key that the platform cannot use throws this at its first signature, as documented.
        }
    }

    private static void PrivatePem(ReadOnlyMemory<byte> input) => CheckPrivate(() => SigningKey.FromPem(Text.Of(input), "demo"));

    private static void Pkcs8(ReadOnlyMemory<byte> input) =>
        CheckPrivate(() => SigningKey.FromPem(PemEncoding.WriteString("PRIVATE KEY", input.Span)));

    private static void CheckPrivate(Func<SoftwareSigningKey> read)
    {
        try
        {
            using SoftwareSigningKey? key = Invariant.Read(read);
            Invariant.Holds(
                key is null || key.PublicKey.Verify("data"u8, key.Sign("data"u8)),
                "what a private key signs does not verify under its public key");
        }
        catch (CryptographicException e)
        {
            Invariant.Harmless(e.Message, "why a private key was refused");
        }
    }
}

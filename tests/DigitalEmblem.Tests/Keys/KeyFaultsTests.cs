using System.Formats.Asn1;
using System.Security.Cryptography;
using DigitalEmblem.TestSupport;
using DigitalEmblem.Tests.Transparency;
using Xunit;

namespace DigitalEmblem.Tests.Keys;

/// <summary>
/// Damaged and hostile keys. An exception that nobody expects ends the process that should have said whether a hospital is marked.
/// </summary>
[Trait("Category", "Faults")]
public class KeyFaultsTests
{
    public static TheoryData<string> Algorithms => [.. SignatureAlgorithm.All.Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void EveryTruncationChangeAndTrailingByte_IsTheOneExceptionOrARead(string algorithm)
    {
        SoftwareSigningKey key = TestKeys.Of(SignatureAlgorithm.Parse(algorithm));
        foreach ((byte[] der, Action<byte[]> read) in Forms(key))
        {
            read(der);
            for (int length = 0; length < der.Length; length++)
            {
                Assert.Throws<TokenFormatException>(() => read(der[..length]));
            }

            Assert.Throws<TokenFormatException>(() => read([.. der, 0]));
            for (int at = 0; at < der.Length; at++)
            {
                foreach (byte value in (byte[])[0x80, (byte)(der[at] ^ 1)])
                {
                    byte[] altered = [.. der];
                    altered[at] = value;
                    Mutations.IsRead(() => read(altered));
                }
            }
        }
    }

    /// <summary>RFC 5958 (version 2): attributes, and the public key beside the private one.</summary>
    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Version2_WithPublicKeyAndAttributes_IsReadAndTheKeysMustMatch(string algorithm)
    {
        SoftwareSigningKey key = TestKeys.Of(SignatureAlgorithm.Parse(algorithm)), other = TestKeys.Of(key.Algorithm, 1);
        foreach (bool attributes in (bool[])[false, true])
        {
            Assert.Equal(key.PublicKey, PrivateKeyReader.ReadPkcs8(Version2(key, null, attributes)).PublicKey);
            Assert.Equal(key.PublicKey, PrivateKeyReader.ReadPkcs8(Version2(key, key.PublicKey, attributes)).PublicKey);
            Assert.Contains(
                "not that of the private key",
                Assert.Throws<TokenFormatException>(() => PrivateKeyReader.ReadPkcs8(Version2(key, other.PublicKey, attributes))).Message,
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("1.3.132.0.10", "secp256k1")]
    [InlineData("1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1")]
    [InlineData("1.2.3.4.5", "1.2.3.4.5")]
    [InlineData("0.0", "0.0")]
    public void UnknownCurve_IsNamed(string oid, string name)
    {
        byte[] spki = Spki(w => w.WriteObjectIdentifier(oid), [4, .. new byte[64]]);
        TokenFormatException refusal = Assert.Throws<TokenFormatException>(() => VerificationKey.FromSubjectPublicKeyInfo(spki));
        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(FormatFault.Unsupported, refusal.Fault);
        Assert.Throws<TokenFormatException>(() => LogKey.Read(spki));
        byte[] record = System.Text.Encoding.ASCII.GetBytes($"adem-key={Convert.ToBase64String(spki)}\n");
        Assert.Equal(FormatFault.Unsupported, Assert.Single(UnverifiedTokens.Read(record, "here").Items).Fault!.Fault);
    }

    [Fact]
    public void IterationCountOrSaltOfAHostileFile_IsRefusedBeforeItIsTried()
    {
        foreach (string count in (string[])["10000001", "2147483647", "2147483648", "340282366920938463463374607431768211456", "0", "-1"])
        {
            TokenFormatException refusal = Assert.Throws<TokenFormatException>(() => EncryptedPrivateKey.Read(
                Encrypted(System.Numerics.BigInteger.Parse(count, System.Globalization.CultureInfo.InvariantCulture))));
            Assert.Contains("iteration count", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Throws<CryptographicException>(() => EncryptedPrivateKey.Read(Encrypted(1)).Decrypt("x"));
    }

    [Theory]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PUBLIC KEY-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN PRIVATE KEY----------END PRIVATE KEY-----")]
    [InlineData("-----BEGIN ")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    public void PemThatIsCutOrMixed_IsTheOneException(string pem)
    {
        Assert.Throws<TokenFormatException>(() => SigningKey.FromPem(pem));
        Assert.Throws<TokenFormatException>(() => VerificationKey.FromPem(pem.Replace("PRIVATE", "PUBLIC", StringComparison.Ordinal)));
    }

    private static IEnumerable<(byte[] Der, Action<byte[]> Read)> Forms(SoftwareSigningKey key)
    {
        yield return (key.PublicKey.ToSubjectPublicKeyInfo(), der => VerificationKey.FromSubjectPublicKeyInfo(der));
        yield return (key.ToPkcs8(), der => PrivateKeyReader.ReadPkcs8(der).Dispose());
        yield return (Version2(key, key.PublicKey, attributes: true), der => PrivateKeyReader.ReadPkcs8(der).Dispose());
        yield return (Encrypted(1), der => EncryptedPrivateKey.Read(der));
        if (key.Ecdsa is { } ecdsa)
        {
            yield return (ecdsa.ExportECPrivateKey(), der => PrivateKeyReader.ReadSec1(der).Dispose());
        }

        if (key.Algorithm == SignatureAlgorithm.ES256)
        {
            yield return (key.PublicKey.ToSubjectPublicKeyInfo(), der => LogKey.Read(der));
        }
    }

    private static byte[] Version2(SoftwareSigningKey key, VerificationKey? publicKey, bool attributes)
    {
        AsnReader version1 = new AsnReader(key.ToPkcs8(), AsnEncodingRules.DER).ReadSequence();
        version1.ReadEncodedValue();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            writer.WriteEncodedValue(version1.ReadEncodedValue().Span);
            writer.WriteEncodedValue(version1.ReadEncodedValue().Span);
            if (attributes)
            {
                using (writer.PushSetOf(new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true)))
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier("1.2.840.113549.1.9.9.20");
                    using (writer.PushSetOf())
                    {
                        writer.WriteCharacterString(UniversalTagNumber.UTF8String, "Curdle Chairs");
                    }
                }
            }

            if (publicKey is not null)
            {
                writer.WriteBitString(
                    publicKey.Algorithm.IsEcdsa ? [4, .. publicKey.X, .. publicKey.Y] : publicKey.X,
                    0,
                    new Asn1Tag(TagClass.ContextSpecific, 1));
            }
        }

        return writer.Encode();
    }

    private static byte[] Spki(Action<AsnWriter> parameters, byte[] point)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.10045.2.1");
                parameters(writer);
            }

            writer.WriteBitString(point);
        }

        return writer.Encode();
    }

    private static byte[] Encrypted(System.Numerics.BigInteger iterations)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.113549.1.5.13");
                using (writer.PushSequence())
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier("1.2.840.113549.1.5.12");
                        using (writer.PushSequence())
                        {
                            writer.WriteOctetString(new byte[16]);
                            writer.WriteInteger(iterations);
                            using (writer.PushSequence())
                            {
                                writer.WriteObjectIdentifier("1.2.840.113549.2.9");
                                writer.WriteNull();
                            }
                        }
                    }

                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier("2.16.840.1.101.3.4.1.42");
                        writer.WriteOctetString(new byte[16]);
                    }
                }
            }

            writer.WriteOctetString(new byte[64]);
        }

        return writer.Encode();
    }
}

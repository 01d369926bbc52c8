using System.Security.Cryptography;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Keys;

/// <summary>Anyone who gets a private key signs in its owner's name; anyone who cannot open their own cannot sign at all.</summary>
public class SigningKeyTests
{
    public static TheoryData<string> Algorithms => [.. SignatureAlgorithm.All.Select(a => a.Name)];

    [Theory]
    [MemberData(nameof(Algorithms))]
    public void Pem_EncryptedAndNot_ReadsBackAsTheSameKey(string algorithm)
    {
        SoftwareSigningKey key = TestKeys.Of(SignatureAlgorithm.Parse(algorithm));
        string encrypted = key.ToEncryptedPem("correct horse");

        using SoftwareSigningKey read = SigningKey.FromPem(encrypted, "correct horse");
        using SoftwareSigningKey plain = SigningKey.FromPem(key.ToPlaintextPemUnsafe());
        Assert.Equal((key.PublicKey, key.PublicKey), (read.PublicKey, plain.PublicKey));
        Assert.True(key.PublicKey.Verify([7], read.Sign([7])));
        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----", encrypted, StringComparison.Ordinal);
    }

    [Fact]
    public void Pem_WrongOrMissingPassphrase_IsSaidInWords()
    {
        string pem = TestKeys.Of(SignatureAlgorithm.Ed25519).ToEncryptedPem("right");
        Assert.Contains(
            "passphrase is wrong",
            Assert.Throws<CryptographicException>(() => SigningKey.FromPem(pem, "wrong")).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "no passphrase", Assert.Throws<CryptographicException>(() => SigningKey.FromPem(pem)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TestKeys.Of(SignatureAlgorithm.Ed25519).ToEncryptedPem(""));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no key")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----")]
    public void FromPem_NoKey_IsRefused(string pem) => Assert.Throws<TokenFormatException>(() => SigningKey.FromPem(pem));

    [Fact]
    public void FromPem_Sec1AsOpenSslWritesIt_IsRead()
    {
        using ECDsa ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using SoftwareSigningKey key = SigningKey.FromPem(ecdsa.ExportECPrivateKeyPem());
        Assert.Equal(SignatureAlgorithm.ES384, key.Algorithm);
    }

    [Fact]
    public void PrivateKeyFile_New_IsForItsOwnerOnlyAndNeverOverwritten()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        string path = Path.Combine(folder, "key.pem");
        PrivateKeyFile.Write(path, TestKeys.Of(SignatureAlgorithm.ES256), "secret");

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        string before = File.ReadAllText(path);
        Assert.Throws<IOException>(() => PrivateKeyFile.WritePlaintextUnsafe(path, TestKeys.Of(SignatureAlgorithm.ES384)));
        Assert.Equal(before, File.ReadAllText(path));
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The door for a hardware key: a platform key that signs hashes and exports nothing private.</summary>
    [Fact]
    public void FromECDsa_KeyThatOnlySignsHashes_SignsTokens()
    {
        using var hardware = new HashSigner();
        using SigningKey key = SigningKey.FromECDsa(hardware);
        var emblem = new Emblem
        {
            Assets = [AssetIdentifier.Parse("www.society.example")],
            Purposes = Purposes.Protective,
            Validity = Validity.From(DateTimeOffset.UnixEpoch, TimeSpan.FromHours(1)),
        };

        Assert.True(Cwt.Read(Cwt.Sign(emblem, key)).IsSignedBy(key.PublicKey));
        Assert.True(Jws.Read(Jws.Sign(emblem, key)).IsSignedBy(key.PublicKey));
        Assert.True(hardware.Signatures >= 2);
    }

    private sealed class HashSigner : ECDsa
    {
        private readonly ECDsa _inside = Create(ECCurve.NamedCurves.nistP256);

        public int Signatures { get; private set; }

        public override int KeySize
        {
            get => 256;
            set => throw new NotSupportedException();
        }

        public override byte[] SignHash(byte[] hash)
        {
            Signatures++;
            return _inside.SignHash(hash);
        }

        public override bool VerifyHash(byte[] hash, byte[] signature) => _inside.VerifyHash(hash, signature);

        public override ECParameters ExportParameters(bool includePrivateParameters) =>
            includePrivateParameters
                ? throw new CryptographicException("The key does not leave the device.")
                : _inside.ExportParameters(false);

        protected override byte[] HashData(byte[] data, int offset, int count, HashAlgorithmName hashAlgorithm) =>
            CryptographicOperations.HashData(hashAlgorithm, data.AsSpan(offset, count).ToArray());

        protected override void Dispose(bool disposing)
        {
            _inside.Dispose();
            base.Dispose(disposing);
        }
    }
}

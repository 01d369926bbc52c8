using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using DigitalEmblem.TestSupport;
using Xunit;

namespace DigitalEmblem.Tests.Transparency;

/// <summary>
/// Chains as people have them. If an order, a mark or a second certificate of one name hides the issuer, an honest commitment is lost; if
/// weak signatures count, a forged one is believed.
/// </summary>
public class EveryIssuerTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 28, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void FindPath_OtherKeysOfTheSameNames_TriesEach()
    {
        using Party root = Party.Root("Root"),
            otherRoot = Party.Root("Root"),
            middle = root.Under("Middle"),
            otherMiddle = otherRoot.Under("Middle"),
            sameName = Party.Root("Middle");
        byte[] leaf = middle.Leaf();
        RootStore roots = RootStore.Read([otherRoot.Der, root.Der]);
        foreach (ReadOnlyMemory<byte>[] chain in new ReadOnlyMemory<byte>[][]
        {
            [leaf, middle.Der],
            [leaf, otherMiddle.Der, middle.Der],
            [leaf, middle.Der, otherMiddle.Der],
            [leaf, sameName.Der, otherMiddle.Der, otherRoot.Der, middle.Der],
        })
        {
            CertificatePath path = roots.FindPath(chain, Now);
            Assert.True(path.Holds, path.Fault);
            Assert.False(RootStore.Read(otherRoot.Der).FindPath(chain, Now).Holds);
        }
    }

    [Fact]
    public void FindPath_MuchOfOneNameAndKey_EndsSoon()
    {
        using Party loop = Party.Root("Loop"), stranger = Party.Root("Stranger");
        ReadOnlyMemory<byte>[] chain = [loop.Leaf(), .. Enumerable.Range(0, 9).Select(_ => (ReadOnlyMemory<byte>)loop.Again())];
        Assert.False(RootStore.Read(stranger.Der).FindPath(chain, Now).Holds);
    }

    [Theory]
    [InlineData("SHA1", 2048, "SHA-1")]
    [InlineData("MD5", 2048, "MD5")]
    [InlineData("SHA256", 1024, "1024")]
    public void FindPath_WeakBelowTheRootOrAnywhere_DoesNotHoldAndSaysWhy(string hash, int bits, string why)
    {
        using Party root = Party.RsaRoot("Root", bits, HashAlgorithmName.SHA256);
        byte[] leaf = root.Leaf(new HashAlgorithmName(hash));
        CertificatePath path = RootStore.Read(root.Der).FindPath([leaf], Now);
        Assert.False(path.Holds);
        Assert.Contains(why, path.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void FindPath_RootSignedWithSha1_Holds()
    {
        using Party root = Party.RsaRoot("Root", 2048, HashAlgorithmName.SHA1);
        CertificatePath path = RootStore.Read(root.Der).FindPath([root.Leaf()], Now);
        Assert.True(path.Holds, path.Fault);
    }

    [Fact]
    public void Read_ReversedShuffledMarkedAndIndented_IsTheSameChain()
    {
        using var authority = new TestAuthority(Now);
        using var v1 = new TestLog(LogKind.Rfc6962, Now);
        BindingChain chain = authority.Issue(["society.example"], [v1]);
        string[] blocks =
        [
            .. chain.Certificates.Select(c => PemEncoding.WriteString("CERTIFICATE", c.Span)),
            Encoding.ASCII.GetString(authority.RootPem)
        ];
        foreach (string[] order in new string[][]
        {
            [blocks[0], blocks[1], blocks[2]],
            [blocks[2], blocks[1], blocks[0]],
            [blocks[1], blocks[0], blocks[2]],
            [blocks[1], blocks[2], blocks[0]]
        })
        {
            string text = "Certificate chain\n" + string.Join("\n s:CN = words\n", order) + "\n";
            foreach (byte[] bytes in new[]
            {
                Encoding.ASCII.GetBytes(text),
                [0xef, 0xbb, 0xbf, .. Encoding.ASCII.GetBytes(string.Join('\n', order))],
                Encoding.ASCII.GetBytes(text.Replace("\n", "\r\n  ", StringComparison.Ordinal)),
                [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)],
            })
            {
                BindingChain read = BindingChain.Read(bytes, "here");
                Assert.Equal(3, read.Certificates.Count);
                Assert.True(read.Certificates[0].Span.SequenceEqual(chain.Certificates[0].Span));
                Assert.Equal(chain.LogEntries(), read.LogEntries());
            }
        }

        Assert.Throws<TokenFormatException>(() => BindingChain.Read(Encoding.ASCII.GetBytes(blocks[0] + "\n" + blocks[1][..^30]), "here"));
    }

    [Fact]
    public void LogEntries_SecondCertificateOfTheIssuersName_GivesTheEntryOfTheOneThatSigned()
    {
        using var authority = new TestAuthority(Now);
        using var other = new TestAuthority(Now);
        using var v1 = new TestLog(LogKind.Rfc6962, Now);
        BindingChain chain = authority.Issue(["society.example"], [v1]);
        var mixed = BindingChain.Of([chain.Certificates[0], other.Intermediate, chain.Certificates[1]], "here");
        Assert.Equal(chain.LogEntries(), mixed.LogEntries());
    }

    private sealed class Party : IDisposable
    {
        private static int s_serial;

        private readonly AsymmetricAlgorithm _key;
        private readonly X509Certificate2 _certificate;

        private Party(AsymmetricAlgorithm key, X509Certificate2 certificate)
        {
            _key = key;
            _certificate = certificate;
        }

        public ReadOnlyMemory<byte> Der => _certificate.RawData;

        private X509SignatureGenerator Signer =>
            _key is RSA rsa
                ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1)
                : X509SignatureGenerator.CreateForECDsa((ECDsa)_key);

        public static Party Root(string name) => Signed(name, ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256, null);

        public static Party RsaRoot(string name, int bits, HashAlgorithmName hash) => Signed(name, RSA.Create(bits), hash, null);

        public Party Under(string name) => Signed(name, ECDsa.Create(ECCurve.NamedCurves.nistP256), HashAlgorithmName.SHA256, this);

        /// <summary>Another certificate of the same name and key, issued by itself.</summary>
        public byte[] Again()
        {
            using X509Certificate2 again = Request(_certificate.SubjectName, new PublicKey(_key), authority: true)
                .Create(_certificate.SubjectName, Signer, Now.AddYears(-1), Now.AddYears(1), Serial());
            return again.RawData;
        }

        public byte[] Leaf(HashAlgorithmName? hash = null)
        {
            using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            CertificateRequest request = Request(new X500DistinguishedName("CN=leaf"), new PublicKey(key), authority: false, hash);
            using X509Certificate2 leaf = request.Create(
                _certificate.SubjectName, new Weak(Signer, _key), Now.AddYears(-1), Now.AddYears(1), Serial());
            return leaf.RawData;
        }

        public void Dispose()
        {
            _key.Dispose();
            _certificate.Dispose();
        }

        private static Party Signed(string name, AsymmetricAlgorithm key, HashAlgorithmName hash, Party? by)
        {
            var subject = new X500DistinguishedName($"CN={name}");
            var unsigned = new Party(key, null!);
            X509SignatureGenerator signer = by is null ? new Weak(unsigned.Signer, key) : by.Signer;
            return new Party(key, Request(subject, new PublicKey(key), authority: true, hash)
                .Create(by?._certificate.SubjectName ?? subject, signer, Now.AddYears(-1), Now.AddYears(1), Serial()));
        }

        // Without key identifiers, by which the platform would find the right one of a name.
        private static CertificateRequest Request(
            X500DistinguishedName subject, PublicKey key, bool authority, HashAlgorithmName? hash = null)
        {
            var request = new CertificateRequest(subject, key, hash ?? HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, false, 0, true));
            return request;
        }

        private static byte[] Serial() => [1, .. BitConverter.GetBytes(Interlocked.Increment(ref s_serial))];
    }

    /// <summary>Signs with RSA and the older hashes too, which the platform's own generator refuses.</summary>
    private sealed class Weak(X509SignatureGenerator inner, AsymmetricAlgorithm key) : X509SignatureGenerator
    {
        private static readonly Dictionary<string, byte[]> Identifiers = new()
        {
            ["MD5"] = [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x04, 0x05, 0x00],
            ["SHA1"] = [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x05, 0x05, 0x00],
        };

        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) =>
            Identifiers.TryGetValue(hashAlgorithm.Name!, out byte[]? identifier)
                ? identifier
                : inner.GetSignatureAlgorithmIdentifier(hashAlgorithm);

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) =>
            Identifiers.ContainsKey(hashAlgorithm.Name!)
                ? ((RSA)key).SignData(data, hashAlgorithm, RSASignaturePadding.Pkcs1)
                : inner.SignData(data, hashAlgorithm);

        protected override PublicKey BuildPublicKey() => new(key);
    }
}

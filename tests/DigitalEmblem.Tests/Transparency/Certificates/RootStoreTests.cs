using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Xunit;

namespace DigitalEmblem.Tests.Transparency;

/// <summary>
/// The way to a root. If a way is found where there is none, anyone is an issuer; if a good one is missed, an honest commitment is lost.
/// </summary>
public class RootStoreTests
{
    private const string Poison = "1.3.6.1.4.1.11129.2.4.3";

    private static readonly DateTimeOffset At = Issuer.From.AddYears(1);
    private static readonly Issuer Root = Issuer.Root("Root");
    private static readonly Issuer Middle = Root.Under("Middle");
    private static readonly Issuer Low = Middle.Under("Low");
    private static readonly byte[] Leaf = Low.Issue();

    [Fact]
    public void FindPath_ChainInAnyOrder_LeadsToTheRootAndListsTheWay()
    {
        ReadOnlyMemory<byte> stranger = Issuer.Root("Stranger").Der;
        foreach (ReadOnlyMemory<byte>[] rest in new ReadOnlyMemory<byte>[][]
        {
            [Low.Der, Middle.Der],
            [Middle.Der, Low.Der],
            [Root.Der, Middle.Der, Low.Der],
            [stranger, Middle.Der, stranger, Low.Der]
        })
        {
            CertificatePath path = Root.AsRoot().FindPath([Leaf, .. rest], At);
            Assert.True(path.Holds, path.Fault);
            Assert.Equal(
                new[] { Leaf, Low.Der, Middle.Der, Root.Der }
                    .Select(c => Convert.ToHexString(TbsCertificate.OfCertificate(c).Encoded.Span)),
                path.Certificates.Select(c => Convert.ToHexString(c.Encoded.Span)));
        }
    }

    [Fact]
    public void FindPath_CertificateBetweenMissing_LeadsNowhere()
    {
        foreach (ReadOnlyMemory<byte>[] rest in new ReadOnlyMemory<byte>[][] { [], [Low.Der], [Middle.Der], [Root.Der] })
        {
            CertificatePath path = Root.AsRoot().FindPath([Leaf, .. rest], At);
            Assert.False(path.Holds);
            Assert.Contains("leads to", path.Fault, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void FindPath_AnotherRoot_EvenOfTheSameName_LeadsNowhere()
    {
        foreach (Issuer other in new[] { Issuer.Root("Other"), Issuer.Root("Root") })
        {
            Assert.False(other.AsRoot().FindPath([Leaf, Low.Der, Middle.Der], At).Holds);
            Assert.False(other.AsRoot().FindPath([Leaf, Low.Der, Middle.Der, Root.Der], At).Holds);
        }

        Assert.False(RootStore.System.FindPath([Leaf, Low.Der, Middle.Der, Root.Der], At).Holds);
    }

    [Fact]
    public void FindPath_TimeOutsideOfAnyCertificatesValidity_DoesNotHold()
    {
        DateTimeOffset end = At.AddDays(10);
        Issuer shortRoot = Issuer.Root("Short root", end),
            shortMiddle = Root.Under("Short middle", end),
            ofShortRoot = shortRoot.Under("Under it", end);
        (RootStore Roots, ReadOnlyMemory<byte>[] Chain)[] lapsing =
        [
            (Root.AsRoot(), [Middle.Issue(until: end), Middle.Der]),
            (Root.AsRoot(), [shortMiddle.Issue(until: end), shortMiddle.Der]),
            (shortRoot.AsRoot(), [ofShortRoot.Issue(until: end), ofShortRoot.Der]),
        ];
        foreach ((RootStore roots, ReadOnlyMemory<byte>[] chain) in lapsing)
        {
            Assert.True(roots.FindPath(chain, end.AddSeconds(-1)).Holds);
            Assert.True(roots.FindPath(chain, Issuer.From).Holds);
            CertificatePath late = roots.FindPath(chain, end.AddSeconds(1)), early = roots.FindPath(chain, Issuer.From.AddSeconds(-1));
            Assert.False(late.Holds);
            Assert.False(early.Holds);
            Assert.Contains("not valid at that time", late.Fault, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void FindPath_SignatureOfTheLeafChanged_DoesNotHold()
    {
        byte[] altered = [.. Leaf];
        altered[^1] ^= 1;
        Assert.False(Root.AsRoot().FindPath([altered, Low.Der, Middle.Der], At).Holds);
    }

    [Fact]
    public void FindPath_LeafAsIssuer_DoesNotHold()
    {
        // A certificate that is no authority signs another one.
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 root = NewRoot(key);
        using var leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var leafRequest = new CertificateRequest("CN=Leaf", leafKey, HashAlgorithmName.SHA256);
        leafRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        using X509Certificate2 leaf = leafRequest.Create(root, Issuer.From, Issuer.Until, [1, 2]);
        using var forgedKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 forged = new CertificateRequest("CN=Forged", forgedKey, HashAlgorithmName.SHA256).Create(
            leaf.SubjectName, X509SignatureGenerator.CreateForECDsa(leafKey), Issuer.From, Issuer.Until, [3, 4]);

        var roots = RootStore.Read(root.RawData);

        Assert.True(roots.FindPath([leaf.RawData], At).Holds);
        Assert.False(roots.FindPath([forged.RawData, leaf.RawData], At).Holds);
    }

    [Fact]
    public void FindPath_PoisonOfAPrecertificate_IsNoFaultAndOtherCriticalExtensionsAre()
    {
        Assert.True(
            Root.AsRoot().FindPath([Middle.Issue("society.example", null, new X509Extension(Poison, [5, 0], true)), Middle.Der], At).Holds);
        Assert.False(Root.AsRoot().FindPath(
            [Middle.Issue("society.example", null, new X509Extension("1.3.6.1.4.1.99999.1", [5, 0], true)), Middle.Der], At).Holds);
    }

    /// <summary>What a log delivers above a certificate may be anything; it was thrown over the verifier's head.</summary>
    [Fact]
    public void FindPath_BytesThatAreNoCertificate_IsAFaultAndNotAnException()
    {
        ReadOnlyMemory<byte> garbage = new byte[] { 1, 2, 3 };
        Assert.False(Root.AsRoot().FindPath([Leaf, garbage], At).Holds);
        Assert.False(Root.AsRoot().FindPath([garbage], At).Holds);

        // The part that is read here, and nothing around it.
        byte[] unsigned = [0x30, 0x82, 0, 0, .. TbsCertificate.OfCertificate(Leaf).Encoded.Span];
        (unsigned[2], unsigned[3]) = ((byte)((unsigned.Length - 4) >> 8), (byte)((unsigned.Length - 4) & 0xff));
        Assert.False(Root.AsRoot().FindPath([unsigned, Low.Der, Middle.Der], At).Holds);
    }

    [Fact]
    public void Read_NoCertificateOrABrokenOne_IsRefused()
    {
        Assert.Throws<TokenFormatException>(() => RootStore.Read("nothing"u8.ToArray()));
        Assert.Throws<TokenFormatException>(() => RootStore.Read(Root.Der[..^1]));
        Assert.Throws<TokenFormatException>(
            () => RootStore.Read(System.Text.Encoding.ASCII.GetBytes(PemEncoding.WriteString("CERTIFICATE", [1, 2, 3]))));
    }

    private static X509Certificate2 NewRoot(ECDsa key)
    {
        var request = new CertificateRequest("CN=Strict root", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(Issuer.From, Issuer.Until);
    }

    /// <summary>An authority for mail proves nobody's domain, and any root may have one below it.</summary>
    [Theory]
    [InlineData("1.3.6.1.5.5.7.3.4", false)]
    [InlineData("1.3.6.1.5.5.7.3.3", false)]
    [InlineData("1.3.6.1.5.5.7.3.1", true)]
    [InlineData(null, true)]
    public void FindPath_AuthorityForAnotherUsage_LeadsNowhere(string? usage, bool leads)
    {
        DateTimeOffset from = At.AddDays(-30), until = At.AddDays(30);
        X509Extension[] usages = usage is null
            ? []
            : [new X509EnhancedKeyUsageExtension([new System.Security.Cryptography.Oid(usage)], critical: true)];
        using var rootKey = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        using var middleKey = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        CertificateRequest Request(string name, System.Security.Cryptography.ECDsa key, bool authority, X509Extension[] further)
        {
            var request = new CertificateRequest(name, key, System.Security.Cryptography.HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, false, 0, true));
            foreach (X509Extension one in further)
            {
                request.CertificateExtensions.Add(one);
            }

            return request;
        }

        using X509Certificate2 root = Request("CN=Usage Root", rootKey, true, []).CreateSelfSigned(from, until);
        using X509Certificate2 middle = Request("CN=Usage Middle", middleKey, true, usages).Create(root, from, until, [2])
            .CopyWithPrivateKey(middleKey);
        using X509Certificate2 leaf = Request("CN=leaf", rootKey, false, usages).Create(middle, from, until, [3]);
        Assert.Equal(leads, RootStore.Read(root.RawData).FindPath([leaf.RawData, middle.RawData], At).Holds);
    }

    /// <summary>
    /// Nobody signs the chain that a log delivers. A stranger's certificate that signs precertificates, put second into it, let a
    /// precertificate of an authority for mail pass: the usage was then asked of what stands above that authority.
    /// </summary>
    [Fact]
    public void FindPath_SignerOfPrecertificatesThatIsNotOnTheWay_DoesNotExcuseItFromTheUsage()
    {
        const string PrecertificateSigning = "1.3.6.1.4.1.11129.2.4.4", ForMail = "1.3.6.1.5.5.7.3.4", ForServers = "1.3.6.1.5.5.7.3.1";
        using ECDsa rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256),
            middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256),
            leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        static X509Extension Usage(string oid) => new X509EnhancedKeyUsageExtension([new Oid(oid)], critical: false);
        X509Certificate2 Under(X509Certificate2 issuer, string name, ECDsa key, bool authority, params X509Extension[] further)
        {
            var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, false, 0, true));
            Array.ForEach(further, request.CertificateExtensions.Add);
            X509Certificate2 issued = request.Create(issuer, Issuer.From, Issuer.Until, [(byte)further.Length, (byte)name.Length]);
            return authority ? issued.CopyWithPrivateKey(key) : issued;
        }

        var poison = new X509Extension(Poison, [5, 0], true);
        using X509Certificate2 root = NewRoot(rootKey);
        var roots = RootStore.Read(root.RawData);

        // As it should be: root, authority, its signer of precertificates, precertificate.
        using X509Certificate2 authority = Under(root, "CN=Authority", middleKey, true);
        using X509Certificate2 signer = Under(authority, "CN=Signer", leafKey, true, Usage(PrecertificateSigning));
        using X509Certificate2 presigned = Under(signer, "CN=leaf", rootKey, false, poison);
        Assert.True(roots.FindPath([presigned.RawData, signer.RawData, authority.RawData], At).Holds);
        using X509Certificate2 mailLeaf = Under(signer, "CN=leaf for mail", rootKey, false, poison, Usage(ForMail));
        Assert.False(roots.FindPath([mailLeaf.RawData, signer.RawData, authority.RawData], At).Holds);
        using X509Certificate2 serverLeaf = Under(signer, "CN=leaf for servers", rootKey, false, poison, Usage(ForServers));
        Assert.True(roots.FindPath([serverLeaf.RawData, signer.RawData, authority.RawData], At).Holds);

        using X509Certificate2 mail = Under(root, "CN=Mail", middleKey, true, Usage(ForMail));
        using X509Certificate2 ofMail = Under(mail, "CN=leaf", leafKey, false, poison);
        Assert.False(roots.FindPath([ofMail.RawData, mail.RawData], At).Holds);
        Assert.False(roots.FindPath([ofMail.RawData, signer.RawData, mail.RawData], At).Holds);
    }
}

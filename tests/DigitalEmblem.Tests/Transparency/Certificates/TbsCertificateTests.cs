using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DigitalEmblem.TestSupport;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Tests.Transparency;

/// <summary>
/// The certificate as logs see it. If it is rebuilt wrong, no leaf hash fits; if reading can throw, anyone who serves a
/// certificate can switch a validator off.
/// </summary>
public class TbsCertificateTests
{
    private const string SctList = "1.3.6.1.4.1.11129.2.4.2";
    private const string Poison = "1.3.6.1.4.1.11129.2.4.3";
    private const string Made = "1.3.6.1.4.1.99999.1";

    private static readonly Issuer Authority = Issuer.Root("Authority");
    private static readonly byte[] Plain = Authority.Issue();
    private static readonly byte[] WithPoison = Authority.Issue("society.example", null, new X509Extension(Poison, [5, 0], critical: true));
    private static readonly byte[] WithScts = Authority.Issue(
        "society.example", null, new X509Extension(SctList, [4, 2, 0, 0], critical: false));

    [Fact]
    public void OfCertificate_CertificateOfTheBcl_HasWhatTheBclReads()
    {
        using X509Certificate2 bcl = X509CertificateLoader.LoadCertificate(Plain);
        TbsCertificate read = TbsCertificate.OfCertificate(Plain);

        Assert.Equal(bcl.IssuerName.RawData, read.Issuer.ToArray());
        Assert.Equal(bcl.SubjectName.RawData, read.Subject.ToArray());
        Assert.Equal(bcl.PublicKey.ExportSubjectPublicKeyInfo(), read.SubjectPublicKeyInfo.ToArray());
        Assert.Equal(bcl.SerialNumberBytes.ToArray(), new AsnReader(read.SerialNumber, AsnEncodingRules.DER).ReadIntegerBytes().ToArray());
        Assert.Equal((new DateTimeOffset(bcl.NotBefore), new DateTimeOffset(bcl.NotAfter)), (read.NotBefore, read.NotAfter));
        Assert.Equal(["society.example"], read.DnsNames());
        Assert.Empty(read.Scts());
        Assert.False(read.IsPrecertificate);
        Assert.Equal(read.Encoded.ToArray(), TbsCertificate.Read(read.Encoded).Encoded.ToArray());
    }

    [Fact]
    public void WithoutScts_AndOfPrecertificate_LeaveOutThatExtensionAndNothingElse()
    {
        foreach ((byte[] certificate, string left) in new[] { (WithScts, SctList), (WithPoison, Poison) })
        {
            TbsCertificate with = TbsCertificate.OfCertificate(certificate);
            byte[] without = left == SctList ? with.WithoutScts() : with.OfPrecertificate(signing: null);
            Assert.True(TbsCertificate.OfCertificate(WithPoison).IsPrecertificate);
            Assert.Equal(Extensions(with.Encoded).Where(e => e != left), Extensions(without));
            Assert.Contains(left, Extensions(with.Encoded));
            Assert.Equal(with.SubjectPublicKeyInfo.ToArray(), TbsCertificate.Read(without).SubjectPublicKeyInfo.ToArray());
        }

        // Nothing to leave out: the same bytes.
        Assert.Equal(TbsCertificate.OfCertificate(Plain).Encoded.ToArray(), TbsCertificate.OfCertificate(Plain).WithoutScts());
    }

    [Fact]
    public void IsPrecertificate_PoisonThatIsNotCritical_IsNone() =>
        Assert.False(TbsCertificate.OfCertificate(
            Authority.Issue("society.example", null, new X509Extension(Poison, [5, 0], critical: false))).IsPrecertificate);

    [Fact]
    public void OfCertificate_AnExtensionTwice_IsRefused()
    {
        byte[] once = Authority.Issue("society.example", null, new X509Extension(Made, [1], false));
        var other = new X509Extension("1.3.6.1.4.1.99999.2", [2], false);
        byte[] two = Authority.Issue("society.example", null, new X509Extension(Made, [1], false), other);

        // The builder of the BCL writes none twice: the other's identifier is turned into the first one's.
        byte[] twice = Replace(two, Oid(other.Oid!.Value!), Oid(Made));

        Assert.NotNull(TbsCertificate.OfCertificate(once));
        Assert.NotNull(TbsCertificate.OfCertificate(two));
        Assert.Contains(
            "twice", Assert.Throws<TokenFormatException>(() => TbsCertificate.OfCertificate(twice)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OfCertificate_BytesLeftOverOrMissing_IsRefused()
    {
        Assert.Throws<TokenFormatException>(() => TbsCertificate.OfCertificate((byte[])[.. Plain, 0]));
        byte[] tbs = TbsCertificate.OfCertificate(Plain).Encoded.ToArray();
        Assert.Throws<TokenFormatException>(() => TbsCertificate.Read((byte[])[.. tbs, 0]));
        for (int length = 0; length < Plain.Length; length++)
        {
            Assert.Throws<TokenFormatException>(() => TbsCertificate.OfCertificate(Plain.AsMemory(0, length)));
            Assert.Throws<TokenFormatException>(() => TbsCertificate.Read(tbs.AsMemory(0, Math.Min(length, tbs.Length - 1))));
        }
    }

    [Fact]
    public void OfCertificate_LargerThanTheLimit_IsNotLookedAt()
    {
        byte[] large = Authority.Issue(
            "society.example", null, new X509Extension(Made, new byte[TransparencyLimits.MaxCertificateBytes], false));
        Assert.Equal(FormatFault.LimitExceeded, Assert.Throws<TokenFormatException>(() => TbsCertificate.OfCertificate(large)).Fault);
        Assert.Equal(FormatFault.LimitExceeded, Assert.Throws<TokenFormatException>(() => TbsCertificate.Read(large)).Fault);
    }

    [Fact]
    public void DnsNames_MoreThanTheLimit_AreRefused()
    {
        byte[] Certificate(int names)
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest("CN=many", key, HashAlgorithmName.SHA256);
            var builder = new SubjectAlternativeNameBuilder();
            for (int i = 0; i < names; i++)
            {
                builder.AddDnsName($"n{i}.example");
            }

            request.CertificateExtensions.Add(builder.Build());
            using X509Certificate2 made = request.CreateSelfSigned(Issuer.From, Issuer.Until);
            return made.RawData;
        }

        Assert.Equal(TransparencyLimits.MaxNames, TbsCertificate.OfCertificate(Certificate(TransparencyLimits.MaxNames)).DnsNames().Count);
        Assert.Equal(
            FormatFault.LimitExceeded, Assert.Throws<TokenFormatException>(
                () => TbsCertificate.OfCertificate(Certificate(TransparencyLimits.MaxNames + 1)).DnsNames()).Fault);
    }

    [Fact]
    public void Scts_ExtensionWithBytesLeftOver_IsRefused()
    {
        foreach (byte[] value in new byte[][] { [4, 2, 0, 0, 0], [4, 3, 0, 0, 0], [4, 2, 0, 1], [0, 0], [] })
        {
            TbsCertificate read = TbsCertificate.OfCertificate(
                Authority.Issue("society.example", null, new X509Extension(SctList, value, false)));
            Assert.Throws<TokenFormatException>(() => read.Scts());
        }
    }

    [Fact]
    public void BindingChain_NoneOrTooMany_IsRefused()
    {
        Assert.Throws<TokenFormatException>(() => BindingChain.Of([], "nowhere"));
        Assert.Throws<TokenFormatException>(() => BindingChain.Read("no PEM"u8.ToArray(), "nowhere"));
        ReadOnlyMemory<byte>[] most = [.. Enumerable.Repeat((ReadOnlyMemory<byte>)Plain, TransparencyLimits.MaxChainLength)];
        Assert.Equal(most.Length, BindingChain.Of(most, "here").Certificates.Count);
        Assert.Equal(FormatFault.LimitExceeded, Assert.Throws<TokenFormatException>(() => BindingChain.Of([.. most, Plain], "here")).Fault);
    }

    [Property(MaxTest = 3000)]
    public Property OfCertificate_RealOnesWithFaults_ThrowsTheOneExceptionOnly() =>
        Prop.ForAll(Mutations.Of(Plain, WithPoison, WithScts, Authority.Der.ToArray()), bytes =>
        {
            ReadEverything(bytes);
            return true;
        });

    [CorpusFact]
    public void OfCertificate_CertificatesOfPublicIssuersWithFaults_ThrowsTheOneExceptionOnly()
    {
        byte[][] real = [.. BindingChain.Read(
            File.ReadAllBytes(Corpora.PathOf("deployed/auth.felixlinker.de/auth.felixlinker.de.fullchain.pem")), "deployed")
            .Certificates.Select(c => c.ToArray())];
        Prop.ForAll(Mutations.Of(real), bytes =>
        {
            ReadEverything(bytes);
            Mutations.IsRead(() => BindingChain.Of([bytes, real[1]], "here").LogEntries());
            Mutations.IsRead(() => BindingChain.Of([real[0], bytes], "here").LogEntries());
        }).QuickCheckThrowOnFailure();
    }

    private static void ReadEverything(byte[] bytes)
    {
        TbsCertificate? read = null;
        if (Mutations.IsRead(() => read = TbsCertificate.OfCertificate(bytes)))
        {
            Mutations.IsRead(() => read!.DnsNames());
            Mutations.IsRead(() => read!.Scts());
            Mutations.IsRead(() => read!.WithoutScts());
            Mutations.IsRead(() => read!.OfPrecertificate(null));
            Mutations.IsRead(() => read!.OfPrecertificate(Authority.Parsed));
            Mutations.IsRead(() => _ = read!.SignsPrecertificates);
        }

        Mutations.IsRead(() => TbsCertificate.Read(bytes));
    }

    // The extensions' identifiers, read by the BCL's reader of DER.
    private static string[] Extensions(ReadOnlyMemory<byte> tbs)
    {
        var tag = new Asn1Tag(TagClass.ContextSpecific, 3, isConstructed: true);
        AsnReader reader = new AsnReader(tbs, AsnEncodingRules.DER).ReadSequence();
        while (!reader.PeekTag().HasSameClassAndValue(tag))
        {
            reader.ReadEncodedValue();
        }

        AsnReader list = reader.ReadSequence(tag).ReadSequence();
        var found = new List<string>();
        while (list.HasData)
        {
            found.Add(list.ReadSequence().ReadObjectIdentifier());
        }

        return [.. found];
    }

    private static byte[] Oid(string oid)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteObjectIdentifier(oid);
        return writer.Encode();
    }

    private static byte[] Replace(byte[] bytes, byte[] what, byte[] with)
    {
        int at = bytes.AsSpan().IndexOf(what);
        Assert.True(at >= 0 && what.Length == with.Length);
        byte[] copy = [.. bytes];
        with.CopyTo(copy, at);
        return copy;
    }
}

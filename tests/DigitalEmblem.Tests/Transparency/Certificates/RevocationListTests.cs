using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Tests.Transparency;

/// <summary>
/// What is revoked. If a list says too much, honest commitments are refuted by a stranger's file; if too little, a
/// revoked certificate still binds a key.
/// </summary>
public class RevocationListTests
{
    private const string IssuingDistributionPoint = "2.5.29.28";
    private const string DeltaIndicator = "2.5.29.27";
    private const string Part = "http://crl.example/part-1.crl";

    private static readonly DateTimeOffset ThisUpdate = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset NextUpdate = ThisUpdate.AddDays(7);
    private static readonly DateTimeOffset At = ThisUpdate.AddDays(1);
    private static readonly Issuer Authority = Issuer.Root("Authority");
    private static readonly byte[] Revoked = Authority.Issue();
    private static readonly byte[] Other = Authority.Issue();

    private static readonly byte[] InPart = Authority.Issue(
        "society.example", null, CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([Part]));

    private static readonly byte[] List = Authority.Revoke(ThisUpdate, NextUpdate, (Revoked, ThisUpdate.AddHours(-1)));

    [Fact]
    public void StatusOf_CurrentListOfTheIssuer_SaysWhichAreRevokedAndWhichAreNot()
    {
        RevocationList list = Assert.Single(RevocationList.Read(List));

        Assert.Equal((ThisUpdate, (DateTimeOffset?)NextUpdate, 1), (list.ThisUpdate, list.NextUpdate, list.Count));
        Assert.Equal(RevocationStatus.Revoked, Status(List, Revoked));
        Assert.Equal(RevocationStatus.NotRevoked, Status(List, Other));
    }

    [Fact]
    public void StatusOf_EmptyList_SaysThatNoneIsRevoked()
    {
        Assert.Equal(0, Assert.Single(RevocationList.Read(Authority.Revoke(ThisUpdate, NextUpdate))).Count);
        Assert.Equal(RevocationStatus.NotRevoked, Status(Authority.Revoke(ThisUpdate, NextUpdate), Revoked));
    }

    [Fact]
    public void StatusOf_ListOfAnotherIssuer_SaysNothing()
    {
        Assert.Equal(
            RevocationStatus.Unknown, Status(Issuer.Root("Another").Revoke(ThisUpdate, NextUpdate, (Revoked, ThisUpdate)), Revoked));

        // Of the same name, by another key: this is what a forger would write.
        byte[] forged = Issuer.Root("Authority").Revoke(ThisUpdate, NextUpdate, (Revoked, ThisUpdate));
        Assert.Equal(RevocationStatus.Unknown, Status(forged, Revoked));
        Assert.Equal(RevocationStatus.Unknown, Status(forged, Other));
    }

    [Fact]
    public void StatusOf_OneBitChangedAnywhere_SaysNothingOrIsNoList()
    {
        foreach ((int bit, byte[] altered) in Mutations.EachBit(List))
        {
            RevocationStatus status = RevocationStatus.Unknown;
            Mutations.IsRead(() => status = Status(altered, Revoked));
            Assert.True(status == RevocationStatus.Unknown || SameSignedContent(altered), $"bit {bit}: {status}");
        }
    }

    [Fact]
    public void StatusOf_ListThatHasExpired_StillRevokesAndClearsNobody()
    {
        Assert.Equal(RevocationStatus.NotRevoked, Status(List, Other, NextUpdate));
        Assert.Equal(RevocationStatus.Unknown, Status(List, Other, NextUpdate.AddSeconds(1)));
        Assert.Equal(RevocationStatus.Revoked, Status(List, Revoked, NextUpdate.AddSeconds(1)));
    }

    [Fact]
    public void StatusOf_RevokedAfterTheTimeOfJudgement_IsNotRevokedYet()
    {
        DateTimeOffset since = ThisUpdate.AddDays(-1);
        byte[] list = Authority.Revoke(ThisUpdate, NextUpdate, (Revoked, since));

        Assert.Equal(RevocationStatus.NotRevoked, Status(list, Revoked, since.AddSeconds(-1)));
        Assert.Equal(RevocationStatus.Revoked, Status(list, Revoked, since));
    }

    [Fact]
    public void StatusOf_ListOfAPart_ClearsTheCertificatesOfThatPartOnly()
    {
        byte[] list = Authority.WithExtension(List, IssuingDistributionPoint, critical: true, Point(Uri(Part)));

        Assert.Equal(RevocationStatus.NotRevoked, Status(list, InPart));
        Assert.Equal(RevocationStatus.Unknown, Status(list, Other));
        Assert.Equal(RevocationStatus.Revoked, Status(list, Revoked));
        Assert.Equal(
            RevocationStatus.Unknown,
            Status(Authority.WithExtension(List, IssuingDistributionPoint, true, Point(Uri("http://crl.example/part-2.crl"))), InPart));
    }

    [Fact]
    public void StatusOf_ListOfUserCertificatesOnly_ClearsThem() => Assert.Equal(
        RevocationStatus.NotRevoked,
        Status(Authority.WithExtension(List, IssuingDistributionPoint, true, Point(null, (1, [0xff]))), Other));

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void StatusOf_ListWithAnotherRestriction_ClearsNobody(int restriction)
    {
        byte[] list = Authority.WithExtension(List, IssuingDistributionPoint, true, Point(Uri(Part), (restriction, [0xff])));

        Assert.Equal(RevocationStatus.Unknown, Status(list, InPart));
        // An indirect list (4) names certificates of other issuers under the same numbers, and one of attribute
        // certificates (5) none of ours.
        Assert.Equal(restriction is 4 or 5 ? RevocationStatus.Unknown : RevocationStatus.Revoked, Status(list, Revoked));
    }

    /// <summary>A part named otherwise than by a URL was taken for the whole.</summary>
    [Fact]
    public void StatusOf_ListOfAPartThatIsNotNamedByUrl_ClearsNobody()
    {
        byte[] directoryName = Context(4, constructed: true, new X500DistinguishedName("CN=Part 1").RawData);
        foreach (byte[] name in new[]
        {
            Context(0, true, directoryName),
            Context(0, true, []),
            Context(1, true, new X500DistinguishedName("CN=Part 1").RawData[2..])
        })
        {
            byte[] list = Authority.WithExtension(List, IssuingDistributionPoint, true, Sequence(Context(0, true, name)));
            Assert.Equal(RevocationStatus.Unknown, Status(list, Other));
            Assert.Equal(RevocationStatus.Revoked, Status(list, Revoked));

            // What followed such a name was not looked at: that the list is indirect (4), and speaks of other issuers' certificates.
            byte[] indirect = Authority.WithExtension(
                List, IssuingDistributionPoint, true, Sequence([.. Context(0, true, name), .. Context(4, false, [0xff])]));
            Assert.Equal(RevocationStatus.Unknown, Status(indirect, Revoked));
        }
    }

    [Theory]
    [InlineData(DeltaIndicator, true, false)]
    [InlineData("1.3.6.1.4.1.99999.1", true, false)]
    [InlineData("1.3.6.1.4.1.99999.1", false, true)]
    public void StatusOf_ListWithAnExtensionNotKnown_ClearsNobodyIfItIsCritical(string oid, bool critical, bool clears)
    {
        byte[] list = Authority.WithExtension(List, oid, critical, [0x02, 0x01, 0x01]);

        Assert.Equal(clears ? RevocationStatus.NotRevoked : RevocationStatus.Unknown, Status(list, Other));
        // RFC 5280, 5.2: with what is critical and not understood a list is not used at all; a delta is understood.
        Assert.Equal(clears || oid == DeltaIndicator ? RevocationStatus.Revoked : RevocationStatus.Unknown, Status(list, Revoked));
    }

    /// <summary>
    /// A list made after a certificate has expired need not name it any more (RFC 5280, 3.3): that it does not, clears nobody.
    /// </summary>
    [Fact]
    public void StatusOf_ListMadeAfterTheCertificateExpired_ClearsNobody()
    {
        DateTimeOffset expired = TbsCertificate.OfCertificate(Other).NotAfter;
        byte[] late = Authority.Revoke(expired.AddDays(1), expired.AddDays(9));
        Assert.Equal(RevocationStatus.Unknown, Status(late, Other, expired.AddDays(2)));
    }

    [Fact]
    public void Read_SeveralInPem_AreAllRead()
    {
        string pem = $"text\n{PemEncoding.WriteString("X509 CRL", List)}\n{PemEncoding.WriteString("CERTIFICATE", Other)}\n"
            + $"{PemEncoding.WriteString("X509 CRL", Authority.Revoke(ThisUpdate, NextUpdate))}";
        Assert.Equal([1, 0], RevocationList.Read(System.Text.Encoding.ASCII.GetBytes(pem)).Select(l => l.Count));
    }

    [Fact]
    public void Read_FileWithoutAList_SaysSo() =>
        Assert.Equal(
            "holds no certificate revocation list",
            Assert.Throws<TokenFormatException>(() => RevocationList.Read("nothing"u8.ToArray())).Reason);

    /// <summary>What exceeds a limit was told as if it were malformed.</summary>
    [Fact]
    public void Read_MoreBytesThanTheLimit_IsNotLookedAt() => Assert.Equal(
        FormatFault.LimitExceeded,
        Assert.Throws<TokenFormatException>(() => RevocationList.Read(new byte[TransparencyLimits.MaxFileBytes + 1])).Fault);

    /// <summary>The name of a part with the tag of an end of contents threw another exception.</summary>
    [Theory]
    [InlineData("30020000")]
    [InlineData("30022000")]
    [InlineData("3004a0020000")]
    [InlineData("3004a0022000")]
    [InlineData("3002a000")]
    [InlineData("30028000")]
    [InlineData("3004a0028000")]
    public void Read_PartNamedByAStrangeTag_IsRefusedOrClearsNobody(string value)
    {
        byte[] list = Authority.WithExtension(List, IssuingDistributionPoint, true, Convert.FromHexString(value));
        RevocationStatus status = RevocationStatus.Unknown;
        Mutations.IsRead(() => status = Status(list, Other));
        Assert.Equal(RevocationStatus.Unknown, status);
    }

    [Property(MaxTest = 2000)]
    public Property Read_RealListWithFaults_ThrowsTheOneExceptionOnly() => Prop.ForAll(
        Mutations.Of(List, Authority.WithExtension(List, IssuingDistributionPoint, true, Point(Uri(Part), (1, [0xff])))),
        bytes => Mutations.IsRead(() => RevocationList.Read(bytes)) || true);

    private static RevocationStatus Status(byte[] list, byte[] certificate, DateTimeOffset? at = null) =>
        Assert.Single(RevocationList.Read(list)).StatusOf(TbsCertificate.OfCertificate(certificate), Authority.Parsed, at ?? At);

    // The algorithm beside the signature, and the count of unused bits, are outside of what is signed.
    private static bool SameSignedContent(byte[] altered) =>
        new AsnReader(altered, AsnEncodingRules.DER).ReadSequence().ReadEncodedValue().Span
            .SequenceEqual(new AsnReader(List, AsnEncodingRules.DER).ReadSequence().ReadEncodedValue().Span);

    private static byte[] Uri(string url) => Context(6, constructed: false, System.Text.Encoding.ASCII.GetBytes(url));

    private static byte[] Point(byte[]? fullName, params (int Tag, byte[] Value)[] further) =>
        Sequence([
            .. fullName is null ? [] : Context(0, true, Context(0, true, fullName)),
            .. further.SelectMany(f => Context(f.Tag, false, f.Value))]);

    private static byte[] Sequence(byte[] content) => Encode(0x30, content);

    private static byte[] Context(int tag, bool constructed, byte[] content) =>
        Encode((byte)(0x80 | (constructed ? 0x20 : 0) | tag), content);

    private static byte[] Encode(byte tag, byte[] content) => [tag, (byte)content.Length, .. content];
}

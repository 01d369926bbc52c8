using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Tests.Transparency;

/// <summary>
/// The promises inside a certificate, which is whatever its issuer wrote. If reading them can throw or swell, a
/// certificate is an off switch.
/// </summary>
public class SctListTests
{
    private static readonly byte[] One = Sct(7);

    [Property]
    public Property ReadList_AnySctsUpToTheLimit_AreAllReadInOrder() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, 1000).ListOf().Where(l => l.Count <= TransparencyLimits.MaxScts)), indexes =>
        {
            IReadOnlyList<SignedCertificateTimestamp> read = SignedCertificateTimestamp.ReadList(
                List([.. indexes.Select(i => Sct((ulong)i))]));
            Assert.Equal(indexes.Select(i => (ulong?)i), read.Select(s => s.LeafIndex));
        });

    [Fact]
    public void ReadList_MoreThanTheLimit_IsRefused() => Assert.Equal(
        FormatFault.LimitExceeded,
        Assert.Throws<TokenFormatException>(
            () => SignedCertificateTimestamp.ReadList(List([.. Enumerable.Repeat(One, TransparencyLimits.MaxScts + 1)]))).Fault);

    [Fact]
    public void ReadList_OtherVersions_ArePassedOver()
    {
        byte[] later = [1, .. One[1..]];
        Assert.Equal(7UL, Assert.Single(SignedCertificateTimestamp.ReadList(List([later, One, [2]]))).LeafIndex);
        Assert.Equal(FormatFault.Unsupported, Assert.Throws<TokenFormatException>(() => SignedCertificateTimestamp.Read(later)).Fault);
    }

    [Fact]
    public void ReadList_CutAnywhereOrWithBytesLeftOver_IsRefused()
    {
        byte[] list = List([One, One]);
        for (int length = 0; length < list.Length; length++)
        {
            Assert.Throws<TokenFormatException>(() => SignedCertificateTimestamp.ReadList(list.AsSpan(0, length)));
        }

        Assert.Throws<TokenFormatException>(() => SignedCertificateTimestamp.ReadList([.. list, 0]));
        Assert.Throws<TokenFormatException>(() => SignedCertificateTimestamp.ReadList(List([[.. One, 0]])));
        Assert.Throws<TokenFormatException>(() => SignedCertificateTimestamp.ReadList(List([One[..^1]])));
    }

    [Fact]
    public void Read_TimeThatNoDateReaches_IsRefused() =>
        Assert.Throws<TokenFormatException>(
            () => SignedCertificateTimestamp.Read([.. One[..33], .. Enumerable.Repeat((byte)0xff, 8), .. One[41..]]));

    [Property(MaxTest = 1000)]
    public Property ReadList_RealOneWithFaults_ThrowsTheOneExceptionOnly() =>
        Prop.ForAll(
            Mutations.Of(List([One, One]), List([One])),
            bytes => Mutations.IsRead(() => SignedCertificateTimestamp.ReadList(bytes)) || true);

    [Property(MaxTest = 1000)]
    public void ReadList_AnyBytes_ThrowsTheOneExceptionOnly(byte[] bytes)
    {
        Mutations.IsRead(() => SignedCertificateTimestamp.ReadList(bytes));
        Mutations.IsRead(() => SignedCertificateTimestamp.Read(bytes));
    }

    private static byte[] Sct(ulong index) => new TlsWriter().UInt8(0).Digest(Sha256Digest.Of([1])).UInt64(1_700_000_000_000)
        .Opaque16(SignedCertificateTimestamp.LeafIndexExtension(index)).UInt8(4).UInt8(3).Opaque16(new byte[70]).ToArray();

    private static byte[] List(byte[][] scts) =>
        new TlsWriter().Opaque16([.. scts.SelectMany(s => new TlsWriter().Opaque16(s).ToArray())]).ToArray();
}

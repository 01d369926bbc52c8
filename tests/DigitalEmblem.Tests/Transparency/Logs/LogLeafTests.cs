using DigitalEmblem.TestSupport;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace DigitalEmblem.Tests.Transparency;

/// <summary>
/// What a log hashes and signs. If it is written otherwise than logs write it, no leaf hash fits and every honest commitment is lost.
/// </summary>
public class LogLeafTests
{
    private const string Navigli = "ct/tiles/navigli2025h2/tile";

    private static readonly byte[][] Written =
    [
        LogLeaf.OfCertificate(1_700_000_000_000, [1, 2, 3], [4]).Encoded,
        LogLeaf.OfPrecertificate(
            1_700_000_000_000, Sha256Digest.Of([1]), [1, 2, 3], SignedCertificateTimestamp.LeafIndexExtension(7)).Encoded,
    ];

    private static readonly Gen<LogLeaf> Leaves =
        from seconds in Gen.Choose(0, int.MaxValue)
        from milliseconds in Gen.Choose(0, 999)
        from content in Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf()
        from extensions in Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf()
        from issuer in Gen.Choose(0, 5)
        select issuer == 0
            ? LogLeaf.OfCertificate(((ulong)seconds * 1000) + (ulong)milliseconds, content, extensions)
            : LogLeaf.OfPrecertificate(((ulong)seconds * 1000) + (ulong)milliseconds, Sha256Digest.Of([(byte)issuer]), content, extensions);

    [CorpusFact]
    public void TileLeaf_EveryEntryOfARealLog_HashesToWhatItsTilesHoldAndIsThePrecertificateWithoutPoison()
    {
        ulong expected = 0;
        foreach (string tile in new[] { "000", "001" })
        {
            byte[] hashes = File.ReadAllBytes(Corpora.PathOf($"{Navigli}/0/{tile}"));
            var reader = new TlsReader(File.ReadAllBytes(Corpora.PathOf($"{Navigli}/data/{tile}")));
            for (int place = 0; place < Tile.FullWidth; place++)
            {
                TileLeaf entry = TileLeaf.Read(ref reader);
                Assert.Equal(new Sha256Digest(hashes.AsSpan(place * Sha256Digest.Length, Sha256Digest.Length)), entry.Leaf.Hash);
                Assert.Equal(expected++, entry.Leaf.LeafIndex);
                Assert.True(entry.Leaf.IsPrecertificate);
                TbsCertificate precertificate = TbsCertificate.OfCertificate(entry.Submitted);
                Assert.True(precertificate.IsPrecertificate);
                Assert.Equal(entry.Leaf.Content, precertificate.OfPrecertificate(signing: null));
                Assert.False(TbsCertificate.Read(entry.Leaf.Content).IsPrecertificate);
                Assert.NotEmpty(entry.Issuers);
            }

            reader.End();
        }

        Assert.Equal(512UL, expected);
    }

    [CorpusFact]
    public void TileLeafFind_EveryPlaceOfARealTile_IsTheEntryWithThatIndex()
    {
        byte[] tile = File.ReadAllBytes(Corpora.PathOf($"{Navigli}/data/001"));
        foreach (int place in new[] { 0, 1, 100, 255 })
        {
            Assert.Equal(256UL + (ulong)place, TileLeaf.Find(tile, place).Leaf.LeafIndex);
        }

        Assert.Throws<TokenFormatException>(() => TileLeaf.Find(tile, Tile.FullWidth));
        Assert.Throws<TokenFormatException>(() => TileLeaf.Find(tile.AsSpan(0, tile.Length - 1), Tile.FullWidth - 1));
    }

    [CorpusFact]
    public void TileLeafFind_RealTileWithFaults_ThrowsTheOneExceptionOnly()
    {
        byte[] tile = File.ReadAllBytes(Corpora.PathOf($"{Navigli}/data/000"))[..20_000];
        Prop.ForAll(Mutations.Of(tile), bytes => Mutations.IsRead(() => TileLeaf.Find(bytes, 3)) || true).QuickCheckThrowOnFailure();
    }

    [Property(MaxTest = 300)]
    public Property LogLeaf_AnyLeaf_ReadsBackTheSame() => Prop.ForAll(Arb.From(Leaves), leaf =>
    {
        var read = LogLeaf.Read(leaf.Encoded);
        Assert.Equal(
            (leaf.Milliseconds, leaf.IssuerKeyHash, leaf.Hash, leaf.LeafIndex, leaf.Timestamp),
            (read.Milliseconds, read.IssuerKeyHash, read.Hash, read.LeafIndex, read.Timestamp));
        Assert.Equal(leaf.Content, read.Content);
        Assert.Equal(leaf.Extensions, read.Extensions);
        Assert.Equal(leaf.Encoded, read.Encoded);
        Assert.Equal(leaf.Hash, MerkleTree.HashLeaf(leaf.Encoded));
        Assert.Throws<TokenFormatException>(() => LogLeaf.Read([.. leaf.Encoded, 0]));
    });

    [Property(MaxTest = 300)]
    public Property TileLeaf_EntriesInARow_AreFoundEachInItsPlace() => Prop.ForAll(
        Arb.From(
            from leaves in Leaves.NonEmptyListOf()
            from submitted in Gen.Choose(0, 255)
            from issuers in Gen.Choose(0, TransparencyLimits.MaxChainLength - 1)
            select (leaves, submitted, issuers)),
        t =>
        {
            Sha256Digest[] issuers = [.. Enumerable.Range(0, t.issuers).Select(i => Sha256Digest.Of([(byte)i]))];
            byte[] tile = [.. t.leaves.SelectMany(leaf => Entry(leaf, [(byte)t.submitted], issuers))];
            for (int i = 0; i < t.leaves.Count; i++)
            {
                TileLeaf found = TileLeaf.Find(tile, i);
                Assert.Equal(t.leaves[i].Encoded, found.Leaf.Encoded);
                Assert.Equal(t.leaves[i].IsPrecertificate ? [(byte)t.submitted] : t.leaves[i].Content, found.Submitted.ToArray());
                Assert.Equal(issuers, found.Issuers);
            }

            Assert.Throws<TokenFormatException>(() => TileLeaf.Find(tile, t.leaves.Count));
        });

    [Fact]
    public void TileLeaf_ListOfIssuersTooLongOrEndingWithinOne_IsRefused()
    {
        var leaf = LogLeaf.OfCertificate(0, [1], []);
        byte[] whole = Entry(leaf, [], [Sha256Digest.Of([1])]);
        byte[] broken = [.. whole[..^33], 31, .. whole[^31..]];

        Assert.Throws<TokenFormatException>(() => TileLeaf.Find(broken, 0));
        Assert.Throws<TokenFormatException>(
            () => TileLeaf.Find(Entry(leaf, [], [.. Enumerable.Repeat(Sha256Digest.Of([1]), TransparencyLimits.MaxChainLength)]), 0));
    }

    [Fact]
    public void LogLeaf_VersionTypeOrKindUnknown_IsUnsupported()
    {
        foreach (int at in new[] { 0, 1, 10, 11 })
        {
            byte[] altered = [.. Written[0]];
            altered[at] = 2;
            Assert.Equal(FormatFault.Unsupported, Assert.Throws<TokenFormatException>(() => LogLeaf.Read(altered)).Fault);
        }
    }

    [Fact]
    public void LogLeaf_TimeThatNoDateReaches_IsRefused() =>
        Assert.Throws<TokenFormatException>(() => LogLeaf.Read([0, 0, .. Enumerable.Repeat((byte)0xff, 8), .. Written[0][10..]]));

    [Property(MaxTest = 1000)]
    public Property LogLeaf_WithFaults_ThrowsTheOneExceptionOnlyAndWhatIsReadIsWrittenTheSame() =>
        Prop.ForAll(Mutations.Of(Written), bytes =>
        {
            LogLeaf? leaf = null;
            return !Mutations.IsRead(() => leaf = LogLeaf.Read(bytes)) || leaf!.Encoded.AsSpan().SequenceEqual(bytes);
        });

    private static byte[] Entry(LogLeaf leaf, byte[] submitted, Sha256Digest[] issuers)
    {
        // The TimestampedEntry is the leaf without its version and type.
        TlsWriter writer = new TlsWriter().Raw(leaf.Encoded.AsSpan(2));
        if (leaf.IsPrecertificate)
        {
            writer.Opaque24(submitted);
        }

        return writer.Opaque16([.. issuers.SelectMany(i => i.ToArray())]).ToArray();
    }
}

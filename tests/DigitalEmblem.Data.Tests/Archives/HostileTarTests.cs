using DigitalEmblem.Data.Archives;
using Xunit;

namespace DigitalEmblem.Data.Tests.Archives;

/// <summary>A tar that two readers could read differently is not read: one fault each.</summary>
public class HostileTarTests
{
    private static readonly byte[] A = RawTar.File("a");

    public static TheoryData<string, byte[]> Archives => new()
    {
        { "duplicate", RawTar.Of(A, RawTar.File("b"), A) },
        { "duplicate under ./", RawTar.Of(A, RawTar.File("./a", "other")) },
        { "duplicate as a link", RawTar.Of(A, RawTar.Link("a", "b")) },
        { "below a link", RawTar.Of(RawTar.Link("l", "/etc"), RawTar.File("l/passwd")) },
        { "absolute", RawTar.Of(RawTar.File("/etc/passwd")) },
        { "upwards", RawTar.Of(RawTar.File("../x")) },
        { "upwards by a long name", RawTar.Of(RawTar.Pax(("path", "a/../../x")), A) },
        { "folder that is a file", RawTar.Of(RawTar.File("a/")) },
        { "cut", RawTar.Of(A)[..1024] },
        { "one block of zeros", RawTar.Of(A)[..^512] },
        { "bytes after the end", [.. RawTar.Of(A), 1] },
        { "a member after the end", [.. RawTar.Of(A), .. RawTar.Of(RawTar.File("b"))] },
        { "bytes in padding", RawTar.Of(RawTar.File("a", padding: 1)) },
        { "size beyond the end", RawTar.Of(RawTar.File("a", size: 99999)) },
        {
            "two extended headers with a size",
            RawTar.Of(RawTar.Pax(("size", "7")), RawTar.Pax(("size", "7")), A)
        },
        { "two sizes", RawTar.Of(RawTar.Pax(("size", "0")), A) },
        { "a size in the extended header only", RawTar.Of(RawTar.Pax(("size", "512")), RawTar.File("a", "")) },
        { "link with content", RawTar.Of(RawTar.Member("a", new byte[512], '2', "b")) },
        { "second name of nothing", RawTar.Of(RawTar.Link("b", "a", '1'), A) },
        { "sparse file", RawTar.Of(RawTar.File("a", type: 'S')) },
        { "sparse file of pax", RawTar.Of(RawTar.Pax(("GNU.sparse.name", "b")), A) },
        { "part of several", RawTar.Of(RawTar.File("a", type: 'M')) },
        { "unknown type", RawTar.Of(RawTar.File("a", type: 'Z')) },
        { "unknown key", RawTar.Of(RawTar.Pax(("hdrcharset", "BINARY")), A) },
        { "key twice", RawTar.Of(RawTar.Pax(("path", "b"), ("path", "c")), A) },
        { "two long names", RawTar.Of(RawTar.Pax(("path", "b")), RawTar.Member("x", "c\0"u8.ToArray(), 'L'), A) },
        { "name for all members", RawTar.Of(RawTar.Pax('g', [("path", "b")]), A) },
        { "extended header without a member", RawTar.Of(A, RawTar.Pax(("path", "b"))) },
        { "malformed extended header", RawTar.Of(RawTar.Member("x", "9 path=b\n\n"u8.ToArray(), 'x'), A) },
        { "long name without an end", RawTar.Of(RawTar.Member("x", "name"u8.ToArray(), 'L'), A) },
        { "long name with a NUL", RawTar.Of(RawTar.Member("x", "na\0me\0"u8.ToArray(), 'L'), A) },
        { "old form", RawTar.Of(RawTar.Member("a", [], '0', magic: "")) },
        { "wrong checksum", RawTar.Of([.. "b"u8, .. A[1..]]) },
    };

    [Theory]
    [MemberData(nameof(Archives))]
    public void It_is_refused(string fault, byte[] archive)
    {
        using var stream = new MemoryStream(archive);
        var exception = Assert.Throws<DataFormatException>(() => ArchiveIndex.Read(stream));
        Assert.True(exception.Message.Length > 20, fault);
    }

    [Fact]
    public void A_hole_of_exabytes_at_the_end_is_not_read()
    {
        using var tree = new Files.TestTree();
        byte[] tar = RawTar.Of(A);
        string path = tree.AddSparse("a.tar", 1L << 43, (0, tar));
        using FileStream stream = File.OpenRead(path);
        Assert.Throws<DataFormatException>(() => ArchiveIndex.Read(stream));
    }

    [Fact]
    public void What_is_usual_is_read()
    {
        using var stream = new MemoryStream(RawTar.Of(
            RawTar.Pax('g', [("comment", "a commit")]),
            RawTar.Member("./", [], '5'),
            RawTar.Member("./folder/", [], '5'),
            RawTar.Member("./empty", [], '5'),
            RawTar.Pax(("path", "folder/é"), ("mtime", "1.5"), ("SCHILY.xattr.user.x", "a\n=b")),
            RawTar.File("ignored"),
            RawTar.Link("second", "folder/é", '1'),
            RawTar.Member("pipe", [], '6')));
        Assert.Equal(
            ["empty EmptyFolder 0", "folder/é File 7", "pipe NotCovered 0", "second File 7"],
            ArchiveIndex.Read(stream).Members.Select(m => $"{m.Path} {m.Kind} {m.Size}"));
    }
}

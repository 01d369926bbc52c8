using DigitalEmblem.Data.Archives;
using Xunit;

namespace DigitalEmblem.Data.Tests.Archives;

/// <summary>A ZIP that two readers could read differently is not read: one fault each.</summary>
public class HostileZipTests
{
    private static readonly RawMember A = new("a", [1, 2, 3]);
    private static readonly RawMember B = new("b", [4]);

    public static TheoryData<string, byte[]> Archives => new()
    {
        { "duplicate", RawZip.Of(A, B, A) },
        { "duplicate as a folder", RawZip.Of(A, new RawMember("a/", [])) },
        { "duplicate under ./", RawZip.Of(A, new RawMember("./a", [1])) },
        { "below a file", RawZip.Of(A, new RawMember("a/b", [1])) },
        { "below a link", RawZip.Of(new RawMember("l", "/etc"u8.ToArray()) { Mode = 0xA1FF }, new RawMember("l/passwd", [1])) },
        { "prefix", RawZip.Of(A with { Before = "MZ executable"u8.ToArray() }) },
        { "prefix that looks like a member", RawZip.Of(A with { Before = RawZip.Of(B)[..35] }) },
        { "gap", RawZip.Of(A, B with { Before = [0] }) },
        { "gap before the directory", RawZip.Of([1], [], 0, [A]) },
        { "trailer", RawZip.Of([], [0], 0, [A]) },
        { "comment", [.. RawZip.Of(A)[..^2], 1, 0, 65] },
        { "more members than its end says", RawZip.Of([], [], -1, [A, B]) },
        { "fewer members than its end says", RawZip.Of([], [], 1, [A, B]) },
        { "another name in the local header", RawZip.Of(A with { LocalName = "x" }) },
        { "a longer name in the local header", RawZip.Of(A with { LocalName = "aa" }) },
        { "another size in the local header", RawZip.Of(A with { LocalSize = 2 }) },
        { "another CRC in the local header", RawZip.Of(A with { LocalCrc = 2 }) },
        { "other flags in the local header", RawZip.Of(A with { LocalFlags = 0x800 }) },
        { "stored in more bytes than it has", RawZip.Of(A with { Size = 2 }) },
        { "a later size that is missing", RawZip.Of(A with { Flags = 8, LocalCrc = 0, LocalSize = 0 }) },
        { "a later size that lies", RawZip.Of(A with { Flags = 8, After = [.. RawZip.U32(1), .. RawZip.U32(3), .. RawZip.U32(3)] }) },
        {
            "stored content with its size behind it, in which a reader from the front finds another member",
            RawZip.Of(A with
            {
                Flags = 8, LocalCrc = 0, LocalSize = 0, LocalStored = 0, After = Descriptor(A.Content),
            })
        },
        { "encrypted", RawZip.Of(A with { Flags = 1 }) },
        { "strongly encrypted", RawZip.Of(A with { Flags = 0x40 }) },
        { "another method", RawZip.Of(A with { Method = 12 }) },
        { "absolute", RawZip.Of(new RawMember("/etc/passwd", [1])) },
        { "upwards", RawZip.Of(new RawMember("../x", [1])) },
        { "upwards inside", RawZip.Of(new RawMember("a/../../x", [1])) },
        { "backslash", RawZip.Of(new RawMember("..\\x", [1])) },
        { "drive", RawZip.Of(new RawMember("C:x", [1])) },
        { "empty name", RawZip.Of(new RawMember("", [1])) },
        { "NUL in a name", RawZip.Of(new RawMember("a\0.txt", [1])) },
        { "folder with content", RawZip.Of(new RawMember("a/", [1])) },
        { "folder by its mode only", RawZip.Of(new RawMember("a", []) { Mode = 0x41ED }) },
        { "two names", RawZip.Of(A with { Extra = [0x75, 0x70, 6, 0, 1, 0, 0, 0, 0, (byte)'b'] }) },
        { "malformed extra fields", RawZip.Of(A with { Extra = [0x75, 0x70, 6, 0, 1] }) },
        { "64-bit size without a field", RawZip.Of(A with { Size = uint.MaxValue, LocalSize = uint.MaxValue }) },
        { "nothing but an end that claims", [.. "PK\x5\x6"u8, .. new byte[4], 1, 0, 1, 0, .. new byte[10]] },
        { "empty file", [] },
        { "text", "PK\x3\x4 and so on"u8.ToArray() },
        { "gzip", [0x1F, 0x8B, 8, .. new byte[600]] },
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
    public void Records_that_overlap_are_refused()
    {
        // Fifield's bomb: many members of the directory share one record.
        byte[] zip = RawZip.Of(A, A with { Name = "a" });
        int second = zip.AsSpan().LastIndexOf("PK\x1\x2"u8);
        zip.AsSpan(second + 42, 4).Clear();
        using var stream = new MemoryStream(zip);
        Assert.Throws<DataFormatException>(() => ArchiveIndex.Read(stream));
    }

    [Fact]
    public void An_empty_archive_and_one_with_later_sizes_are_read()
    {
        using var empty = new MemoryStream(RawZip.Of());
        Assert.Empty(ArchiveIndex.Read(empty).Members);
        byte[] sizes = [.. RawZip.U32(Crc32.Append(0, A.Content)), .. RawZip.U32(3), .. RawZip.U32(3)];
        using var later = new MemoryStream(RawZip.Of(
            A with { Flags = 8, After = sizes },
            B with { Name = "c" },
            A with { Name = "d", Flags = 8, After = [.. "PK\x7\x8"u8, .. sizes] }));
        Assert.Equal(3, ArchiveIndex.Read(later).Members.Count);
    }

    private static byte[] Descriptor(byte[] content) =>
    [
        .. "PK\x7\x8"u8, .. RawZip.U32(Crc32.Append(0, content)), .. RawZip.U32((uint)content.Length), .. RawZip.U32((uint)content.Length)
    ];
}

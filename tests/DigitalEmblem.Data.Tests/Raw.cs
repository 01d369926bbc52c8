using System.Buffers.Binary;
using System.Text;

namespace DigitalEmblem.Data.Tests;

/// <summary>Structures of data-emblem put together by hand, so that a test can break exactly one rule.</summary>
internal static class Raw
{
    public static readonly byte[] Nonce = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public static readonly Sha256Digest Digest = Sha256Digest.Of("abc"u8);

    public static byte[] Unsigned(ulong value) => Head(0, value);

    public static byte[] Bytes(ReadOnlySpan<byte> bytes) => [.. Head(2, (ulong)bytes.Length), .. bytes];

    public static byte[] Text(string text) => [.. Head(3, (ulong)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    public static byte[] Array(params IReadOnlyList<byte[]> items) => [.. Head(4, (ulong)items.Count), .. items.SelectMany(i => i)];

    public static byte[] Map(params IReadOnlyList<byte[]> keysAndValues) =>
        [.. Head(5, (ulong)keysAndValues.Count / 2), .. keysAndValues.SelectMany(i => i)];

    public static byte[] Path(string path) => Bytes(Encoding.Latin1.GetBytes(path));

    public static byte[] File(string path, ulong size = 3) =>
        Array(Unsigned(0), Path(path), Unsigned(size), Bytes(Digest.ToArray()));

    public static byte[] Link(string path, ulong length = 3) =>
        Array(Unsigned(1), Path(path), Unsigned(length), Bytes(Digest.ToArray()));

    public static byte[] Short(ulong kind, string path) => Array(Unsigned(kind), Path(path));

    public static byte[] Page(params IReadOnlyList<string> paths) => Array([.. paths.Select(p => File(p))]);

    public static byte[] PageOf(byte[] page) => Array(Bytes(ManifestPage.Digest(page).ToArray()), Unsigned((ulong)page.Length));

    /// <summary>A head whose members are right unless given.</summary>
    public static byte[] HeadOf(
        byte[]? kind = null, byte[]? nonce = null, ulong files = 0, ulong bytes = 0, byte[]? pages = null, byte[]? exclusions = null,
        params byte[][] more) => Map(
        [
            Unsigned(0), kind ?? Unsigned(0), Unsigned(1), nonce ?? Bytes(Nonce), Unsigned(2), Unsigned(files), Unsigned(3),
            Unsigned(bytes), Unsigned(4), pages ?? Array(), Unsigned(5), exclusions ?? Array(), .. more,
        ]);

    /// <summary>A head for pages of files of 3 bytes each.</summary>
    public static byte[] HeadFor(int files, params byte[][] pages) =>
        HeadOf(files: (ulong)files, bytes: 3 * (ulong)files, pages: Array([.. pages.Select(PageOf)]));

    public static byte[] Manifest(byte[] head, params byte[][] pages) =>
        [.. "adem-manifest:1\0"u8, .. pages.SelectMany(p => p), .. head, .. Length(head.Length)];

    public static byte[] SignFile(byte[] bundle, byte[] manifest) =>
        [.. "adem-signfile:1\0"u8, .. Length(bundle.Length), .. bundle, .. manifest];

    public static byte[] Length(long length)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)length);
        return bytes;
    }

    private static byte[] Head(int major, ulong value)
    {
        var eight = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(eight, value);
        int first = major << 5;
        return value switch
        {
            < 24 => [(byte)(first | (int)value)],
            <= byte.MaxValue => [(byte)(first | 24), .. eight[7..]],
            <= ushort.MaxValue => [(byte)(first | 25), .. eight[6..]],
            <= uint.MaxValue => [(byte)(first | 26), .. eight[4..]],
            _ => [(byte)(first | 27), .. eight],
        };
    }
}

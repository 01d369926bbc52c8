using System.Text;

namespace DigitalEmblem.Data.Archives;

/// <summary>Writes members of a tar in the form of POSIX, which GNU tar reads too.</summary>
internal static class TarWriter
{
    // tar reads and writes twenty blocks at a time.
    private const int RecordSize = 20 * TarHeader.BlockSize;

    /// <summary>The header of a file, which everyone may read unless it is the manifest.</summary>
    public static byte[] Header(NewMember member, DateTimeOffset at)
    {
        var block = new byte[TarHeader.BlockSize];
        member.Path.Bytes.CopyTo(block);
        Put(block, 100, member.Path.Bytes.EndsWith(".manifest"u8) ? "0000600" : "0000644");
        Put(block, 108, "0000000");
        Put(block, 116, "0000000");
        Put(block, 124, Octal(member.Content.Length));
        Put(block, 136, Octal(Math.Max(0, at.ToUnixTimeSeconds())));
        Put(block, 148, "        ");
        Put(block, 156, "0");
        Put(block, 257, "ustar\000");
        int sum = 0;
        foreach (byte value in block)
        {
            sum += value;
        }

        Put(block, 148, Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ");
        return block;
    }

    /// <summary>The zeros after content, up to the next block.</summary>
    public static byte[] Padding(long length) => new byte[(TarHeader.BlockSize - (length % TarHeader.BlockSize)) % TarHeader.BlockSize];

    /// <summary>The zeros that end an archive of which so many bytes are written.</summary>
    public static byte[] End(long length)
    {
        long least = length + (2 * TarHeader.BlockSize);
        return new byte[((least + RecordSize - 1) / RecordSize * RecordSize) - length];
    }

    private static string Octal(long value) => Convert.ToString(value, 8).PadLeft(11, '0');

    private static void Put(byte[] block, int at, string text) => Encoding.ASCII.GetBytes(text, block.AsSpan(at));
}

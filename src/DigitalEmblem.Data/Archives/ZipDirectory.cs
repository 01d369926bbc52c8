namespace DigitalEmblem.Data.Archives;

/// <summary>The entries of a central directory that was read strictly before.</summary>
internal static class ZipDirectory
{
    /// <summary>The entries, as they are, whose records begin before a place; and how many they are.</summary>
    public static (byte[] Entries, long Count) Without(Stream archive, ZipEnd zip, long end)
    {
        byte[] directory = StreamBytes.Read(archive, zip.Start, zip.Length);
        using var kept = new MemoryStream(directory.Length);
        long count = 0;
        ReadOnlySpan<byte> rest = directory;
        while (rest.Length > 0)
        {
            int name = ZipEnd.U16(rest, 28), extra = ZipEnd.U16(rest, 30);
            int length = 46 + name + extra + ZipEnd.U16(rest, 32);
            ReadOnlySpan<byte> wide = ZipExtra.Find64(rest.Slice(46 + name, extra), rest.Slice(46, name), zip.Start);
            _ = ZipExtra.Take(ref wide, ZipEnd.U32(rest, 24), zip.Start);
            _ = ZipExtra.Take(ref wide, ZipEnd.U32(rest, 20), zip.Start);
            if (ZipExtra.Take(ref wide, ZipEnd.U32(rest, 42), zip.Start) < end)
            {
                kept.Write(rest[..length]);
                count++;
            }

            rest = rest[length..];
        }

        return (kept.ToArray(), count);
    }
}

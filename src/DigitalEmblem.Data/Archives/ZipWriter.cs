using System.Buffers.Binary;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data.Archives;

/// <summary>Puts stored members at the end of a ZIP, and writes its directory and its end, in the 64-bit form where needed.</summary>
internal sealed class ZipWriter(SafeWrite output, long start, DateTimeOffset at)
{
    private const byte Version = 20, Version64 = 45;

    // Unix, a regular file, rw-r--r-- for the sign and the notice; the manifest has every name, and only its owner reads it.
    private const byte Unix = 3;

    private const uint SignMode = 0x81A4, ManifestMode = 0x8180;

    private readonly List<byte[]> _central = [];
    private long _position = start;

    /// <summary>Writes the local header; the content follows it.</summary>
    public void Begin(NewMember member)
    {
        member.Content.Position = 0;
        uint crc = 0;
        var buffer = new byte[64 * 1024];
        while (member.Content.Read(buffer) is > 0 and var count)
        {
            crc = Crc32.Append(crc, buffer.AsSpan(0, count));
        }

        // A manifest of as many members as an archive may have is far below 4 GiB.
        uint size = checked((uint)member.Content.Length);
        byte[] common = Common(crc, size, member.Path.Bytes.Length);
        output.Write([0x50, 0x4B, 3, 4, .. common, .. member.Path.Bytes]);
        _central.Add(Central(member, common, _position));
        _position += ZipRecord.LocalSize + member.Path.Bytes.Length;
    }

    /// <summary>Says that the content was written.</summary>
    public void End(NewMember member) => _position += member.Content.Length;

    /// <summary>Writes the central directory, old entries first, and the end.</summary>
    public void Finish((byte[] Entries, long Count) old)
    {
        output.Write(old.Entries);
        long length = old.Entries.Length;
        foreach (byte[] header in _central)
        {
            output.Write(header);
            length += header.Length;
        }

        long count = old.Count + _central.Count;
        if (count >= ushort.MaxValue || length >= uint.MaxValue || _position >= uint.MaxValue)
        {
            WriteEnd64(count, length);
        }

        var end = new byte[ZipEnd.Size];
        BinaryPrimitives.WriteUInt32LittleEndian(end, ZipEnd.Signature);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), (ushort)Math.Min(count, ushort.MaxValue));
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), (ushort)Math.Min(count, ushort.MaxValue));
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), (uint)Math.Min(length, uint.MaxValue));
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), (uint)Math.Min(_position, uint.MaxValue));
        output.Write(end);
    }

    // What local and central header have in common: version, flags, method, time, CRC-32, sizes, lengths.
    private byte[] Common(uint crc, uint size, int nameLength)
    {
        var bytes = new byte[ZipRecord.LocalSize - 4];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, Version);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(6), Time());
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(8), Date());
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(10), crc);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(14), size);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(18), size);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(22), (ushort)nameLength);
        return bytes;
    }

    private static byte[] Central(NewMember member, byte[] common, long offset)
    {
        bool isFar = offset >= uint.MaxValue;
        byte[] extra = isFar ? new byte[12] : [];
        var rest = new byte[14];
        if (isFar)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(extra, ZipExtra.Id64);
            BinaryPrimitives.WriteUInt16LittleEndian(extra.AsSpan(2), sizeof(long));
            BinaryPrimitives.WriteInt64LittleEndian(extra.AsSpan(4), offset);
        }

        uint mode = member.Path.Bytes.EndsWith(".manifest"u8) ? ManifestMode : SignMode;
        BinaryPrimitives.WriteUInt32LittleEndian(rest.AsSpan(6), mode << 16);
        BinaryPrimitives.WriteUInt32LittleEndian(rest.AsSpan(10), (uint)Math.Min(offset, uint.MaxValue));
        byte[] header = [0x50, 0x4B, 1, 2, Version64, Unix, .. common, .. rest, .. member.Path.Bytes, .. extra];
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(30), (ushort)extra.Length);
        return header;
    }

    private void WriteEnd64(long count, long length)
    {
        var bytes = new byte[ZipEnd.Size64 + ZipEnd.LocatorSize];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, ZipEnd.Signature64);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(4), ZipEnd.Counted64);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(12), Version64);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(14), Version64);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), count);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(32), count);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(40), length);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(48), _position);
        Span<byte> locator = bytes.AsSpan(ZipEnd.Size64);
        BinaryPrimitives.WriteUInt32LittleEndian(locator, ZipEnd.LocatorSignature);
        BinaryPrimitives.WriteInt64LittleEndian(locator[8..], _position + length);
        BinaryPrimitives.WriteUInt32LittleEndian(locator[16..], 1);
        output.Write(bytes);
    }

    // The years 1980 to 2107, in steps of two seconds.
    private ushort Date() =>
        (ushort)(((Math.Clamp(at.UtcDateTime.Year, 1980, 2107) - 1980) << 9) | (at.UtcDateTime.Month << 5) | at.UtcDateTime.Day);

    private ushort Time() => (ushort)((at.UtcDateTime.Hour << 11) | (at.UtcDateTime.Minute << 5) | (at.UtcDateTime.Second / 2));
}

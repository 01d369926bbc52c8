using System.Buffers.Binary;
using System.Text;
using DigitalEmblem.Data.Archives;

namespace DigitalEmblem.Data.Tests.Archives;

/// <summary>Puts a ZIP together by hand, so that a test can break exactly one rule.</summary>
internal static class RawZip
{
    public static byte[] Of(params IReadOnlyList<RawMember> members) => Of([], [], 0, members);

    public static byte[] Of(byte[] beforeDirectory, byte[] after, int countTooMany, IReadOnlyList<RawMember> members)
    {
        using var zip = new MemoryStream();
        using var directory = new MemoryStream();
        foreach (RawMember m in members)
        {
            zip.Write(m.Before);
            uint offset = (uint)zip.Position;
            uint crc = Crc32.Append(0, m.Content);
            byte[] localName = Encoding.Latin1.GetBytes(m.LocalName ?? m.Name), name = Encoding.Latin1.GetBytes(m.Name);
            uint size = m.Size ?? (uint)m.Content.Length;
            zip.Write([.. "PK\x3\x4"u8, .. U16(20), .. U16(m.LocalFlags ?? m.Flags), .. U16(m.Method), .. U32(0),
                .. U32(m.LocalCrc ?? crc), .. U32(m.LocalStored ?? (uint)m.Stored.Length), .. U32(m.LocalSize ?? size),
                .. U16((ushort)localName.Length), .. U16((ushort)m.Extra.Length), .. localName, .. m.Extra, .. m.Stored, .. m.After]);
            directory.Write([.. "PK\x1\x2"u8, 20, 3, .. U16(20), .. U16(m.Flags), .. U16(m.Method), .. U32(0), .. U32(crc),
                .. U32((uint)m.Stored.Length), .. U32(size), .. U16((ushort)name.Length), .. U16((ushort)m.Extra.Length), .. U16(0),
                .. U16(0), .. U16(0), .. U32(m.Mode << 16), .. U32(offset), .. name, .. m.Extra]);
        }

        zip.Write(beforeDirectory);
        uint start = (uint)zip.Position;
        zip.Write(directory.ToArray());
        ushort count = (ushort)(members.Count + countTooMany);
        zip.Write([.. "PK\x5\x6"u8, .. U32(0), .. U16(count), .. U16(count), .. U32((uint)directory.Length), .. U32(start), .. U16(0)]);
        zip.Write(after);
        return zip.ToArray();
    }

    public static byte[] U16(ushort value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        return bytes;
    }

    public static byte[] U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}

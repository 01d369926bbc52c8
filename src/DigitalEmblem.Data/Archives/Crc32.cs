using System.Buffers.Binary;

namespace DigitalEmblem.Data.Archives;

/// <summary>
/// The CRC-32 of ZIP (APPNOTE, 4.4.7), eight bytes a step. It finds damage; what binds content is SHA-256. The framework has it only in
/// a package of its own.
/// </summary>
internal static class Crc32
{
    private const int Step = 8;

    private static readonly uint[][] Tables = MakeTables();

    /// <summary>Goes on from a value; 0 at the beginning.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        for (; bytes.Length >= Step; bytes = bytes[Step..])
        {
            uint low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = Tables[7][low & 0xFF] ^ Tables[6][(low >> 8) & 0xFF] ^ Tables[5][(low >> 16) & 0xFF] ^ Tables[4][low >> 24]
                ^ Tables[3][high & 0xFF] ^ Tables[2][(high >> 8) & 0xFF] ^ Tables[1][(high >> 16) & 0xFF] ^ Tables[0][high >> 24];
        }

        foreach (byte value in bytes)
        {
            crc = Tables[0][(crc ^ value) & 0xFF] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static uint[][] MakeTables()
    {
        var tables = new uint[Step][];
        for (int t = 0; t < Step; t++)
        {
            tables[t] = new uint[256];
            for (uint i = 0; i < 256; i++)
            {
                tables[t][i] = t == 0 ? First(i) : tables[0][tables[t - 1][i] & 0xFF] ^ (tables[t - 1][i] >> 8);
            }
        }

        return tables;
    }

    private static uint First(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ 0xEDB88320;
        }

        return value;
    }
}

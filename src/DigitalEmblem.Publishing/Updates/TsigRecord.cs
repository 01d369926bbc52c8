using System.Buffers.Binary;

namespace DigitalEmblem.Publishing;

/// <summary>The TSIG record at the end of a message (RFC 8945, 4.2).</summary>
/// <param name="KeyName">The name of the key: the owner.</param>
/// <param name="Algorithm">The name of the algorithm.</param>
/// <param name="TimeSigned">When it was signed, in seconds since 1970; 48 bits.</param>
/// <param name="Fudge">By how many seconds clocks may differ.</param>
/// <param name="Mac">The MAC; empty in an answer that is not signed.</param>
/// <param name="OriginalId">The id that was signed.</param>
/// <param name="Error">An error of TSIG.</param>
/// <param name="Other">The server's time if the error is BADTIME.</param>
internal sealed record TsigRecord(
    string KeyName,
    string Algorithm,
    long TimeSigned,
    ushort Fudge,
    ReadOnlyMemory<byte> Mac,
    ushort OriginalId,
    ushort Error,
    ReadOnlyMemory<byte> Other)
{
    public const ushort Type = 250;

    private const ushort ClassAny = 255;
    private const int TimeLength = 6;

    /// <summary>How long the record is that signs with a key.</summary>
    public static int LengthFor(TsigKey key)
    {
        // The fields are: owner; type, class, TTL, RDLENGTH; algorithm; time, fudge, MAC size, MAC, original id, error, other length.
        const int Fixed = 10, FixedData = TimeLength + 10;
        return key.Name.Length + 2 + Fixed + key.AlgorithmName.Length + 2 + FixedData + key.MacLength;
    }

    /// <summary>Takes a record apart.</summary>
    /// <exception cref="TokenFormatException">It is no TSIG record. The algorithm's name is not compressed (RFC 3597, 4).</exception>
    public static TsigRecord Read(DnsRecord record)
    {
        if (record is not { Section: DnsSection.Additional, Type: Type, Class: ClassAny, Ttl: 0 })
        {
            throw new TokenFormatException("a TSIG record of another class, with a time to live, or in another section");
        }

        var reader = new DnsReader(record.Data, 0);
        string algorithm = reader.Name();
        long time = ReadTime(reader.Take(TimeLength).Span);
        ushort fudge = reader.UInt16();
        ReadOnlyMemory<byte> mac = reader.Take(reader.UInt16());
        ushort id = reader.UInt16(), error = reader.UInt16();
        ReadOnlyMemory<byte> other = reader.Take(reader.UInt16());
        return reader.IsAtEnd
            ? new TsigRecord(record.Owner, algorithm, time, fudge, mac, id, error, other)
            : throw new TokenFormatException("bytes follow the content of a TSIG record");
    }

    /// <summary>The server's time in <see cref="Other"/>; null if there is none, or none that can be.</summary>
    public DateTimeOffset? ServerTime =>
        Other.Length == TimeLength && ReadTime(Other.Span) is var seconds && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>What the MAC covers beside the message (RFC 8945, 4.3.3).</summary>
    public byte[] Variables()
    {
        var bytes = new List<byte>(128);
        DnsWire.Name(bytes, KeyName);
        DnsWire.UInt16(bytes, ClassAny);
        DnsWire.UInt32(bytes, 0);
        DnsWire.Name(bytes, Algorithm);
        WriteTime(bytes);
        DnsWire.UInt16(bytes, Fudge);
        DnsWire.UInt16(bytes, Error);
        DnsWire.UInt16(bytes, Other.Length);
        bytes.AddRange(Other.Span);
        return [.. bytes];
    }

    /// <summary>The record as it stands in a message.</summary>
    public void Write(List<byte> bytes)
    {
        var data = new List<byte>(128);
        DnsWire.Name(data, Algorithm);
        WriteTime(data);
        DnsWire.UInt16(data, Fudge);
        DnsWire.UInt16(data, Mac.Length);
        data.AddRange(Mac.Span);
        DnsWire.UInt16(data, OriginalId);
        DnsWire.UInt16(data, Error);
        DnsWire.UInt16(data, Other.Length);
        data.AddRange(Other.Span);

        DnsWire.Name(bytes, KeyName);
        DnsWire.UInt16(bytes, Type);
        DnsWire.UInt16(bytes, ClassAny);
        DnsWire.UInt32(bytes, 0);
        DnsWire.UInt16(bytes, data.Count);
        bytes.AddRange(data);
    }

    private static long ReadTime(ReadOnlySpan<byte> bytes) =>
        ((long)BinaryPrimitives.ReadUInt16BigEndian(bytes) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]);

    private void WriteTime(List<byte> bytes)
    {
        DnsWire.UInt16(bytes, (int)(TimeSigned >> 32));
        DnsWire.UInt32(bytes, (uint)(TimeSigned & uint.MaxValue));
    }
}

using System.Buffers.Binary;
using System.Text;

namespace DigitalEmblem.Publishing;

/// <summary>
/// A message that answers an update: the same id, an answer, of an update, of the same zone. Nothing of it is believed yet.
/// </summary>
/// <param name="Code">The response code.</param>
/// <param name="Tsig">Its TSIG record; null if it has none.</param>
/// <param name="TsigStart">Where that begins.</param>
internal sealed record UpdateAnswer(int Code, TsigRecord? Tsig, int TsigStart)
{
    private const int Opcode = 5;

    /// <summary>Reads a message; null if it answers something else.</summary>
    /// <exception cref="TokenFormatException">It is malformed.</exception>
    public static UpdateAnswer? Read(ReadOnlyMemory<byte> message, SentUpdate sent)
    {
        ReadOnlySpan<byte> span = message.Span;
        if (span.Length < DnsWire.HeaderLength || !span[..2].SequenceEqual(sent.Message.AsSpan(0, 2)) || span[2] >> 7 != 1
            || ((span[2] >> 3) & 0xf) != Opcode)
        {
            return null;
        }

        // A server may leave the zone out (RFC 2136, 3.8).
        int zones = BinaryPrimitives.ReadUInt16BigEndian(span[4..]), at = DnsWire.HeaderLength;
        if (zones > 0)
        {
            ReadOnlySpan<byte> zone = sent.ZoneSection;
            if (zones > 1 || span.Length < at + zone.Length || !Ascii.EqualsIgnoreCase(span.Slice(at, zone.Length - 4), zone[..^4])
                || !span.Slice(at + zone.Length - 4, 4).SequenceEqual(zone[^4..]))
            {
                return null;
            }

            at += zone.Length;
        }

        (TsigRecord? tsig, int start) = LastRecord(new DnsReader(message, at), span);
        return new UpdateAnswer(span[3] & 0xf, tsig, start);
    }

    private static (TsigRecord? Tsig, int Start) LastRecord(DnsReader reader, ReadOnlySpan<byte> header)
    {
        int others = BinaryPrimitives.ReadUInt16BigEndian(header[6..]) + BinaryPrimitives.ReadUInt16BigEndian(header[8..]),
            all = others + BinaryPrimitives.ReadUInt16BigEndian(header[10..]);
        // The answer may repeat the whole update (RFC 2136, 3.8), so it may have as many records as fit a message. Keep none of them.
        TsigRecord? tsig = null;
        int start = reader.At;
        for (int i = 0; i < all; i++)
        {
            int at = reader.At;
            DnsRecord record = reader.Record(i < others ? DnsSection.Authority : DnsSection.Additional, withTarget: false);
            if (tsig is not null)
            {
                throw new TokenFormatException("a record follows the TSIG record");
            }

            (tsig, start) = record.Type == TsigRecord.Type ? (TsigRecord.Read(record), at) : (null, start);
        }

        return reader.IsAtEnd ? (tsig, start) : throw new TokenFormatException("bytes follow the last record");
    }
}

using System.Buffers.Binary;
using System.Globalization;

namespace DigitalEmblem;

/// <summary>
/// Reads a message from a place on. For any bytes it throws only <see cref="TokenFormatException"/>, and it reads no bytes outside of the
/// message.
/// </summary>
internal sealed class DnsReader(ReadOnlyMemory<byte> message, int at)
{
    private const int MaxNameLength = 255;
    private const int MaxPointers = 64;

    public int At { get; private set; } = at;

    public bool IsAtEnd => At == message.Length;

    /// <summary>How many octets have not been read.</summary>
    public int Left => message.Length - At;

    public ushort UInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2).Span);

    public ReadOnlyMemory<byte> Take(int count)
    {
        if (At + count > message.Length)
        {
            throw Malformed("a record runs over the end");
        }

        ReadOnlyMemory<byte> taken = message.Slice(At, count);
        At += count;
        return taken;
    }

    /// <summary>
    /// A record, with the name in its data if it is one of those whose data has one; or its data as it is: in updates it may be empty.
    /// </summary>
    public DnsRecord Record(DnsSection section, bool withTarget = true)
    {
        string owner = Name();
        ushort type = UInt16(), recordClass = UInt16();
        uint ttl = BinaryPrimitives.ReadUInt32BigEndian(Take(4).Span);
        int length = UInt16();
        int start = At;
        ReadOnlyMemory<byte> data = Take(length);
        string? target = null;
        if (withTarget && type is (DnsType.CName or DnsType.Ptr))
        {
            At = start;
            target = Name();
            At = At == start + length ? At : throw Malformed("a CNAME or PTR whose data is no name");
        }
        else if (withTarget && type == DnsType.Soa && section == DnsSection.Answer)
        {
            // Only an SOA in the answer section is parsed: no caller needs the SOA of a negative response.
            At = start;
            target = Name();
            At = At < start + length ? start + length : throw Malformed("a SOA whose data does not begin with a name");
        }

        return new DnsRecord(section, owner, type, recordClass, ttl, data, target);
    }

    public string Name()
    {
        ReadOnlySpan<byte> span = message.Span;
        // Each octet becomes one character, or four if it is escaped.
        Span<char> name = stackalloc char[4 * MaxNameLength];
        int written = 0;
        int at = At, end = -1, length = 0, pointers = 0;
        while (true)
        {
            if (at >= span.Length)
            {
                throw Malformed("a name runs over the end");
            }

            int count = span[at];
            if ((count & 0xc0) == 0xc0)
            {
                int target = at + 1 < span.Length ? ((count & 0x3f) << 8) | span[at + 1] : int.MaxValue;
                // A pointer may only lead backwards, so that pointers cannot form a circle.
                if (target >= at || ++pointers > MaxPointers)
                {
                    throw Malformed("a name that points forward, or in a circle");
                }

                end = end < 0 ? at + 2 : end;
                at = target;
                continue;
            }

            if ((count & 0xc0) != 0 || at + 1 + count > span.Length)
            {
                throw Malformed("a label of an unknown kind, or over the end");
            }

            length += count + 1;
            if (length > MaxNameLength)
            {
                throw Malformed("a name of more than 255 octets");
            }

            if (count == 0)
            {
                At = end < 0 ? at + 1 : end;
                return written == 0 ? "" : new string(name[..written]);
            }

            written += Label(name[written..], span.Slice(at + 1, count), isFirst: written == 0);
            at += count + 1;
        }
    }

    private static int Label(Span<char> name, ReadOnlySpan<byte> label, bool isFirst)
    {
        int written = 0;
        if (!isFirst)
        {
            name[written++] = '.';
        }

        foreach (byte b in label)
        {
            char c = (char)b;
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            {
                name[written++] = char.ToLowerInvariant(c);
            }
            else
            {
                name[written..].TryWrite(CultureInfo.InvariantCulture, $"\\{b:d3}", out int escaped);
                written += escaped;
            }
        }

        return written;
    }

    private TokenFormatException Malformed(string why) => new(why, "DNS message", At);
}

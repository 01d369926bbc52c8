using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace DigitalEmblem;

/// <summary>
/// Messages on the wire (RFC 1035, 4): queries out, responses in. Reading is bounded: names hold 255 octets and 127 labels at most, a pointer leads backwards only, counts and
/// lengths must fit the message.
/// </summary>
internal static class DnsWire
{
    public const int HeaderLength = 12;
    public const ushort EdnsPayload = 1232;

    private const int MaxNameLength = 255;
    private const int MaxPointers = 64;
    private const int MaxRecords = 1024;

    /// <summary>A query with recursion desired, EDNS with a payload that no path fragments, and AD asked for without DO (RFC 6840, 5.7).</summary>
    public static byte[] WriteQuery(ushort id, DomainName name, ushort type)
    {
        var bytes = new List<byte>(64);
        UInt16(bytes, id);
        UInt16(bytes, 0x0120); // RD, AD
        UInt16(bytes, 1);
        UInt16(bytes, 0);
        UInt16(bytes, 0);
        UInt16(bytes, 1);
        Name(bytes, name);
        UInt16(bytes, type);
        UInt16(bytes, DnsType.ClassIn);
        bytes.Add(0);
        UInt16(bytes, DnsType.Opt);
        UInt16(bytes, EdnsPayload);
        bytes.AddRange(new byte[6]);
        return [.. bytes];
    }

    /// <summary>The response in <paramref name="message"/>, or null if it is not one to <paramref name="query"/>: another id, no response, another question.</summary>
    /// <exception cref="TokenFormatException">It is, and is malformed.</exception>
    public static DnsResponse? ReadResponse(ReadOnlyMemory<byte> message, ReadOnlySpan<byte> query)
    {
        ReadOnlySpan<byte> span = message.Span;
        if (span.Length < HeaderLength || !span[..2].SequenceEqual(query[..2]))
        {
            return null;
        }

        ushort flags = BinaryPrimitives.ReadUInt16BigEndian(span[2..]);
        bool isResponse = (flags & 0x8000) != 0 && (flags & 0x7800) == 0;
        int code = flags & 0x0f;
        int questions = BinaryPrimitives.ReadUInt16BigEndian(span[4..]);
        int questionLength = QuestionLength(query);
        bool sameQuestion = questions == 1 && span.Length >= HeaderLength + questionLength
            && EqualQuestion(span.Slice(HeaderLength, questionLength), query.Slice(HeaderLength, questionLength));
        // A server that cannot even read the query (FORMERR, NOTIMP, REFUSED) may leave the question out.
        bool withoutQuestion = questions == 0 && code != 0;
        if (!isResponse || !(sameQuestion || withoutQuestion))
        {
            return null;
        }

        var reader = new Reader(message, HeaderLength + (sameQuestion ? questionLength : 0));
        return new DnsResponse
        {
            Code = code,
            Truncated = (flags & 0x0200) != 0,
            Authoritative = (flags & 0x0400) != 0,
            RecursionAvailable = (flags & 0x0080) != 0,
            AuthenticData = (flags & 0x0020) != 0,
            // What is truncated is not read: a partial set is never used.
            Records = (flags & 0x0200) != 0 ? [] : ReadRecords(reader, span),
        };
    }

    public static void Name(List<byte> bytes, DomainName name)
    {
        foreach (string label in name.ToString().Split('.'))
        {
            bytes.Add((byte)label.Length);
            bytes.AddRange(Encoding.ASCII.GetBytes(label));
        }

        bytes.Add(0);
    }

    public static void UInt16(List<byte> bytes, int value)
    {
        bytes.Add((byte)(value >> 8));
        bytes.Add((byte)(value & 0xff));
    }

    /// <summary>The question of a query: its name, type, and where the question ends; null if it is no query that a server here answers.</summary>
    public static (string Name, ushort Type, int End)? ReadQuestion(ReadOnlyMemory<byte> query)
    {
        ReadOnlySpan<byte> span = query.Span;
        if (span.Length < HeaderLength + 5 || (span[2] & 0xf8) != 0 || BinaryPrimitives.ReadUInt16BigEndian(span[4..]) != 1)
        {
            return null;
        }

        try
        {
            var reader = new Reader(query, HeaderLength);
            string name = reader.Name();
            ushort type = reader.UInt16();
            return reader.UInt16() == DnsType.ClassIn ? (name, type, reader.At) : null;
        }
        catch (TokenFormatException)
        {
            return null;
        }
    }

    private static List<DnsRecord> ReadRecords(Reader reader, ReadOnlySpan<byte> header)
    {
        (DnsSection Section, int Count)[] sections =
        [
            (DnsSection.Answer, BinaryPrimitives.ReadUInt16BigEndian(header[6..])),
            (DnsSection.Authority, BinaryPrimitives.ReadUInt16BigEndian(header[8..])),
            (DnsSection.Additional, BinaryPrimitives.ReadUInt16BigEndian(header[10..])),
        ];
        if (sections.Sum(s => s.Count) > MaxRecords)
        {
            throw new TokenFormatException($"more than {MaxRecords} records", fault: FormatFault.LimitExceeded);
        }

        var records = new List<DnsRecord>();
        foreach ((DnsSection section, int count) in sections)
        {
            for (int i = 0; i < count; i++)
            {
                records.Add(reader.Record(section));
            }
        }

        return reader.IsAtEnd ? records : throw new TokenFormatException("bytes follow the last record");
    }

    private static int QuestionLength(ReadOnlySpan<byte> query)
    {
        int at = HeaderLength;
        while (query[at] != 0)
        {
            at += query[at] + 1;
        }

        return at + 5 - HeaderLength;
    }

    // Names compare without case; some servers change it.
    private static bool EqualQuestion(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) =>
        System.Text.Ascii.EqualsIgnoreCase(a[..^4], b[..^4]) && a[^4..].SequenceEqual(b[^4..]);

    private sealed class Reader(ReadOnlyMemory<byte> message, int at)
    {
        public int At { get; private set; } = at;

        public bool IsAtEnd => At == message.Length;

        public ushort UInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2).Span);

        public DnsRecord Record(DnsSection section)
        {
            string owner = Name();
            ushort type = UInt16(), recordClass = UInt16();
            uint ttl = BinaryPrimitives.ReadUInt32BigEndian(Take(4).Span);
            int length = UInt16();
            int start = At;
            ReadOnlyMemory<byte> data = Take(length);
            string? target = null;
            if (type is DnsType.CName or DnsType.Ptr)
            {
                At = start;
                target = Name();
                At = At == start + length ? At : throw Malformed("a CNAME or PTR whose data is no name");
            }

            return new DnsRecord(section, owner, type, recordClass, ttl, data, target);
        }

        public string Name()
        {
            ReadOnlySpan<byte> span = message.Span;
            var name = new StringBuilder();
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
                    // Backwards only, so that no pointer leads round in a circle.
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
                    return name.ToString();
                }

                Label(name, span.Slice(at + 1, count));
                at += count + 1;
            }
        }

        private static void Label(StringBuilder name, ReadOnlySpan<byte> label)
        {
            if (name.Length > 0)
            {
                name.Append('.');
            }

            foreach (byte b in label)
            {
                char c = (char)b;
                if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
                {
                    name.Append(char.ToLowerInvariant(c));
                }
                else
                {
                    name.Append(CultureInfo.InvariantCulture, $"\\{b:d3}");
                }
            }
        }

        private ReadOnlyMemory<byte> Take(int count)
        {
            if (At + count > message.Length)
            {
                throw Malformed("a record runs over the end");
            }

            ReadOnlyMemory<byte> taken = message.Slice(At, count);
            At += count;
            return taken;
        }

        private TokenFormatException Malformed(string why) => new(why, "DNS message", At);
    }
}

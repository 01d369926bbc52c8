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
        const int QuestionEnd = 4, Edns = 11;
        string text = name.ToString();
        // A length before each label in place of the dot after it, and the root.
        int nameLength = text.Length + 2;
        var query = new byte[HeaderLength + nameLength + QuestionEnd + Edns];
        Span<byte> span = query;
        BinaryPrimitives.WriteUInt16BigEndian(span, id);
        BinaryPrimitives.WriteUInt16BigEndian(span[2..], 0x0120); // RD, AD
        span[5] = 1; // one question
        span[11] = 1; // one additional record: EDNS
        Span<byte> labels = span.Slice(HeaderLength, nameLength);
        Encoding.ASCII.GetBytes(text, labels[1..]);
        for (int i = nameLength - 2, length = 0; i >= 0; i--)
        {
            bool isDot = i == 0 || labels[i] == (byte)'.';
            labels[i] = isDot ? (byte)length : labels[i];
            length = isDot ? 0 : length + 1;
        }

        Span<byte> rest = span[(HeaderLength + nameLength)..];
        BinaryPrimitives.WriteUInt16BigEndian(rest, type);
        BinaryPrimitives.WriteUInt16BigEndian(rest[2..], DnsType.ClassIn);
        BinaryPrimitives.WriteUInt16BigEndian(rest[5..], DnsType.Opt);
        BinaryPrimitives.WriteUInt16BigEndian(rest[7..], EdnsPayload);
        return query;
    }

    /// <summary>Gives each letter of the name in a query a random case (draft-vixie-dnsext-dns0x20): servers repeat it, and whoever answers blindly in their place has to guess it.</summary>
    public static void MixCase(Span<byte> query, RandomBits random)
    {
        ulong bits = 0;
        int left = 0;
        for (int at = HeaderLength; query[at] != 0; at += query[at] + 1)
        {
            foreach (ref byte letter in query.Slice(at + 1, query[at]))
            {
                if (letter is >= (byte)'a' and <= (byte)'z')
                {
                    (bits, left) = left == 0 ? (random.Next(), 63) : (bits >> 1, left - 1);
                    letter ^= (byte)((bits & 1) << 5);
                }
            }
        }
    }

    /// <summary>The response in <paramref name="message"/>, or null if it is not one to <paramref name="query"/>: another id, no response, another question.</summary>
    /// <exception cref="TokenFormatException">It is, and is malformed.</exception>
    public static DnsResponse? ReadResponse(ReadOnlyMemory<byte> message, ReadOnlySpan<byte> query, bool exactCase = false)
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
            && EqualQuestion(span.Slice(HeaderLength, questionLength), query.Slice(HeaderLength, questionLength), exactCase);
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
        int answers = BinaryPrimitives.ReadUInt16BigEndian(header[6..]), authority = BinaryPrimitives.ReadUInt16BigEndian(header[8..]), additional = BinaryPrimitives.ReadUInt16BigEndian(header[10..]);
        int all = answers + authority + additional;
        if (all > MaxRecords)
        {
            throw new TokenFormatException($"more than {MaxRecords} records", fault: FormatFault.LimitExceeded);
        }

        var records = new List<DnsRecord>();
        for (int i = 0; i < all; i++)
        {
            records.Add(reader.Record(i < answers ? DnsSection.Answer : i < answers + authority ? DnsSection.Authority : DnsSection.Additional));
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

    // Names compare without case; some servers change it. Where the case is what a forger has to guess, it counts.
    private static bool EqualQuestion(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, bool exactCase) => exactCase
        ? a.SequenceEqual(b)
        : System.Text.Ascii.EqualsIgnoreCase(a[..^4], b[..^4]) && a[^4..].SequenceEqual(b[^4..]);

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
            // Each octet is a character, or four if it is escaped.
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

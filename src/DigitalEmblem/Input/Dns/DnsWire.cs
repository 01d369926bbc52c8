using System.Buffers.Binary;
using System.Text;

namespace DigitalEmblem;

/// <summary>
/// Messages on the wire (RFC 1035, 4): queries out, responses in. Reading is bounded: names hold 255 octets and 127 labels at most, a
/// pointer leads backwards only, counts and lengths must fit the message (<see cref="DnsReader"/>).
/// </summary>
internal static class DnsWire
{
    public const int HeaderLength = 12;
    public const ushort EdnsPayload = 1232;

    private const int MaxRecords = 1024;

    /// <summary>A query, with EDNS with a payload that no path fragments, and AD asked for without DO (RFC 6840, 5.7).</summary>
    public static byte[] WriteQuery(ushort id, DomainName name, ushort type, bool recursionDesired = true, bool edns = true)
    {
        const int QuestionEnd = 4, OptLength = 11;
        string text = name.ToString();
        // On the wire a length byte precedes each label, which is one byte more than there are dots, and one byte for the root ends the
        // name.
        int nameLength = text.Length + 2;
        var query = new byte[HeaderLength + nameLength + QuestionEnd + (edns ? OptLength : 0)];
        Span<byte> span = query;
        BinaryPrimitives.WriteUInt16BigEndian(span, id);
        BinaryPrimitives.WriteUInt16BigEndian(span[2..], (ushort)(recursionDesired ? 0x0120 : 0x0020)); // RD, AD
        span[5] = 1; // one question
        span[11] = (byte)(edns ? 1 : 0); // an additional record: OPT
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
        if (edns)
        {
            BinaryPrimitives.WriteUInt16BigEndian(rest[5..], DnsType.Opt);
            BinaryPrimitives.WriteUInt16BigEndian(rest[7..], EdnsPayload);
        }

        return query;
    }

    /// <summary>
    /// The response in <paramref name="message"/>, or null if it is not one to <paramref name="query"/>: another id, no
    /// response, another question.
    /// </summary>
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
        // A server that cannot even read the query (FORMERR, NOTIMP, REFUSED) may leave the question out, or announce it in a header that
        // nothing follows. An answer must repeat the question, because a forger does not know it.
        bool withoutQuestion = !DnsCode.IsAnswer(code) && (questions == 0 || span.Length == HeaderLength);
        if (!isResponse || !(sameQuestion || withoutQuestion))
        {
            return null;
        }

        // Do not read a truncated response: a partial set is never used.
        bool truncated = (flags & 0x0200) != 0;
        IReadOnlyList<DnsRecord> records = truncated
            ? []
            : ReadRecords(message, HeaderLength + (sameQuestion ? questionLength : 0), mustBeWhole: DnsCode.IsAnswer(code));
        return new DnsResponse
        {
            Code = DnsCode.Of(code, records),
            Truncated = truncated,
            Authoritative = (flags & 0x0400) != 0,
            RecursionAvailable = (flags & 0x0080) != 0,
            AuthenticData = (flags & 0x0020) != 0,
            Records = records,
        };
    }

    /// <summary>A name in its canonical form: lower case, dots between labels, none at the end.</summary>
    public static void Name(List<byte> bytes, string name)
    {
        Labels(bytes, name);
        bytes.Add(0);
    }

    /// <summary>Labels without the root: the beginning of a name whose rest stands elsewhere.</summary>
    public static void Labels(List<byte> bytes, string labels)
    {
        foreach (string label in labels.Split('.'))
        {
            bytes.Add((byte)label.Length);
            bytes.AddRange(Encoding.ASCII.GetBytes(label));
        }
    }

    public static void UInt16(List<byte> bytes, int value)
    {
        bytes.Add((byte)(value >> 8));
        bytes.Add((byte)(value & 0xff));
    }

    public static void UInt32(List<byte> bytes, uint value)
    {
        UInt16(bytes, (int)(value >> 16));
        UInt16(bytes, (int)(value & 0xffff));
    }

    /// <summary>
    /// The question of a query: its name, type, and where the question ends; null if it is no query that a server here answers.
    /// </summary>
    public static (string Name, ushort Type, int End)? ReadQuestion(ReadOnlyMemory<byte> query)
    {
        ReadOnlySpan<byte> span = query.Span;
        if (span.Length < HeaderLength + 5 || (span[2] & 0xf8) != 0 || BinaryPrimitives.ReadUInt16BigEndian(span[4..]) != 1)
        {
            return null;
        }

        try
        {
            var reader = new DnsReader(query, HeaderLength);
            string name = reader.Name();
            ushort type = reader.UInt16();
            return reader.UInt16() == DnsType.ClassIn ? (name, type, reader.At) : null;
        }
        catch (TokenFormatException)
        {
            return null;
        }
    }

    /// <summary>The records. In an error response they need not be complete, because its code says what it means.</summary>
    private static List<DnsRecord> ReadRecords(ReadOnlyMemory<byte> message, int at, bool mustBeWhole)
    {
        try
        {
            return ReadRecords(new DnsReader(message, at), message.Span);
        }
        catch (TokenFormatException) when (!mustBeWhole)
        {
            return [];
        }
    }

    private static List<DnsRecord> ReadRecords(DnsReader reader, ReadOnlySpan<byte> header)
    {
        int answers = BinaryPrimitives.ReadUInt16BigEndian(header[6..]),
            authority = BinaryPrimitives.ReadUInt16BigEndian(header[8..]),
            additional = BinaryPrimitives.ReadUInt16BigEndian(header[10..]);
        int all = answers + authority + additional;
        if (all > MaxRecords)
        {
            throw new TokenFormatException($"more than {MaxRecords} records", fault: FormatFault.LimitExceeded);
        }

        var records = new List<DnsRecord>();
        for (int i = 0; i < all; i++)
        {
            records.Add(
                reader.Record(i < answers ? DnsSection.Answer : i < answers + authority ? DnsSection.Authority : DnsSection.Additional));
        }

        // Octets left over mean that the header announces fewer records than were sent, so the records read are a part of a set.
        return reader.IsAtEnd
            ? records
            : throw new TokenFormatException($"{reader.Left} octets follow the last record that the header announces");
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

    /// <summary>
    /// Whether the question of a response has only lower-case or only upper-case letters: a server changed the case, which a forger would
    /// have had to guess.
    /// </summary>
    public static bool HasOneCase(ReadOnlySpan<byte> message, ReadOnlySpan<byte> query)
    {
        // Length bytes are at most 63, below all letters, so they are not taken for letters.
        ReadOnlySpan<byte> name = message.Slice(HeaderLength, QuestionLength(query) - 4);
        return !name.ContainsAnyInRange((byte)'A', (byte)'Z') || !name.ContainsAnyInRange((byte)'a', (byte)'z');
    }

    // Names are compared without case, because some servers change it. With exactCase the case counts, because a forger has to guess it.
    private static bool EqualQuestion(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, bool exactCase) => exactCase
        ? a.SequenceEqual(b)
        : System.Text.Ascii.EqualsIgnoreCase(a[..^4], b[..^4]) && a[^4..].SequenceEqual(b[^4..]);
}

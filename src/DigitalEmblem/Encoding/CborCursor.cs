using System.Buffers.Binary;
using System.Formats.Cbor;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace DigitalEmblem;

/// <summary>
/// One CBOR item being read, top to bottom, with nothing left over at the end. Every fault becomes a <see cref="TokenFormatException"/>
/// that says where. Definite lengths and any length encoding are read; keys are compared after decoding (decisions.md, 5).
/// </summary>
/// <remarks>
/// It reads the bytes themselves, because tokens are read far more often than anything else here and <see cref="CborReader"/> costs several
/// times as much; a property test checks that both accept and refuse the same bytes (CborCursorTests).
/// </remarks>
internal sealed class CborCursor
{
    private const int UnsignedMajor =
        0, NegativeMajor = 1, BytesMajor = 2, TextMajor = 3, ArrayMajor = 4, MapMajor = 5, TagMajor = 6, SimpleMajor = 7;
    private const int Indefinite = 31;
    private const byte Break = 0xff;

    // Both fields hold the same bytes. Parts are returned as Memory; single bytes are read from the segment, because Memory is too slow for
    // that.
    private readonly ReadOnlyMemory<byte> _data;
    private readonly ArraySegment<byte> _bytes;
    private int _offset;
    private string? _path;

    public CborCursor(ReadOnlyMemory<byte> data, string? path = null)
    {
        _data = data;
        _bytes = MemoryMarshal.TryGetArray(data, out ArraySegment<byte> bytes) ? bytes : data.ToArray();
        _path = path;
    }

    /// <summary>Where it stands, in bytes from the start.</summary>
    public int Offset => _offset;

    public bool IsInteger => Major is UnsignedMajor or NegativeMajor;

    private int Major => NextByte >> 5;

    private byte NextByte => _offset < _bytes.Count ? _bytes[_offset] : throw IllFormed();

    /// <summary>Reads exactly one item that fills <paramref name="data"/>.</summary>
    public static T ReadOne<T>(ReadOnlyMemory<byte> data, Func<CborCursor, T> read)
    {
        var cursor = new CborCursor(data);
        T result = read(cursor);
        cursor._path = null;
        cursor.End();
        return result;
    }

    /// <summary>Refuses bytes that follow the item.</summary>
    public void End()
    {
        if (_offset != _bytes.Count)
        {
            throw Fault($"{_bytes.Count - _offset} bytes follow the item");
        }
    }

    /// <summary>The kind of the next value.</summary>
    public CborReaderState Peek()
    {
        byte head = NextByte;
        bool indefinite = (head & 0x1f) == Indefinite;
        return (head >> 5) switch
        {
            UnsignedMajor => CborReaderState.UnsignedInteger,
            NegativeMajor => CborReaderState.NegativeInteger,
            BytesMajor => indefinite ? CborReaderState.StartIndefiniteLengthByteString : CborReaderState.ByteString,
            TextMajor => indefinite ? CborReaderState.StartIndefiniteLengthTextString : CborReaderState.TextString,
            ArrayMajor => CborReaderState.StartArray,
            MapMajor => CborReaderState.StartMap,
            TagMajor => CborReaderState.Tag,
            _ => (head & 0x1f) switch
            {
                20 or 21 => CborReaderState.Boolean,
                22 => CborReaderState.Null,
                25 => CborReaderState.HalfPrecisionFloat,
                26 => CborReaderState.SinglePrecisionFloat,
                27 => CborReaderState.DoublePrecisionFloat,
                _ => CborReaderState.SimpleValue,
            },
        };
    }

    /// <summary>Names the value that is read next, for messages.</summary>
    public CborCursor At(string? path)
    {
        _path = path;
        return this;
    }

    /// <summary>Goes to where a value was seen to stand.</summary>
    public CborCursor Seek(int offset, string path)
    {
        _offset = offset;
        _path = path;
        return this;
    }

    public TokenFormatException Fault(string message, FormatFault fault = FormatFault.Malformed) => new(message, _path, _offset, fault);

    /// <summary>Takes the tag if it is next.</summary>
    public bool TryTag(ulong tag)
    {
        int start = _offset;
        if (Major == TagMajor && Head(out _) == tag)
        {
            return true;
        }

        _offset = start;
        return false;
    }

    /// <summary>Starts an array of definite length, and returns how many values follow.</summary>
    public int StartArray() => Start(ArrayMajor, 1, "an", "array");

    /// <summary>Starts a map of definite length, and returns how many keys follow, each with its value.</summary>
    public int StartMap() => Start(MapMajor, 2, "a", "map");

    /// <summary>The next key of a map, which no key before it may equal.</summary>
    /// <param name="seen">The keys of this map so far.</param>
    public CborLabel Key(ref CborKeys seen)
    {
        CborLabel label = Major switch
        {
            TextMajor => new CborLabel(KnownText() ?? Text()),
            UnsignedMajor or NegativeMajor => new CborLabel(Integer()),
            _ => throw Fault("a key of a map is neither an integer nor a text"),
        };
        return seen.Add(label) ? label : throw Fault($"the key {label} stands twice");
    }

    /// <summary>Reads a map and hands each key to <paramref name="entry"/>, which reads the value.</summary>
    public void Map(Action<CborLabel> entry)
    {
        int count = StartMap();
        string? path = _path;
        var seen = default(CborKeys);
        for (int i = 0; i < count; i++)
        {
            _path = path;
            entry(Key(ref seen));
        }

        _path = path;
    }

    public long Integer()
    {
        if (!IsInteger)
        {
            throw Fault("not an integer");
        }

        int major = Major;
        ulong argument = Head(out _);
        return argument > long.MaxValue ? throw Fault("an integer is out of range")
            : major == UnsignedMajor ? (long)argument
            : -1 - (long)argument;
    }

    public ulong Unsigned() => Major == UnsignedMajor ? Head(out _) : throw Fault("not an unsigned integer");

    public bool Boolean() => Peek() == CborReaderState.Boolean ? _bytes[_offset++] == 0xf5 : throw Fault("not true or false");

    public void Null() => _offset += Peek() == CborReaderState.Null ? 1 : throw Fault("not null");

    public string Text()
    {
        if (Major != TextMajor)
        {
            throw Fault("not a text");
        }

        ulong length = Head(out int info);
        if (info != Indefinite)
        {
            return Decode(Take(length));
        }

        var text = new StringBuilder();
        for (; NextByte != Break; text.Append(Decode(Take(Chunk(TextMajor)))))
        {
        }

        _offset++;
        return text.ToString();
    }

    public ReadOnlyMemory<byte> Bytes()
    {
        if (Peek() != CborReaderState.ByteString)
        {
            throw Fault(Major == BytesMajor ? "a byte string of indefinite length" : "not a byte string");
        }

        ulong length = Head(out _);
        int start = _offset;
        Take(length);
        return _data[start.._offset];
    }

    public ReadOnlyMemory<byte> Bytes(int length)
    {
        ReadOnlyMemory<byte> bytes = Bytes();
        return bytes.Length == length ? bytes : throw Fault($"a byte string of {length} bytes is asked, and this has {bytes.Length}");
    }

    public double Float()
    {
        CborReaderState kind = Peek();
        if (kind is not (CborReaderState.HalfPrecisionFloat or CborReaderState.SinglePrecisionFloat
            or CborReaderState.DoublePrecisionFloat))
        {
            throw Fault("not a number");
        }

        ulong bits = Head(out _);
        return kind switch
        {
            CborReaderState.HalfPrecisionFloat => (double)BitConverter.UInt16BitsToHalf((ushort)bits),
            CborReaderState.SinglePrecisionFloat => BitConverter.UInt32BitsToSingle((uint)bits),
            _ => BitConverter.UInt64BitsToDouble(bits),
        };
    }

    /// <summary>
    /// Passes over a value that is not understood: well-formed, its texts UTF-8, its maps without repeated keys, and no
    /// deeper than the limit.
    /// </summary>
    public void Skip() => Skip(depth: 0);

    /// <summary>As <see cref="Skip()"/>, and returns the bytes passed over.</summary>
    public ReadOnlyMemory<byte> Encoded()
    {
        int start = _offset;
        Skip();
        return _data[start.._offset];
    }

    private void Skip(int depth)
    {
        int major = Major;
        for (; major == TagMajor; major = Major)
        {
            Head(out _);
        }

        ulong argument = Head(out int info);
        switch (major)
        {
            case BytesMajor or TextMajor when info == Indefinite:
                while (NextByte != Break)
                {
                    Passed(major, Take(Chunk(major)));
                }

                _offset++;
                break;
            case BytesMajor or TextMajor:
                Passed(major, Take(argument));
                break;
            case ArrayMajor:
                Deeper(depth);
                for (ulong i = 0; More(i, info, argument); i++)
                {
                    Skip(depth + 1);
                }

                break;
            case MapMajor:
                Deeper(depth);
                SkipMap(depth, info, argument);
                break;
            default:
                break;
        }
    }

    private void SkipMap(int depth, int info, ulong count)
    {
        // Keys are compared in their encoded form, because the meaning of the keys of an unknown map is not known.
        HashSet<string>? keys = null;
        ReadOnlySpan<byte> only = default;
        for (ulong i = 0; More(i, info, count); i++)
        {
            int start = _offset;
            Skip(depth + 1);
            ReadOnlySpan<byte> key = _bytes.AsSpan(start, _offset - start);
            if (i == 0)
            {
                only = key;
            }
            else
            {
                keys ??= [Convert.ToHexString(only)];
                if (!keys.Add(Convert.ToHexString(key)))
                {
                    throw Fault("a key stands twice in a map");
                }
            }

            Skip(depth + 1);
        }
    }

    private void Passed(int major, ReadOnlySpan<byte> content)
    {
        if (major == TextMajor && !Utf8.IsValid(content))
        {
            throw IllFormed();
        }
    }

    /// <summary>Whether another value of an array or map follows; takes the break at the end of an indefinite one.</summary>
    private bool More(ulong done, int info, ulong count)
    {
        if (info != Indefinite)
        {
            return done < count;
        }

        if (NextByte != Break)
        {
            return true;
        }

        _offset++;
        return false;
    }

    private ulong Chunk(int major)
    {
        int chunkMajor = Major;
        ulong length = Head(out int info);
        return chunkMajor == major && info != Indefinite ? length : throw IllFormed();
    }

    private int Start(int major, int valuesEach, string article, string what)
    {
        if (Major != major)
        {
            throw Fault($"not {article} {what}");
        }

        ulong count = Head(out int info);
        if (info == Indefinite)
        {
            throw Fault($"{article} {what} of indefinite length");
        }

        // Every value has at least one byte: refuse a count that exceeds the bytes left, before memory is allocated for it.
        return count <= (ulong)((_bytes.Count - _offset) / valuesEach) ? (int)count : throw IllFormed();
    }

    /// <summary>
    /// Takes the head of a value (RFC 8949, 3): the number that belongs to it, and the additional information, which
    /// tells an indefinite length.
    /// </summary>
    private ulong Head(out int info)
    {
        byte head = NextByte;
        info = head & 0x1f;
        if (info >= 24)
        {
            return LongHead(head >> 5, info);
        }

        _offset++;
        return (ulong)info;
    }

    private ulong LongHead(int major, int info)
    {
        _offset++;
        switch (info)
        {
            case 24:
                byte one = Take(1)[0];
                // A simple value below 32 has no second byte (RFC 8949, 3.3).
                return major == SimpleMajor && one < 32 ? throw IllFormed() : one;
            case 25:
                return BinaryPrimitives.ReadUInt16BigEndian(Take(sizeof(ushort)));
            case 26:
                return BinaryPrimitives.ReadUInt32BigEndian(Take(sizeof(uint)));
            case 27:
                return BinaryPrimitives.ReadUInt64BigEndian(Take(sizeof(ulong)));
            case Indefinite when major is BytesMajor or TextMajor or ArrayMajor or MapMajor:
                return 0;
            default:
                throw IllFormed();
        }
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(_bytes.Count - _offset))
        {
            throw IllFormed();
        }

        ReadOnlySpan<byte> taken = _bytes.AsSpan(_offset, (int)length);
        _offset += (int)length;
        return taken;
    }

    private string Decode(ReadOnlySpan<byte> utf8) => Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : throw IllFormed();

    /// <summary>
    /// The name of a claim that the next short text is, without an allocation; null if it is no such name, and then nothing is read.
    /// </summary>
    private string? KnownText()
    {
        int length = NextByte & 0x1f;
        if (length >= 24 || _bytes.Count - _offset <= length || ClaimNames.Known(_bytes.AsSpan(_offset + 1, length)) is not { } known)
        {
            return null;
        }

        _offset += 1 + length;
        return known;
    }

    private void Deeper(int depth)
    {
        if (depth >= TokenLimits.MaxNesting)
        {
            throw Fault($"nested deeper than {TokenLimits.MaxNesting} levels");
        }
    }

    private TokenFormatException IllFormed() => Fault("not valid CBOR, or cut short");
}

using System.Formats.Cbor;

namespace DigitalEmblem;

/// <summary>
/// One CBOR item being read, top to bottom, with nothing left over at the end. Every fault becomes a <see cref="TokenFormatException"/>
/// that says where. Definite lengths and any length encoding are read; keys are compared after decoding (decisions.md, 5).
/// </summary>
internal sealed class CborCursor
{
    private readonly CborReader _reader;
    private readonly ReadOnlyMemory<byte> _data;
    private string? _path;

    private CborCursor(ReadOnlyMemory<byte> data)
    {
        _data = data;
        // Strict: valid UTF-8, no repeated keys, no reserved simple values.
        _reader = new CborReader(data, CborConformanceMode.Strict);
    }

    private int Offset => _data.Length - _reader.BytesRemaining;

    /// <summary>Reads exactly one item that fills <paramref name="data"/>.</summary>
    public static T ReadOne<T>(ReadOnlyMemory<byte> data, Func<CborCursor, T> read)
    {
        var cursor = new CborCursor(data);
        try
        {
            T result = read(cursor);
            cursor._path = null;
            return cursor._reader.BytesRemaining == 0 ? result : throw cursor.Fault($"{cursor._reader.BytesRemaining} bytes follow the item");
        }
        catch (CborContentException)
        {
            throw cursor.Fault("not valid CBOR, or cut short");
        }
        catch (OverflowException)
        {
            throw cursor.Fault("an integer is out of range");
        }
        catch (InvalidOperationException)
        {
            throw cursor.Fault("a value is of the wrong type, or has an indefinite length");
        }
    }

    /// <summary>The kind of the next value.</summary>
    public CborReaderState Peek() => _reader.PeekState();

    /// <summary>Names the value that is read next, for messages.</summary>
    public CborCursor At(string path)
    {
        _path = path;
        return this;
    }

    public TokenFormatException Fault(string message, FormatFault fault = FormatFault.Malformed) => new(message, _path, Offset, fault);

    /// <summary>Takes the tag if it is next.</summary>
    public bool TryTag(ulong tag)
    {
        if (_reader.PeekState() != CborReaderState.Tag || (ulong)_reader.PeekTag() != tag)
        {
            return false;
        }

        _reader.ReadTag();
        return true;
    }

    public int StartArray() => Start(CborReaderState.StartArray, "array", () => _reader.ReadStartArray());

    public void EndArray() => _reader.ReadEndArray();

    /// <summary>Starts a map and hands each key to <paramref name="entry"/>, which reads the value.</summary>
    public void Map(Action<CborLabel> entry)
    {
        int count = Start(CborReaderState.StartMap, "map", () => _reader.ReadStartMap());
        string? path = _path;
        var seen = new HashSet<CborLabel>();
        for (int i = 0; i < count; i++)
        {
            _path = path;
            CborLabel label = Label();
            if (!seen.Add(label))
            {
                throw Fault($"the key {label} stands twice");
            }

            entry(label);
        }

        _reader.ReadEndMap();
        _path = path;
    }

    public bool IsInteger => Peek() is CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger;

    public long Integer() => IsInteger ? _reader.ReadInt64() : throw Fault("not an integer");

    public ulong Unsigned() =>
        Peek() == CborReaderState.UnsignedInteger ? _reader.ReadUInt64() : throw Fault("not an unsigned integer");

    public bool Boolean() => Peek() == CborReaderState.Boolean ? _reader.ReadBoolean() : throw Fault("not true or false");

    public string Text() => Peek() == CborReaderState.TextString ? _reader.ReadTextString() : throw Fault("not a text");

    public ReadOnlyMemory<byte> Bytes() =>
        Peek() == CborReaderState.ByteString ? _reader.ReadDefiniteLengthByteString() : throw Fault("not a byte string");

    public byte[] Bytes(int length)
    {
        ReadOnlyMemory<byte> bytes = Bytes();
        return bytes.Length == length ? bytes.ToArray() : throw Fault($"a byte string of {length} bytes is asked, and this has {bytes.Length}");
    }

    public double Float() => Peek() is CborReaderState.HalfPrecisionFloat or CborReaderState.SinglePrecisionFloat or CborReaderState.DoublePrecisionFloat
        ? _reader.ReadDouble()
        : throw Fault("not a number");

    /// <summary>Passes over a value that is not understood: well-formed, and no deeper than the limit.</summary>
    public void Skip()
    {
        int depth = 0;
        bool tagged;
        do
        {
            tagged = false;
            switch (Peek())
            {
                case CborReaderState.StartArray:
                    _reader.ReadStartArray();
                    Deeper(ref depth);
                    break;
                case CborReaderState.StartMap:
                    _reader.ReadStartMap();
                    Deeper(ref depth);
                    break;
                case CborReaderState.EndArray:
                    _reader.ReadEndArray();
                    depth--;
                    break;
                case CborReaderState.EndMap:
                    _reader.ReadEndMap();
                    depth--;
                    break;
                case CborReaderState.Tag:
                    _reader.ReadTag();
                    tagged = true;
                    break;
                default:
                    _reader.SkipValue();
                    break;
            }
        }
        while (depth > 0 || tagged);
    }

    /// <summary>As <see cref="Skip"/>, and returns the bytes passed over.</summary>
    public ReadOnlyMemory<byte> Encoded()
    {
        int start = Offset;
        Skip();
        return _data[start..Offset];
    }

    private CborLabel Label() => Peek() switch
    {
        CborReaderState.TextString => new CborLabel(_reader.ReadTextString()),
        CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger => new CborLabel(_reader.ReadInt64()),
        _ => throw Fault("a key of a map is neither an integer nor a text"),
    };

    private int Start(CborReaderState state, string what, Func<int?> start)
    {
        if (Peek() != state)
        {
            throw Fault($"not {(what[0] == 'a' ? "an" : "a")} {what}");
        }

        return start() ?? throw Fault($"a {what} of indefinite length");
    }

    private void Deeper(ref int depth)
    {
        depth++;
        if (depth > TokenLimits.MaxNesting)
        {
            throw Fault($"nested deeper than {TokenLimits.MaxNesting} levels");
        }
    }
}

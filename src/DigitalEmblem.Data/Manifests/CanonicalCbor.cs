using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace DigitalEmblem.Data;

/// <summary>
/// Reads deterministic CBOR (RFC 8949, 4.2.1) top to bottom: heads in their shortest form, definite lengths, and nothing left over. There
/// is one encoding of each value, so that one root has one manifest and not several that readers might take differently.
/// </summary>
/// <param name="bytes">What is read.</param>
/// <param name="part">What it is a part of, for messages.</param>
/// <param name="number">The number of that part; -1 for none.</param>
/// <param name="from">Where the bytes begin in that part.</param>
internal ref struct CanonicalCbor(ReadOnlySpan<byte> bytes, string part, int number = -1, int from = 0)
{
    public const int UnsignedMajor = 0, BytesMajor = 2, TextMajor = 3, ArrayMajor = 4, MapMajor = 5;
    public const byte Null = 0xf6;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How many bytes were read.</summary>
    public int Offset { get; private set; }

    public readonly DataFormatException Fault(string reason) => Fault(reason, Offset);

    public readonly DataFormatException Fault(string reason, int offset) =>
        new(reason, number < 0 ? part : string.Create(CultureInfo.InvariantCulture, $"{part} {number}"), from + offset);

    /// <summary>Starts an array, and returns how many values follow: no more than bytes are left.</summary>
    public int Array() => Count(ArrayMajor, 1, "an array");

    /// <summary>Starts a map, and returns how many keys follow, each with its value.</summary>
    public int Map() => Count(MapMajor, 2, "a map");

    public ulong Unsigned() => Head(UnsignedMajor, "an unsigned integer");

    /// <summary>A size or a number: 0 to 2^63 - 1.</summary>
    public long Size()
    {
        int start = Offset;
        ulong value = Unsigned();
        return value <= long.MaxValue ? (long)value : throw Fault("a number is above 2^63 - 1", start);
    }

    public ReadOnlySpan<byte> Bytes() => Take(Head(BytesMajor, "a byte string"));

    public Sha256Digest Digest()
    {
        int start = Offset;
        ReadOnlySpan<byte> digest = Bytes();
        return digest.Length == Sha256Digest.Length
            ? new Sha256Digest(digest)
            : throw Fault($"{Sha256Digest.Length} bytes are asked, and there are {digest.Length}", start);
    }

    public string Text()
    {
        int start = Offset;
        ReadOnlySpan<byte> utf8 = Take(Head(TextMajor, "a text"));
        return Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : throw Fault("a text is not UTF-8", start);
    }

    public bool TryNull()
    {
        if (Offset >= _bytes.Length || _bytes[Offset] != Null)
        {
            return false;
        }

        Offset++;
        return true;
    }

    /// <summary>Refuses bytes that follow the value.</summary>
    public readonly void End()
    {
        if (Offset != _bytes.Length)
        {
            throw Fault($"{_bytes.Length - Offset} bytes follow the value");
        }
    }

    private int Count(int major, int bytesEach, string what)
    {
        int start = Offset;
        ulong count = Head(major, what);
        return count <= (ulong)((_bytes.Length - Offset) / bytesEach)
            ? (int)count
            : throw Fault($"{what} claims {count} values, which the bytes have no room for", start);
    }

    private ReadOnlySpan<byte> Take(ulong length)
    {
        if (length > (ulong)(_bytes.Length - Offset))
        {
            throw Fault("cut short");
        }

        ReadOnlySpan<byte> taken = _bytes.Slice(Offset, (int)length);
        Offset += (int)length;
        return taken;
    }

    private ulong Head(int major, string what)
    {
        int start = Offset;
        byte head = Take(1)[0];
        if (head >> 5 != major)
        {
            throw Fault($"not {what}", start);
        }

        int info = head & 0x1f;
        if (info < 24)
        {
            return (ulong)info;
        }

        (ulong value, ulong least) = info switch
        {
            24 => (Take(1)[0], 24UL),
            25 => (BinaryPrimitives.ReadUInt16BigEndian(Take(2)), 1UL << 8),
            26 => (BinaryPrimitives.ReadUInt32BigEndian(Take(4)), 1UL << 16),
            27 => (BinaryPrimitives.ReadUInt64BigEndian(Take(8)), 1UL << 32),
            _ => throw Fault($"{what} of indefinite length, or none", start),
        };
        return value >= least ? value : throw Fault($"{what} whose length or value is not in its shortest form", start);
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace DigitalEmblem.Data;

/// <summary>Writes deterministic CBOR (RFC 8949, 4.2.1): what <see cref="CanonicalCbor"/> reads.</summary>
internal static class CborOutput
{
    private const int LongestHead = 9;

    public static void Unsigned(this IBufferWriter<byte> output, long value) => Head(output, CanonicalCbor.UnsignedMajor, value);

    public static void Array(this IBufferWriter<byte> output, int count) => Head(output, CanonicalCbor.ArrayMajor, count);

    public static void Map(this IBufferWriter<byte> output, int count) => Head(output, CanonicalCbor.MapMajor, count);

    public static void Bytes(this IBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        Head(output, CanonicalCbor.BytesMajor, bytes.Length);
        output.Write(bytes);
    }

    public static void Digest(this IBufferWriter<byte> output, Sha256Digest digest)
    {
        Head(output, CanonicalCbor.BytesMajor, Sha256Digest.Length);
        digest.CopyTo(output.GetSpan(Sha256Digest.Length));
        output.Advance(Sha256Digest.Length);
    }

    public static void Text(this IBufferWriter<byte> output, string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Head(output, CanonicalCbor.TextMajor, utf8.Length);
        output.Write(utf8);
    }

    public static void Null(this IBufferWriter<byte> output) => output.Write([CanonicalCbor.Null]);

    private static void Head(IBufferWriter<byte> output, int major, long value)
    {
        Span<byte> head = output.GetSpan(LongestHead);
        byte first = (byte)(major << 5);
        switch (value)
        {
            case < 24:
                head[0] = (byte)(first | (byte)value);
                output.Advance(1);
                break;
            case <= byte.MaxValue:
                head[0] = (byte)(first | 24);
                head[1] = (byte)value;
                output.Advance(2);
                break;
            case <= ushort.MaxValue:
                head[0] = (byte)(first | 25);
                BinaryPrimitives.WriteUInt16BigEndian(head[1..], (ushort)value);
                output.Advance(3);
                break;
            case <= uint.MaxValue:
                head[0] = (byte)(first | 26);
                BinaryPrimitives.WriteUInt32BigEndian(head[1..], (uint)value);
                output.Advance(5);
                break;
            default:
                head[0] = (byte)(first | 27);
                BinaryPrimitives.WriteUInt64BigEndian(head[1..], (ulong)value);
                output.Advance(LongestHead);
                break;
        }
    }
}

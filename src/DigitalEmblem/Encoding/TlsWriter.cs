using System.Buffers;
using System.Buffers.Binary;

namespace DigitalEmblem;

/// <summary>Writes the TLS presentation language (RFC 8446, 3).</summary>
internal sealed class TlsWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public TlsWriter UInt8(byte value) => Raw([value]);

    public TlsWriter UInt16(int value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.GetSpan(2), (ushort)value);
        _buffer.Advance(2);
        return this;
    }

    public TlsWriter UInt24(int value) => UInt8((byte)(value >> 16)).UInt16(value & 0xffff);

    public TlsWriter UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64BigEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
        return this;
    }

    public TlsWriter Digest(Sha256Digest digest) => Raw(digest.ToArray());

    public TlsWriter Opaque16(ReadOnlySpan<byte> value) => UInt16(value.Length).Raw(value);

    public TlsWriter Opaque24(ReadOnlySpan<byte> value) => UInt24(value.Length).Raw(value);

    public TlsWriter Raw(ReadOnlySpan<byte> value)
    {
        _buffer.Write(value);
        return this;
    }

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();
}

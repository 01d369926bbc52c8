using System.Buffers.Binary;

namespace DigitalEmblem;

/// <summary>
/// Reads the TLS presentation language (RFC 8446, 3), in which logs write. Strict: nothing may be left over, and every fault
/// is a <see cref="TokenFormatException"/>.
/// </summary>
internal ref struct TlsReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _all = bytes;
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool AtEnd => _rest.IsEmpty;

    /// <summary>How many bytes were read.</summary>
    public readonly int Offset => _all.Length - _rest.Length;

    /// <summary>What was read since an offset.</summary>
    public readonly ReadOnlySpan<byte> Since(int offset) => _all[offset..Offset];

    public byte UInt8() => Take(1)[0];

    public ushort UInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public int UInt24() => (UInt8() << 16) | UInt16();

    public ulong UInt64() => BinaryPrimitives.ReadUInt64BigEndian(Take(8));

    public Sha256Digest Digest() => new(Take(Sha256Digest.Length));

    public ReadOnlySpan<byte> Opaque16() => Take(UInt16());

    public ReadOnlySpan<byte> Opaque24() => Take(UInt24());

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw new TokenFormatException("cut short", offset: Offset);
        }

        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    public readonly void End()
    {
        if (!AtEnd)
        {
            throw new TokenFormatException("bytes are left over", offset: Offset);
        }
    }
}

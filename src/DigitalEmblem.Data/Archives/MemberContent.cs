using System.IO.Compression;

namespace DigitalEmblem.Data.Archives;

/// <summary>Reads the content of members, never more than a caller asks for, whatever an archive would unpack to.</summary>
internal sealed class MemberContent(Stream archive, CancellationToken cancellationToken) : IDisposable
{
    private const int BufferBytes = 128 * 1024;

    private readonly ContentDigest _hash = new();

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes);

    /// <summary>Is told of bytes of content that were read.</summary>
    public Action<int>? Advanced { get; set; }

    /// <summary>Reads a member of which a size is known.</summary>
    /// <param name="member">A file, or a link of a ZIP.</param>
    /// <param name="size">The size that is expected. At most one byte more is read.</param>
    /// <param name="digest">The digest of the content, if it has this size.</param>
    /// <param name="take">Takes the content; null if only the digest is asked for.</param>
    /// <exception cref="IOException">The archive could not be read.</exception>
    public MemberFault Read(ArchiveMember member, long size, out Sha256Digest digest, Stream? take = null)
    {
        digest = default;
        if (_hash.Length > 0)
        {
            // The member before was left early.
            _ = _hash.Finish();
        }

        using var part = new PartStream(archive, member.Start, member.StoredLength);
        using Stream content = member.IsDeflated ? new DeflateStream(part, CompressionMode.Decompress, leaveOpen: true) : part;
        uint crc = 0;
        try
        {
            while (content.Read(_buffer) is > 0 and var count)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (count > size - _hash.Length)
                {
                    return MemberFault.OtherSize;
                }

                ReadOnlySpan<byte> bytes = _buffer.AsSpan(0, count);
                _hash.Append(bytes);
                crc = member.Crc is null ? 0 : Crc32.Append(crc, bytes);
                take?.Write(bytes);
                Advanced?.Invoke(count);
            }
        }
        catch (InvalidDataException)
        {
            return MemberFault.Broken;
        }

        if (_hash.Length != size)
        {
            return MemberFault.OtherSize;
        }

        digest = _hash.Finish();
        return part.Furthest != member.StoredLength ? MemberFault.HasMore
            : member.Crc is { } stated && stated != crc ? MemberFault.OtherCrc
            : MemberFault.None;
    }

    /// <summary>The content of a small member.</summary>
    /// <param name="member">A file, or a link of a ZIP.</param>
    /// <param name="limit">The most bytes.</param>
    /// <exception cref="DataFormatException">It has more, or is broken.</exception>
    public byte[] ReadAll(ArchiveMember member, int limit)
    {
        using var bytes = new MemoryStream();
        if (member.Size > limit)
        {
            throw ArchiveFault.Of(member.Path, $"has {member.Size} bytes, where {limit} are the limit");
        }

        MemberFault fault = Read(member, member.Size, out _, bytes);
        return fault == MemberFault.None ? bytes.ToArray() : throw ArchiveFault.Of(member.Path, MemberFaults.Words(fault));
    }

    public void Dispose() => _hash.Dispose();
}

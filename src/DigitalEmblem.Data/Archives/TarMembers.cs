using System.Buffers;

namespace DigitalEmblem.Data.Archives;

/// <summary>
/// Reads the members of a tar strictly, one header after the other. Sizes that are stated twice must agree: readers that took one or the
/// other read different members from the same bytes.
/// </summary>
internal sealed class TarMembers
{
    private const int BlockSize = TarHeader.BlockSize;

    private readonly Stream _stream;
    private readonly List<ArchiveMember> _members = [];
    private readonly Dictionary<EntryPath, ArchiveMember> _files = [];
    private TarExtension? _extension;
    private long _recordStart;
    private long _at;

    private TarMembers(Stream stream) => _stream = stream;

    /// <summary>Reads all members.</summary>
    /// <param name="stream">The archive.</param>
    /// <param name="end">The byte after the last member, where the end begins.</param>
    public static List<ArchiveMember> Read(Stream stream, out long end)
    {
        var reader = new TarMembers(stream);
        Span<byte> block = stackalloc byte[BlockSize];
        while (true)
        {
            StreamBytes.Read(stream, reader._at, block);
            if (!block.ContainsAnyExcept((byte)0))
            {
                break;
            }

            reader.Take(new TarHeader(block, reader._at));
        }

        end = reader._at;
        if (reader._extension is not null)
        {
            throw ArchiveFault.At(end, "ends after an extended header, whose member is missing");
        }

        CheckEnd(stream, end);
        return reader._members;
    }

    // Two blocks of zeros end it, and zeros fill its last record: everything else would be content that no reader shows.
    private static void CheckEnd(Stream stream, long end)
    {
        if (stream.Length - end < 2 * BlockSize)
        {
            throw ArchiveFault.At(end, "does not end with two blocks of zeros: it was cut");
        }

        if (stream.Length - end > ArchiveLimits.MaxEndBytes)
        {
            throw ArchiveFault.At(end, $"has more than {ArchiveLimits.MaxEndBytes} bytes after its last member");
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        stream.Position = end;
        while (stream.Read(buffer) is > 0 and var count)
        {
            if (buffer.AsSpan(0, count).ContainsAnyExcept((byte)0))
            {
                throw ArchiveFault.At(end, "has bytes after its end");
            }
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }

    private void Take(TarHeader header)
    {
        long headerAt = _at;
        bool isExtended = header.Type is (byte)'x' or (byte)'g' or (byte)'L' or (byte)'K';
        long size = header.Size;
        if (!isExtended && _extension?.Size is { } stated)
        {
            size = stated == size || stated > TarHeader.MaxOctalSize
                ? stated
                : throw ArchiveFault.At(headerAt, "has a member with two different sizes");
        }

        long content = headerAt + BlockSize;
        if (size > _stream.Length - content || (isExtended && size > ArchiveLimits.MaxExtendedBytes))
        {
            throw ArchiveFault.At(headerAt, "has a member that reaches beyond its end, or an extended header that is too long");
        }

        _at = content + size;
        CheckPadding(size);
        if (isExtended)
        {
            TakeExtension(header.Type, StreamBytes.Read(_stream, content, (int)size), headerAt);
            return;
        }

        Add(header, content, size, headerAt);
        _extension = null;
        _recordStart = _at;
        if (_members.Count > ArchiveLimits.MaxMembers)
        {
            throw ArchiveFault.At(headerAt, $"has more than {ArchiveLimits.MaxMembers} members");
        }
    }

    private void CheckPadding(long size)
    {
        int padding = (int)((BlockSize - (size % BlockSize)) % BlockSize);
        if (padding > 0)
        {
            Span<byte> bytes = stackalloc byte[padding];
            StreamBytes.Read(_stream, _at, bytes);
            if (bytes.ContainsAnyExcept((byte)0))
            {
                throw ArchiveFault.At(_at, "has bytes between a member and the next one");
            }

            _at += padding;
        }
    }

    private void TakeExtension(byte type, byte[] content, long offset)
    {
        if (type == (byte)'g')
        {
            if (_extension is not null)
            {
                throw ArchiveFault.At(offset, "has an extended header for all members between one and its member");
            }

            new TarExtension().TakePax(content, isGlobal: true, offset);
            _recordStart = _at;
            return;
        }

        _extension ??= new TarExtension();
        if (type == (byte)'x')
        {
            _extension.TakePax(content, isGlobal: false, offset);
        }
        else
        {
            _extension.TakeGnu(content, isLink: type == (byte)'K', offset);
        }
    }

    private void Add(TarHeader header, long content, long size, long offset)
    {
        EntryKind? kind = header.Type switch
        {
            0 or (byte)'0' or (byte)'1' => EntryKind.File,
            (byte)'2' => EntryKind.Link,
            (byte)'5' => EntryKind.EmptyFolder,
            (byte)'3' or (byte)'4' or (byte)'6' => EntryKind.NotCovered,
            _ => null,
        };
        bool isHardLink = header.Type == (byte)'1';
        if (kind is null || (size != 0 && (isHardLink || kind != EntryKind.File)))
        {
            throw ArchiveFault.At(
                offset,
                $"has a member of type '{(char)header.Type}' with {size} bytes: files, links, folders, devices and pipes are supported");
        }

        EntryPath? path = MemberName.Read(_extension?.Name ?? header.Name(), kind == EntryKind.EmptyFolder, offset);
        if (path is null)
        {
            return;
        }

        byte[] target = _extension?.Link ?? header.Link.ToArray();
        var member = new ArchiveMember
        {
            Path = path,
            Kind = kind.Value,
            Size = kind == EntryKind.Link ? target.Length : size,
            Start = content,
            StoredLength = size,
            Target = kind == EntryKind.Link ? target : null,
            RecordStart = _recordStart,
            RecordEnd = _at,
        };
        if (isHardLink)
        {
            // A second name of a file before it: it has that file's content.
            ArchiveMember? first = MemberName.Read(target, isFolder: false, offset) is { } named ? _files.GetValueOrDefault(named) : null;
            member = first is null
                ? throw ArchiveFault.At(offset, "has a second name of a file that is not before it")
                : member with { Size = first.Size, Start = first.Start, StoredLength = first.StoredLength };
        }

        if (kind == EntryKind.File && !_files.TryAdd(path, member))
        {
            throw ArchiveFault.Of(path, "stands twice");
        }

        _members.Add(member);
    }
}

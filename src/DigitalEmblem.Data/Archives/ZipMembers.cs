namespace DigitalEmblem.Data.Archives;

/// <summary>
/// Reads the members of a ZIP strictly: central directory and local headers agree, and the records lie one after the other from the first
/// byte to the central directory. Readers go by one or the other, so that an archive in which they differ has two contents.
/// </summary>
internal static class ZipMembers
{
    private const uint CentralSignature = 0x02014b50;

    private const int CentralSize = 46;

    private const ushort Encrypted = 0x1 | 0x40 | 0x2000, Known = 0x6 | ZipRecord.HasDescriptor | 0x800;

    private const int Unix = 3, Darwin = 19;

    private const uint TypeMask = 0xF000, LinkType = 0xA000, FolderType = 0x4000, FileType = 0x8000;

    public static List<ArchiveMember> Read(Stream stream, out ZipEnd end)
    {
        end = ZipEnd.Read(stream);
        byte[] directory = StreamBytes.Read(stream, end.Start, end.Length);
        var records = new List<ZipRecord>();
        ReadOnlySpan<byte> rest = directory;
        while (rest.Length > 0)
        {
            long offset = end.Start + (directory.Length - rest.Length);
            records.Add(ReadCentral(ref rest, offset));
            if (records.Count > end.Count)
            {
                throw ArchiveFault.At(offset, "has more members than its end says");
            }
        }

        if (records.Count != end.Count)
        {
            throw ArchiveFault.At(end.Start, "has fewer members than its end says");
        }

        return Members(stream, records, end.Start);
    }

    private static List<ArchiveMember> Members(Stream stream, List<ZipRecord> records, long end)
    {
        records.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        var members = new List<ArchiveMember>(records.Count);
        for (int i = 0; i < records.Count; i++)
        {
            if (i == 0 && records[i].Offset != 0)
            {
                throw ArchiveFault.At(0, "has bytes before its first member");
            }

            long next = i + 1 < records.Count ? records[i + 1].Offset : end;
            long start = records[i].CheckLocal(stream, next);
            if (Member(records[i], start, next) is { } member)
            {
                members.Add(member);
            }
        }

        return records.Count > 0 || end == 0 ? members : throw ArchiveFault.At(0, "has bytes before its central directory");
    }

    private static ZipRecord ReadCentral(ref ReadOnlySpan<byte> rest, long offset)
    {
        if (rest.Length < CentralSize || ZipEnd.U32(rest) != CentralSignature)
        {
            throw ArchiveFault.At(offset, "has something else than a member in its central directory");
        }

        ReadOnlySpan<byte> header = rest[..CentralSize];
        int nameLength = ZipEnd.U16(header, 28), extraLength = ZipEnd.U16(header, 30), commentLength = ZipEnd.U16(header, 32);
        if (nameLength + extraLength + commentLength > rest.Length - CentralSize)
        {
            throw ArchiveFault.At(offset, "has a member that reaches beyond its central directory");
        }

        ReadOnlySpan<byte> name = rest.Slice(CentralSize, nameLength);
        ReadOnlySpan<byte> wide = ZipExtra.Find64(rest.Slice(CentralSize + nameLength, extraLength), name, offset);
        rest = rest[(CentralSize + nameLength + extraLength + commentLength)..];
        ushort flags = ZipEnd.U16(header, 8), method = ZipEnd.U16(header, 10);
        if ((flags & Encrypted) != 0)
        {
            throw ArchiveFault.At(offset, "has an encrypted member, which is not supported");
        }

        if ((flags & ~Known) != 0 || method is not (ZipRecord.Stored or ZipRecord.Deflated))
        {
            throw ArchiveFault.At(offset, $"has a member in method {method} with flags {flags:x4}; stored and deflated ones are supported");
        }

        if (ZipEnd.U16(header, 34) != 0)
        {
            throw ArchiveFault.At(offset, "is one part of several, which is not supported");
        }

        long size = ZipExtra.Take(ref wide, ZipEnd.U32(header, 24), offset);
        long stored = ZipExtra.Take(ref wide, ZipEnd.U32(header, 20), offset);
        return new ZipRecord
        {
            Name = name.ToArray(),
            Flags = flags,
            Method = method,
            Crc = ZipEnd.U32(header, 16),
            Size = size,
            StoredLength = stored,
            Offset = ZipExtra.Take(ref wide, ZipEnd.U32(header, 42), offset),
            Mode = header[5] is Unix or Darwin ? ZipEnd.U32(header, 38) >> 16 : 0,
        };
    }

    private static ArchiveMember? Member(ZipRecord record, long start, long end)
    {
        bool isFolder = record.Name.AsSpan().EndsWith("/"u8);
        uint type = record.Mode & TypeMask;
        if (record.Name.AsSpan().IndexOfAny((byte)'\\', (byte)0) >= 0 || (record.Name.Length > 1 && record.Name[1] == (byte)':'))
        {
            throw ArchiveFault.At(record.Offset, "has a member with a backslash, a NUL or a drive in its name: programs differ on it");
        }

        if ((isFolder && (record.Size != 0 || type is not (0 or FolderType))) || (!isFolder && type == FolderType))
        {
            throw ArchiveFault.At(record.Offset, "has a folder with content, or a member that is a folder by its name or its mode only");
        }

        EntryPath? path = MemberName.Read(record.Name, isFolder, record.Offset);
        return path is null ? null : new ArchiveMember
        {
            Path = path,
            Kind = isFolder ? EntryKind.EmptyFolder
                : type == LinkType ? EntryKind.Link
                : type is 0 or FileType ? EntryKind.File
                : EntryKind.NotCovered,
            Size = record.Size,
            Start = start,
            StoredLength = record.StoredLength,
            IsDeflated = record.Method == ZipRecord.Deflated,
            Crc = record.Crc,
            RecordStart = record.Offset,
            RecordEnd = end,
        };
    }
}

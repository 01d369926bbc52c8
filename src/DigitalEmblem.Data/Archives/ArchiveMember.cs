namespace DigitalEmblem.Data.Archives;

/// <summary>One member of an archive: what it stands for, where its content lies, and which bytes of the archive are its record.</summary>
internal sealed record ArchiveMember
{
    /// <summary>Its name, without a leading <c>./</c> and without the slash at the end of a folder's.</summary>
    public required EntryPath Path { get; init; }

    /// <summary>What it stands for; a folder is <see cref="EntryKind.EmptyFolder"/>, whatever lies below it.</summary>
    public required EntryKind Kind { get; init; }

    /// <summary>The bytes of its content, as the archive states them; nothing is allocated for them.</summary>
    public long Size { get; init; }

    /// <summary>The first byte of its content in the archive.</summary>
    public long Start { get; init; }

    /// <summary>The bytes that its content takes in the archive.</summary>
    public long StoredLength { get; init; }

    /// <summary>Whether its content is compressed by deflate.</summary>
    public bool IsDeflated { get; init; }

    /// <summary>The CRC-32 that a ZIP states; null in a tar.</summary>
    public uint? Crc { get; init; }

    /// <summary>The target of a link of a tar; a ZIP has it as content.</summary>
    public byte[]? Target { get; init; }

    /// <summary>The first byte of its record: headers, content and padding.</summary>
    public long RecordStart { get; init; }

    /// <summary>The byte after its record.</summary>
    public long RecordEnd { get; init; }
}

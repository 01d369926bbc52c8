namespace DigitalEmblem.Data.Files;

/// <summary>
/// What a walk met at a path: a file, a link, an empty folder, something that is not covered, or a trouble. A folder in which something is
/// has no item of its own, unless it could not be read.
/// </summary>
internal sealed class WalkItem
{
    private readonly int _nameStart;

    internal WalkItem(byte[] path, int nameStart, NodeType type, Folder folder)
    {
        Path = path;
        _nameStart = nameStart;
        Type = type;
        Folder = folder;
    }

    /// <summary>
    /// Its path below the root: the bytes of an <see cref="EntryPath"/>, unless its trouble is that it is too long; empty if the root
    /// itself could not be read.
    /// </summary>
    internal byte[] Path { get; }

    /// <summary>Its name in its folder.</summary>
    internal ReadOnlySpan<byte> Name => Path.AsSpan(_nameStart);

    /// <summary>What is there. The reader of a file corrects it if the file was replaced by something else meanwhile.</summary>
    internal NodeType Type { get; set; }

    /// <summary>What the file system says of it, if it was asked.</summary>
    internal FileStamp? Stamp { get; set; }

    /// <summary>Where a link leads to.</summary>
    internal byte[]? Target { get; set; }

    /// <summary>
    /// The sizes that a file must have to be read; null for any. A file of another size is known to be another one, and a sparse file of
    /// exabytes in the place of a small one would be read for hours. Its digest is one of nothing then.
    /// </summary>
    internal (long Least, long Most)? Sizes { get; set; }

    /// <summary>Why it could not be read.</summary>
    internal Trouble Trouble { get; set; }

    /// <summary>What an earlier manifest lists for a file that seems to be as it was, if the caller looked for it.</summary>
    internal ManifestEntry? Earlier { get; set; }

    /// <summary>Its folder, open until the walk goes on.</summary>
    internal Folder Folder { get; }

    /// <summary>What its entry in a manifest stands for.</summary>
    internal EntryKind Kind => Type switch
    {
        NodeType.File => EntryKind.File,
        NodeType.Link => EntryKind.Link,
        NodeType.Folder => EntryKind.EmptyFolder,
        _ => EntryKind.NotCovered,
    };
}

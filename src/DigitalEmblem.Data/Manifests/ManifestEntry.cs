namespace DigitalEmblem.Data;

/// <summary>One entry of a manifest (data-emblem, entries).</summary>
public sealed record ManifestEntry
{
    private ManifestEntry(EntryKind kind, EntryPath path, long size, Sha256Digest digest)
    {
        ArgumentNullException.ThrowIfNull(path);
        Kind = kind;
        Path = path;
        Size = size;
        Digest = digest;
    }

    /// <summary>What it stands for.</summary>
    public EntryKind Kind { get; }

    /// <summary>Where it lies below the marked folder; for a single file its name.</summary>
    public EntryPath Path { get; }

    /// <summary>The bytes of a file, or of a link's target; 0 for every other kind.</summary>
    public long Size { get; }

    /// <summary>
    /// The digest of a file (<see cref="ContentDigest"/>), or the SHA-256 of a link's target; 32 zero bytes for every other kind.
    /// </summary>
    public Sha256Digest Digest { get; }

    /// <summary>A regular file.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="size">Its bytes, 0 to 2^63 - 1.</param>
    /// <param name="digest">The digest of its content, as <see cref="ContentDigest"/> computes it.</param>
    public static ManifestEntry File(EntryPath path, long size, Sha256Digest digest)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return new ManifestEntry(EntryKind.File, path, size, digest);
    }

    /// <summary>A symbolic link, which is never followed.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="target">What it points to, as the file system has it: 1 to 65,535 bytes.</param>
    public static ManifestEntry Link(EntryPath path, ReadOnlySpan<byte> target)
    {
        ArgumentOutOfRangeException.ThrowIfZero(target.Length, nameof(target));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(target.Length, DataLimits.MaxLinkTarget, nameof(target));
        return new ManifestEntry(EntryKind.Link, path, target.Length, Sha256Digest.Of(target));
    }

    /// <summary>A folder in which nothing is.</summary>
    /// <param name="path">Where it lies.</param>
    public static ManifestEntry EmptyFolder(EntryPath path) => new(EntryKind.EmptyFolder, path, 0, default);

    /// <summary>Something that was seen and is not covered.</summary>
    /// <param name="path">Where it lies.</param>
    public static ManifestEntry NotCovered(EntryPath path) => new(EntryKind.NotCovered, path, 0, default);

    /// <summary>A link whose target is known by its length and digest alone.</summary>
    internal static ManifestEntry LinkTo(EntryPath path, long length, Sha256Digest digest) => new(EntryKind.Link, path, length, digest);
}

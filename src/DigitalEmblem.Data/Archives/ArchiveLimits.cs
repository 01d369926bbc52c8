namespace DigitalEmblem.Data.Archives;

/// <summary>The limits on archives from outside (data-emblem, archives), each with its reason.</summary>
internal static class ArchiveLimits
{
    /// <summary>Members, which are sorted in memory: some 200 bytes each.</summary>
    public const int MaxMembers = 1 << 20;

    /// <summary>Bytes of a ZIP's central directory, which is in memory as a whole.</summary>
    public const int MaxDirectoryBytes = 128 << 20;

    /// <summary>Bytes of an extended header of a tar: two paths of the longest kind and some attributes take far less.</summary>
    public const int MaxExtendedBytes = 1 << 20;

    /// <summary>
    /// Zeros after the last member of a tar. Programs fill their last record, of 10 KiB by default; a hole of exabytes would be read for
    /// days.
    /// </summary>
    public const int MaxEndBytes = 16 << 20;

    /// <summary>Bytes of a manifest that lies compressed in a ZIP and is unpacked before it is read; a stored one has no limit.</summary>
    public const int MaxUnpackedManifest = 64 << 20;

    /// <summary>
    /// The bytes that are unpacked in all to see whether members with names of a sign's own files are such: a state and a list of the
    /// largest size. Members beyond it are not listed, like any other.
    /// </summary>
    public const long MaxUnpackedSpares = 2L * MaxUnpackedManifest;
}

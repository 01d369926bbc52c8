namespace DigitalEmblem.Data;

/// <summary>
/// Every limit on input from outside (data-emblem, limits), each with its reason. Beside them stand <see cref="EntryPath.MaxLength"/>,
/// <see cref="EntryPath.MaxComponentLength"/> and <see cref="ContentDigest.ShardLength"/>, which callers need, and the limits on tokens
/// (<see cref="TokenLimits"/>).
/// </summary>
internal static class DataLimits
{
    /// <summary>
    /// Bytes of a head, which is in memory as a whole. It names 100,000 full pages, which are some 60 million files with names of usual
    /// length.
    /// </summary>
    public const int MaxHeadBytes = 4 << 20;

    /// <summary>
    /// Entries of a page: a page is the unit that is read, checked and rewritten, and the objects of 1,024 entries take some 200 kB.
    /// </summary>
    public const int MaxPageEntries = 1024;

    /// <summary>Bytes of a page, so that a page of long names costs no more than one of short names. The longest entry has 4,148.</summary>
    public const int MaxPageBytes = 64 << 10;

    /// <summary>
    /// Bytes of the target of a symbolic link. Linux has 4,095 at most; a reparse point of Windows has up to 16 KiB, in UTF-8 more.
    /// </summary>
    public const int MaxLinkTarget = ushort.MaxValue;

    /// <summary>Excluded paths, which a person should be able to read: each is a place where something can hide.</summary>
    public const int MaxExclusions = 1024;

    /// <summary>Bytes of the longest entry of a page: a path of 4,096 bytes, a size, a digest, and what stands before each.</summary>
    public const int MaxEntryBytes = 4148;

    /// <summary>
    /// Generations of a volume: one a day for eleven years. Each costs the opening of a file, and some memory while entries are merged.
    /// </summary>
    public const int MaxGenerations = 4096;

    /// <summary>Bytes of the heads of a volume together, which are in memory as a whole: four of the longest, or 400,000 pages.</summary>
    public const int MaxVolumeHeadBytes = 4 * MaxHeadBytes;

    /// <summary>
    /// Bytes of pages that one reader of a volume holds. With many generations it is a part of a page each, and a page is read several
    /// times.
    /// </summary>
    public const int MaxVolumePageBytes = 32 << 20;

    /// <summary>Manifests of a volume that one reader has open at a time. A process often may open 1,024 files.</summary>
    public const int MaxOpenManifests = 64;

    /// <summary>Manifests beside a volume's chain that are looked at: a stranger may have put any number there.</summary>
    public const int MaxOtherManifests = 4096;

    /// <summary>Facts about a place. Those of a database, file system or cloud account that are known to us are fewer than ten.</summary>
    public const int MaxFacts = 64;

    /// <summary>Characters of a name of a fact, and of a kind of place; they are words like <c>system-identifier</c>.</summary>
    public const int MaxFactName = 64;

    /// <summary>Bytes of the value of a fact; identifiers are far shorter, and a URL may be this long.</summary>
    public const int MaxFactValue = 1024;

    /// <summary>Bytes of a bundle, as for every input of tokens.</summary>
    public static int MaxBundleBytes => TokenLimits.Default.MaxInputBytes;
}

namespace DigitalEmblem.Data;

/// <summary>
/// What holds between the entries of a manifest (data-emblem, entries), checked one entry after the other: their order, that nothing lies
/// below what is no folder, that nothing is listed which a check passes over, and the sums that the head states.
/// </summary>
internal sealed class EntryRules(ValueList<EntryPath> exclusions)
{
    private EntryPath? _last;
    private int _exclusion;

    /// <summary>How many of the entries are files.</summary>
    public long Files { get; private set; }

    /// <summary>The bytes of those files.</summary>
    public long Bytes { get; private set; }

    /// <summary>Takes the next entry, or says which rule it breaks.</summary>
    public string? Add(ManifestEntry entry)
    {
        EntryPath path = entry.Path;
        if (_last is not null)
        {
            int order = _last.CompareTo(path);
            if (order >= 0)
            {
                return order == 0 ? "a path stands twice" : "a path is not after the one before it";
            }

            // What lies below a path follows it directly in this order, so that it is enough to look at the entry before.
            if (IsBelow(path, _last.Bytes))
            {
                return "a path lies below an entry that is no folder with content";
            }
        }

        if (IsReserved(path))
        {
            return "a path is one of the sign's own files (.adem, DIGITAL-EMBLEM-NOTICE.txt)";
        }

        if (IsExcluded(path))
        {
            return "a path is one that the head excludes";
        }

        if (entry.Kind == EntryKind.File)
        {
            if (entry.Size > long.MaxValue - Bytes)
            {
                return "the sizes add up to more than 2^63 - 1";
            }

            Files++;
            Bytes += entry.Size;
        }

        _last = path;
        return null;
    }

    /// <summary>Which rule a list of exclusions breaks; null if none (data-emblem, exclusions).</summary>
    public static string? Fault(IReadOnlyList<EntryPath> exclusions)
    {
        if (exclusions.Count > DataLimits.MaxExclusions)
        {
            return $"{exclusions.Count} exclusions, where {DataLimits.MaxExclusions} are the limit";
        }

        for (int i = 0; i < exclusions.Count; i++)
        {
            if (IsReserved(exclusions[i]))
            {
                return "an exclusion is one of the sign's own files, which are never covered";
            }

            if (i > 0 && exclusions[i - 1] >= exclusions[i])
            {
                return "an exclusion is not after the one before it";
            }

            if (i > 0 && IsBelow(exclusions[i], exclusions[i - 1].Bytes))
            {
                return "an exclusion lies below another one";
            }
        }

        return null;
    }

    /// <summary>
    /// Whether a path is one of the sign's own files in the root folder, which a walk passes over (data-emblem, entries and paths).
    /// </summary>
    public static bool IsReserved(EntryPath path) => IsReserved(path.Bytes);

    /// <summary>The same for the bytes of a path.</summary>
    public static bool IsReserved(ReadOnlySpan<byte> path) =>
        path.SequenceEqual(SignNames.Folder) || path.SequenceEqual(SignNames.Notice) || IsBelow(path, SignNames.Folder);

    /// <summary>Whether a path lies below another one.</summary>
    public static bool IsBelow(ReadOnlySpan<byte> path, ReadOnlySpan<byte> folder) =>
        path.Length > folder.Length && path[folder.Length] == (byte)'/' && path.StartsWith(folder);

    private static bool IsBelow(EntryPath path, ReadOnlySpan<byte> folder) => IsBelow(path.Bytes, folder);

    /// <summary>Whether an exclusion covers a path. Paths must come in their order.</summary>
    public bool IsExcluded(EntryPath path)
    {
        // Both lists are in one order, and what an exclusion excludes follows it directly, so that they are walked side by side.
        for (; _exclusion < exclusions.Count; _exclusion++)
        {
            EntryPath excluded = exclusions[_exclusion];
            if (excluded == path || IsBelow(path, excluded.Bytes))
            {
                return true;
            }

            if (excluded > path)
            {
                return false;
            }
        }

        return false;
    }
}

using System.Globalization;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>What is said of each entry of a check, with its reason in words.</summary>
internal static class Standings
{
    public static CheckedEntry Missing(ManifestEntry listed) => listed.Kind == EntryKind.NotCovered
        ? new(listed.Path, listed.Kind, EntryStanding.NotCovered, 0, "it is no longer there, and the sign states nothing of it")
        : new(listed.Path, listed.Kind, EntryStanding.Missing, listed.Size, "it is listed and is not there");

    public static CheckedEntry NoLongerHeld(ManifestEntry listed) =>
        new(listed.Path, listed.Kind, EntryStanding.NoLongerHeld, listed.Size, "it is listed, and the volume does not hold it any more");

    public static CheckedEntry Undecided(ManifestEntry there) => new(
        there.Path, there.Kind, EntryStanding.Undecided, there.Size, "no generation that could be read lists it, and older ones may");

    public static CheckedEntry New(EntryPath path, EntryKind kind, long size) =>
        new(path, kind, EntryStanding.New, size, "it is there and is not listed");

    public static CheckedEntry Unreadable(ManifestEntry listed, string reason) =>
        new(listed.Path, listed.Kind, EntryStanding.Unreadable, listed.Size, reason);

    public static CheckedEntry Excluded(EntryPath path) =>
        new(path, EntryKind.NotCovered, EntryStanding.NotCovered, 0, "the sign excludes it and all below it");

    public static CheckedEntry Renamed(ManifestEntry listed, EntryPath there) => new(
        listed.Path, listed.Kind, EntryStanding.CoveredRenamed, listed.Size, $"it is there as listed, under the name '{there}'");

    public static CheckedEntry NotCovered(ManifestEntry listed) =>
        new(listed.Path, listed.Kind, EntryStanding.NotCovered, 0, "it is a device, pipe, socket or other file system");

    /// <summary>A folder that was empty when it was marked. Its new entries are reported under their own paths.</summary>
    public static CheckedEntry Filled(ManifestEntry listed) => new(listed.Path, listed.Kind, EntryStanding.Covered, 0, null);

    /// <summary>Compares what is listed with what was read at its path.</summary>
    public static CheckedEntry Compare(ManifestEntry listed, in HashedItem there)
    {
        EntryKind kind = there.Item.Kind;
        if (listed.Kind == EntryKind.NotCovered && kind is EntryKind.NotCovered or EntryKind.EmptyFolder)
        {
            return NotCovered(listed);
        }

        long size = SizeOf(there);
        string? difference = listed.Kind != kind ? $"it is {Name(kind)}, and is listed as {Name(listed.Kind)}"
            : size != listed.Size && kind == EntryKind.File
                ? string.Create(CultureInfo.InvariantCulture, $"it has {size:N0} bytes, and is listed with {listed.Size:N0}")
            : there.Digest.GetValueOrDefault() == listed.Digest && size == listed.Size ? null
            : kind == EntryKind.Link ? "it leads elsewhere than listed"
            : "its content is not the one listed";
        return new(listed.Path, kind, difference is null ? EntryStanding.Covered : EntryStanding.Changed, size, difference);
    }

    /// <summary>What was read at a path, as an entry.</summary>
    public static ManifestEntry EntryOf(in HashedItem there)
    {
        EntryPath path = EntryPath.Of(there.Item.Path);
        return there.Item.Kind switch
        {
            EntryKind.File => ManifestEntry.File(path, SizeOf(there), there.Digest.GetValueOrDefault()),
            EntryKind.Link => ManifestEntry.LinkTo(path, SizeOf(there), there.Digest.GetValueOrDefault()),
            EntryKind.EmptyFolder => ManifestEntry.EmptyFolder(path),
            _ => ManifestEntry.NotCovered(path),
        };
    }

    private static long SizeOf(in HashedItem there) => there.Item.Kind switch
    {
        EntryKind.File => there.Item.Stamp?.Size ?? 0,
        EntryKind.Link => there.Item.Target?.Length ?? 0,
        _ => 0,
    };

    private static string Name(EntryKind kind) => kind switch
    {
        EntryKind.File => "a file",
        EntryKind.Link => "a link",
        EntryKind.EmptyFolder => "an empty folder",
        _ => "a device, pipe, socket or other file system",
    };
}

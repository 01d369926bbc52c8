using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// Looks at what a walk of the data passes over: the folder <c>.adem</c> and the notice. Only the sign's own files are there by right.
/// Everything else would lie in a marked folder without being listed, so that it is new (data-emblem, on disk).
/// </summary>
internal static class UnderSignNames
{
    private const string Reason = "it has a name of the sign's own files and is none";

    /// <summary>What is there and is none of the sign's own files, or cannot be read.</summary>
    /// <param name="root">The marked folder.</param>
    public static IEnumerable<CheckedEntry> In(Folder root) =>
        Below(root, SignNames.Folder.ToArray()).Concat(Below(root, SignNames.Notice.ToArray()));

    /// <summary>Refuses to mark a folder of which every check would say that something is not listed.</summary>
    /// <exception cref="IOException">Something is there that is none of the sign's own files.</exception>
    public static void ThrowIfAny(Folder root, string path)
    {
        if (In(root).FirstOrDefault(e => e.Standing == EntryStanding.New) is { } other)
        {
            throw new IOException(
                $"'{other.Path}' in '{path}' is none of the sign's own files, and no sign lists what has such a name: each check would "
                    + "say that it is not listed. Move it to another place, and run this again.");
        }
    }

    private static IEnumerable<CheckedEntry> Below(Folder root, byte[] name)
    {
        var path = EntryPath.Of(name);
        Trouble trouble = root.Look(name, out FileStamp stamp);
        if (trouble.Kind == TroubleKind.Vanished || (stamp.Type == NodeType.File && name.AsSpan().SequenceEqual(SignNames.Notice)))
        {
            yield break;
        }

        Folder? folder = null;
        trouble = trouble.IsNone && stamp.Type == NodeType.Folder ? root.OpenFolder(name, out folder) : trouble;
        using (folder)
        {
            if (folder is null)
            {
                var there = new WalkItem(name, 0, stamp.IsMountRoot ? NodeType.OtherMount : stamp.Type, root);
                yield return Say(path, there.Kind, stamp.IsMountRoot ? Trouble.None : trouble);
                yield break;
            }

            using TreeWalk walk = new(folder, new WalkOptions());
            bool any = name.AsSpan().SequenceEqual(SignNames.Folder);
            while (walk.TryNext(out WalkItem? item))
            {
                any = true;
                bool isOwn = item.Type is not (NodeType.Folder or NodeType.OtherMount) && IsOwn(item.Path, name);

                // A run that writes at the same time removes its lock and what it has renamed.
                if (!isOwn && item.Trouble.Kind != TroubleKind.Vanished)
                {
                    yield return Say(Join(path, item.Path), item.Kind, item.Trouble);
                }
            }

            if (!any)
            {
                yield return Say(path, EntryKind.EmptyFolder, Trouble.None);
            }
        }
    }

    private static bool IsOwn(ReadOnlySpan<byte> file, ReadOnlySpan<byte> folder) => folder.SequenceEqual(SignNames.Folder)
        && (file.SequenceEqual(SignNames.Sign) || file.SequenceEqual(SignNames.State) || file.SequenceEqual(SignNames.Lock)
            || (!file.Contains((byte)'/') && (SignNames.IsManifest(file) || SignNames.IsLeftover(file))));

    private static CheckedEntry Say(EntryPath path, EntryKind kind, Trouble trouble) => trouble.IsNone
        ? new CheckedEntry(path, kind, EntryStanding.New, 0, Reason)
        : new CheckedEntry(path, kind, EntryStanding.Unreadable, 0, trouble.ToWords());

    // What is too long for a path is shown by the folder in which it lies.
    private static EntryPath Join(EntryPath folder, ReadOnlySpan<byte> path) =>
        EntryPath.TryOf([.. folder.Bytes, (byte)'/', .. path], out EntryPath? whole) ? whole : folder;
}

using System.Text;
using DigitalEmblem.Data.Files;
using DigitalEmblem.Data.Finding;

namespace DigitalEmblem.Data;

/// <summary>Removes a sign's own files, and nothing else that lies beside them.</summary>
internal static class SignRemoval
{
    public static List<string> OfFolder(Folder root, string path)
    {
        List<string> removed = [];
        Trouble trouble = root.Look(SignNames.Folder, out FileStamp stamp);
        if (trouble.Kind != TroubleKind.Vanished)
        {
            Folder? folder = null;
            trouble = trouble.IsNone && stamp.Type == NodeType.Folder ? root.OpenFolder(SignNames.Folder, out folder) : trouble;
            using (folder ?? throw new IOException(
                $"What stands at .adem in '{path}' is no folder of a sign, or cannot be opened. It was left as it is.", trouble.Error))
            {
                EmptyFolder(folder, Path.Combine(path, Text(SignNames.Folder)), removed);
            }

            // It stays if something else lies in it.
            if (root.Remove(SignNames.Folder, folder: true).IsNone)
            {
                removed.Add(Path.Combine(path, Text(SignNames.Folder)));
            }
        }

        if (Notice.Read(root) is { } notice && DataNotice.IsOne(notice))
        {
            Remove(root, SignNames.Notice, path, removed);
        }

        return removed;
    }

    public static List<string> OfFile(Folder folder, string path)
    {
        List<string> removed = [];
        byte[] name = Encoding.UTF8.GetBytes(Path.GetFileName(path) + SignNames.FileSuffix);
        using (SignFileLock.Take(folder, name, path))
        {
            RemoveSign(folder, path, name, removed);
        }

        if (PreparedFile.Remove(folder, path, Encoding.UTF8.GetBytes(Path.GetFileName(path))))
        {
            removed.Add(path + SignNames.PreparedSuffix);
        }

        return removed;
    }

    private static void RemoveSign(Folder folder, string path, byte[] name, List<string> removed)
    {
        if (SignFolder.HasFile(folder, name))
        {
            Trouble trouble = folder.OpenFile(name, out OpenFile? file);
            using (file ?? throw new IOException($"'{path}{SignNames.FileSuffix}' cannot be read: {trouble.ToWords()}.", trouble.Error))
            {
                using OpenFileStream stream = SignFiles.StreamOf(file);
                if (!SignFile.IsOne(stream))
                {
                    throw new IOException($"'{path}{SignNames.FileSuffix}' is no sign. It was left as it is.");
                }

                RemovePointer(folder, path, stream, removed);
            }

            Remove(folder, name, Path.GetDirectoryName(path) ?? "", removed);
        }
    }

    // Before the sign, so that no pointer is left that leads nowhere if the attribute cannot be removed.
    private static void RemovePointer(Folder folder, string path, Stream signFile, List<string> removed)
    {
        try
        {
            DataRoot root = SignFile.Open(signFile).Sign.Root;
            if (ExtendedAttributePointer.Remove(folder, Encoding.UTF8.GetBytes(Path.GetFileName(path)), path, root))
            {
                removed.Add($"{path} (its attribute user.adem)");
            }
        }
        catch (DataFormatException)
        {
            // A malformed sign names no root, so that no pointer is known to be one to it.
        }
    }

    private static void EmptyFolder(Folder folder, string path, List<string> removed)
    {
        using FolderLock held = FolderLock.TryTake(folder)
            ?? throw new IOException($"A run writes in '{path}' at this moment. Wait until it has ended, and remove the sign then.");
        using NameList names = new(int.MaxValue);
        Trouble trouble = folder.Read(names);
        if (!trouble.IsNone)
        {
            throw new IOException($"'{path}' cannot be read: {trouble.ToWords()}.", trouble.Error);
        }

        // First the sign: an interruption then leaves no sign without a manifest.
        if (folder.Look(SignNames.Sign, out _).IsNone)
        {
            Remove(folder, SignNames.Sign, path, removed);
        }

        names.Complete();
        while (names.TryNext(out ReadOnlySpan<byte> name, out _))
        {
            if (SignNames.IsManifest(name) || SignNames.IsLeftover(name) || name.SequenceEqual(SignNames.State))
            {
                Remove(folder, name, path, removed);
            }
        }
    }

    private static void Remove(Folder folder, ReadOnlySpan<byte> name, string path, List<string> removed)
    {
        string full = Path.Combine(path, Text(name));
        Trouble trouble = folder.Remove(name, folder: false);
        if (!trouble.IsNone)
        {
            throw new IOException($"'{full}' cannot be removed: {trouble.ToWords()}.", trouble.Error);
        }

        removed.Add(full);
    }

    private static string Text(ReadOnlySpan<byte> name) => Encoding.UTF8.GetString(name);
}

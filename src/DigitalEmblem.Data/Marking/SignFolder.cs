using System.Text;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// The folder <c>.adem</c> of a marked folder, open and locked for one run that writes. A folder that this run made is removed again if
/// nothing is in it at the end.
/// </summary>
internal sealed class SignFolder : IDisposable
{
    private const int Mode = 0x1ED, SignMode = 0x1A4;

    private readonly Folder _root;
    private readonly FolderLock _lock;
    private readonly bool _isNew;

    private SignFolder(Folder root, Folder folder, FolderLock held, bool isNew)
    {
        _root = root;
        Folder = folder;
        _lock = held;
        _isNew = isNew;
    }

    /// <summary>The open folder.</summary>
    public Folder Folder { get; }

    /// <summary>The file system's time at the beginning.</summary>
    public FileTime Begun => _lock.Taken;

    /// <summary>Opens the folder, or makes it.</summary>
    /// <exception cref="IOException">It cannot be made, is no folder, belongs to a stranger, or another run writes in it.</exception>
    public static SignFolder Open(Folder root, string path)
    {
        bool isNew = root.Look(SignNames.Folder, out FileStamp stamp).Kind == TroubleKind.Vanished;
        if (!isNew && stamp.Type == NodeType.Link)
        {
            throw new IOException(
                $"'{path}' has a symbolic link at .adem, and a sign is never written through one. Remove the link, and mark again.");
        }

        Trouble trouble = root.MakeFolder(SignNames.Folder, Mode);
        if (!trouble.IsNone)
        {
            throw new IOException($"The folder .adem cannot be made in '{path}': {trouble.ToWords()}.", trouble.Error);
        }

        trouble = root.OpenFolder(SignNames.Folder, out Folder? folder);
        if (folder is null)
        {
            throw new IOException($"The folder .adem in '{path}' cannot be opened: {trouble.ToWords()}.", trouble.Error);
        }

        try
        {
            if (!IsTrusted(root, folder))
            {
                throw new IOException(
                    $"The folder .adem in '{path}' belongs neither to root nor to the owner of '{path}', and no check believes such a "
                        + "sign. Mark as the owner, or as root.");
            }

            FolderLock held = FolderLock.TryTake(folder) ?? throw new IOException(
                $"Another run marks '{path}' at this moment. Wait until it has ended, and mark again.");
            Widen(folder, isNew);
            return new SignFolder(root, folder, held, isNew);
        }
        catch
        {
            if (isNew)
            {
                _ = root.Remove(SignNames.Folder, folder: true);
            }

            folder.Dispose();
            throw;
        }
    }

    /// <summary>Whether a sign's folder belongs to root or to the owner of the marked folder (data-emblem, on disk).</summary>
    public static bool IsTrusted(Folder root, Folder signFolder) =>
        root.Look(out FileStamp data).IsNone && IsTrusted(data.Owner, signFolder);

    /// <summary>Whether a sign's folder belongs to root or to the owner of the data.</summary>
    public static bool IsTrusted(uint owner, Folder signFolder) =>
        signFolder.Look(out FileStamp sign).IsNone && (sign.Owner == 0 || sign.Owner == owner);

    /// <summary>Whether a file is there. A link or anything else in its place is refused.</summary>
    /// <exception cref="IOException">Something else is there.</exception>
    public static bool HasFile(Folder folder, ReadOnlySpan<byte> name)
    {
        Trouble trouble = folder.Look(name, out FileStamp stamp);
        return trouble.Kind is TroubleKind.Vanished or TroubleKind.TooLong ? false
            : !trouble.IsNone ? throw new IOException(
                $"'{Encoding.UTF8.GetString(name)}' cannot be looked at: {trouble.ToWords()}.", trouble.Error)
            : stamp.Type == NodeType.File ? true
            : throw new IOException(
                $"'{Encoding.UTF8.GetString(name)}' is {stamp.Type.ToWords()}, and has the name of a file of the sign. "
                    + "Move it to another place, and run this again.");
    }

    /// <summary>Writes the sign itself: the moment at which the new one counts.</summary>
    public void WriteSign(ReadOnlySpan<byte> sign) => Write(Folder, SignNames.Sign, sign);

    /// <summary>Writes the notice. It is made in the sign's folder, so that an interruption leaves nothing new among the data.</summary>
    public void WriteNotice(ReadOnlySpan<byte> notice)
    {
        using SafeWrite file = Folder.Replace(SignNames.Notice, SignMode);
        file.Write(notice);
        file.CommitInto(_root, SignNames.Notice);
    }

    /// <summary>Whether exactly this sign is in place.</summary>
    public bool HasSign(ReadOnlySpan<byte> sign)
    {
        _ = Folder.OpenFile(SignNames.Sign, out OpenFile? file);
        using (file)
        {
            try
            {
                return file is not null && SignFiles.ReadAll(file, DataLimits.MaxBundleBytes).AsSpan().SequenceEqual(sign);
            }
            catch (IOException)
            {
                // It may be in place, and then its manifest must stay.
                return true;
            }
        }
    }

    /// <summary>Writes a file that everyone may read.</summary>
    public static void Write(Folder folder, ReadOnlySpan<byte> name, ReadOnlySpan<byte> content)
    {
        using SafeWrite file = folder.Replace(name, SignMode);
        file.Write(content);
        file.Commit();
    }

    /// <summary>
    /// Removes manifests other than some, and what interrupted runs left. What cannot be removed stays, and does no harm.
    /// </summary>
    /// <param name="kept">The names of manifests that stay.</param>
    /// <param name="keepsGenerations">Whether manifests of a volume's generations stay, also if nothing names them.</param>
    public void Clean(IReadOnlySet<string> kept, bool keepsGenerations)
    {
        using NameList names = new(int.MaxValue);
        if (!Folder.Read(names).IsNone)
        {
            return;
        }

        names.Complete();
        while (names.TryNext(out ReadOnlySpan<byte> name, out _))
        {
            if (SignNames.IsLeftover(name) || (SignNames.IsManifest(name) && !IsKept(Encoding.Latin1.GetString(name))))
            {
                _ = Folder.Remove(name, folder: false);
            }
        }

        bool IsKept(string name) => kept.Contains(name) || (keepsGenerations && OtherGenerations.Read(Folder, name) is not null);
    }

    public void Dispose()
    {
        _lock.Dispose();
        if (_isNew)
        {
            // Fails if a sign is in it.
            _ = _root.Remove(SignNames.Folder, folder: true);
        }

        Folder.Dispose();
    }

    // The mask of a process may be narrower, and a sign that nobody else reads marks nothing for them.
    private static void Widen(Folder folder, bool isNew)
    {
        if (isNew && folder is LinuxFolder linux)
        {
            _ = Libc.FChMod(linux.Descriptor, Mode);
        }
    }
}

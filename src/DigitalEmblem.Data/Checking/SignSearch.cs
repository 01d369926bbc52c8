using System.Text;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// Looks for the sign of a folder or a file - beside it, in it, where it points to, and in the folders above it - and reads it. What it
/// meets may be a stranger's.
/// </summary>
internal static class SignSearch
{
    /// <summary>Looks for the sign.</summary>
    /// <param name="path">A folder, a file, or the sign file of a file.</param>
    /// <param name="found">The sign; null if the outcome is known.</param>
    /// <returns>The outcome if there is no sign, or it cannot be read; null if one was found.</returns>
    /// <exception cref="IOException">Nothing is at the path.</exception>
    public static DataCheck? Find(string path, out OpenedSign? found) => Find(path, out found, isTarget: false);

    /// <summary>Looks for the sign of its own that a folder or a file has beside it or in it, and no further.</summary>
    /// <inheritdoc cref="Find(string, out OpenedSign?)"/>
    public static DataCheck? FindOwn(string path, out OpenedSign? found)
    {
        found = null;
        Trouble trouble = DataLocation.TryOpen(path, out DataLocation? location);
        using (location)
        {
            return location is null ? CannotOpen(path, trouble) : Own(location, out found);
        }
    }

    private static DataCheck? Find(string path, out OpenedSign? found, bool isTarget)
    {
        found = null;
        Trouble trouble = DataLocation.TryOpen(path, out DataLocation? location);
        if (location is null)
        {
            return CannotOpen(path, trouble);
        }

        using (location)
        {
            DataCheck? own = Own(location, out found);
            if (own is not { Outcome: DataOutcome.NotMarked })
            {
                return own;
            }

            FileInfo file = new(location.FullPath);
            return !location.IsFile ? SignAbove.Find(location, out found)
                : isTarget || file.LinkTarget is null ? OfFileElsewhere(location, out found)
                : RealPath.TargetOf(file.FullName) is { } target ? Find(target, out found, isTarget: true)
                : Open($"'{path}' is a link, and what it leads to is not there or cannot be reached.");
        }
    }

    /// <summary>Looks for the sign in an archive, whatever lies beside it.</summary>
    /// <inheritdoc cref="Find(string, out OpenedSign?)"/>
    public static DataCheck? FindInside(string path, out OpenedSign? found)
    {
        found = null;
        Trouble trouble = DataLocation.TryOpen(RealPath.TargetOf(RealPath.Of(path)) ?? path, out DataLocation? location);
        using (location)
        {
            return location is null ? CannotOpen(path, trouble) : location.IsFile ? SignInside.Find(location, out found) : None(path);
        }
    }

    // A file that begins as an archive and cannot be judged as one may carry a sign that another reader finds, so that there is not "none".
    // A sign above it covers its bytes, whatever they are.
    private static DataCheck? OfFileElsewhere(DataLocation location, out OpenedSign? found)
    {
        DataCheck? inside = SignInside.Find(location, out found);
        if (inside is not { Outcome: DataOutcome.NotMarked or DataOutcome.Indeterminate })
        {
            return inside;
        }

        DataCheck? known = SignPointedTo.Find(location, out found);
        known = known is { Outcome: DataOutcome.NotMarked } ? SignAbove.Find(location, out found) : known;
        return known is { Outcome: DataOutcome.NotMarked } && inside.Outcome == DataOutcome.Indeterminate ? inside : known;
    }

    /// <summary>Looks for the sign that covers a file: beside it, and then in the folders above it.</summary>
    /// <param name="location">A file.</param>
    /// <param name="found">The sign; null if the outcome is known.</param>
    internal static DataCheck? FindCovering(DataLocation location, out OpenedSign? found)
    {
        DataCheck? own = Own(location, out found);
        return own is { Outcome: DataOutcome.NotMarked } ? SignAbove.Find(location, out found) : own;
    }

    /// <summary>Reads the sign file of a file, which is open.</summary>
    /// <param name="location">The file.</param>
    /// <param name="name">The name of the file that it is of.</param>
    /// <param name="path">Where the sign file is.</param>
    /// <param name="file">The sign file. It is closed with the sign, or here if there is none.</param>
    /// <param name="found">The sign; null if the outcome is known.</param>
    internal static DataCheck? OfSignFile(DataLocation location, byte[] name, string path, OpenFile file, out OpenedSign? found)
    {
        found = null;
        long manifest = 0;
        DataCheck? fault = Read(path, ReadSign, out DataSign? sign);
        if (fault is not null)
        {
            file.Dispose();
            return fault;
        }

        found = new OpenedSign
        {
            Folder = location.Folder.Retain(),
            Place = FoundPlace.File,
            SignPath = path,
            FileName = name,
            Sign = sign!,
            Manifest = file,
            ManifestStart = manifest,
        };
        return null;

        DataSign ReadSign()
        {
            var read = SignFile.Open(SignFiles.StreamOf(file));
            manifest = read.ManifestStart;
            return read.Sign;
        }
    }

    private static DataCheck? Own(DataLocation location, out OpenedSign? found)
    {
        found = null;
        if (location.IsFile)
        {
            return OfFile(location, out found);
        }

        Trouble trouble = location.Folder.Look(out FileStamp data);
        return trouble.IsNone
            ? OfFolder(location.Folder, location.FullPath, data.Owner, asked: null, out found)
            : Open($"'{location.FullPath}' cannot be looked at: {trouble.ToWords()}.");
    }

    /// <summary>Looks for the sign of a folder in its <c>.adem</c>.</summary>
    /// <param name="data">The folder.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="owner">The owner of what was asked about: only they and root make a sign that is believed.</param>
    /// <param name="asked">What was asked about, if it lies below the folder.</param>
    /// <param name="found">The sign; null if the outcome is known.</param>
    internal static DataCheck? OfFolder(Folder data, string path, uint owner, string? asked, out OpenedSign? found)
    {
        found = null;
        Trouble trouble = data.Look(SignNames.Folder, out FileStamp stamp);
        if (trouble.Kind == TroubleKind.Vanished)
        {
            return None(path);
        }

        string folderPath = Path.Combine(path, Encoding.UTF8.GetString(SignNames.Folder));
        if (!trouble.IsNone || stamp.Type != NodeType.Folder)
        {
            return Open(trouble.IsNone
                ? $"What stands at '{folderPath}' is no folder, so that it holds no sign, and may hide one."
                : $"'{folderPath}' cannot be looked at: {trouble.ToWords()}.");
        }

        trouble = data.OpenFolder(SignNames.Folder, out Folder? folder);
        if (folder is null)
        {
            return Open($"'{folderPath}' cannot be read: {trouble.ToWords()}.");
        }

        using (folder)
        {
            return SignFolder.IsTrusted(owner, folder)
                ? In(folder, folderPath, data, out found)
                : Open(asked is null
                    ? $"'{folderPath}' belongs neither to root nor to the owner of the data, so that its sign is not believed."
                    : $"'{folderPath}' belongs neither to root nor to the owner of '{asked}', so that its sign is not believed for that. "
                        + $"If it is the sign that you mean, name the folder '{path}': then all of it is checked.");
        }
    }

    private static DataCheck? In(Folder folder, string folderPath, Folder root, out OpenedSign? found)
    {
        string path = Path.Combine(folderPath, Encoding.UTF8.GetString(SignNames.Sign));
        found = null;
        for (int reading = 0; ; reading++)
        {
            Trouble trouble = folder.OpenFile(SignNames.Sign, out OpenFile? file);
            if (file is null)
            {
                return trouble.Kind == TroubleKind.Vanished
                    ? None(Path.GetDirectoryName(folderPath) ?? folderPath)
                    : Open($"The sign '{path}' cannot be read: {trouble.ToWords()}.", path);
            }

            DataSign? sign;
            using (file)
            {
                DataCheck? fault = Read(path, () => SignFiles.ReadSign(file), out sign);
                if (fault is not null)
                {
                    return fault;
                }
            }

            trouble = folder.OpenFile(Encoding.ASCII.GetBytes(sign!.Root.ManifestFileName), out OpenFile? manifest);
            if (manifest is null && trouble.Kind == TroubleKind.Vanished && reading == 0)
            {
                // A run may have put a new sign into place, and removed the manifest of the one that was just read.
                continue;
            }

            found = new OpenedSign
            {
                Folder = root.Retain(),
                SignFolder = folder.Retain(),
                Place = FoundPlace.Folder,
                SignPath = path,
                Sign = sign,
                Manifest = manifest,
                ManifestTrouble = trouble,
            };
            return null;
        }
    }

    private static DataCheck? OfFile(DataLocation location, out OpenedSign? found)
    {
        found = null;
        byte[] name = location.Name;
        byte[] suffix = Encoding.ASCII.GetBytes(SignNames.FileSuffix);
        byte[] signName = [.. name, .. suffix];
        Trouble trouble = location.Folder.OpenFile(signName, out OpenFile? file);
        if (IsNotThere(trouble) && name.AsSpan().EndsWith(suffix) && name.Length > suffix.Length)
        {
            (signName, name) = (name, name[..^suffix.Length]);
            trouble = location.Folder.OpenFile(signName, out file);
            if (file is not null && SignFiles.IsData(location.Folder, name, file))
            {
                file.Dispose();
                return None(location.FullPath);
            }
        }

        string path = Path.Combine(Path.GetDirectoryName(location.FullPath) ?? "", Encoding.UTF8.GetString(signName));
        return file is not null ? OfSignFile(location, name, path, file, out found)
            : IsNotThere(trouble) ? None(location.FullPath)
            : Open($"'{path}' cannot be read: {trouble.ToWords()}.", path);
    }

    // A name that is too long for the file system is no file's name there.
    private static bool IsNotThere(Trouble trouble) => trouble.Kind is TroubleKind.Vanished or TroubleKind.TooLong;

    /// <summary>Reads a sign, or says why it cannot be read.</summary>
    internal static DataCheck? Read(string path, Func<DataSign> read, out DataSign? sign)
    {
        sign = null;
        try
        {
            sign = read();
            return null;
        }
        catch (DataFormatException e)
        {
            return new DataCheck
            {
                Outcome = DataOutcome.Invalid,
                Reason = $"The sign '{path}' is malformed: {e.Message}.",
                SignPath = path,
            };
        }
        catch (IOException e)
        {
            return Open($"The sign '{path}' cannot be read. {e.Message}", path);
        }
    }

    private static DataCheck CannotOpen(string path, Trouble trouble) =>
        Open($"The folder of '{path}' cannot be opened: {trouble.ToWords()}.");

    /// <summary>That there is no sign.</summary>
    internal static DataCheck None(string path) =>
        new() { Outcome = DataOutcome.NotMarked, Reason = $"There is no sign of data at '{path}'." };

    /// <summary>That it could not be found out, and why.</summary>
    internal static DataCheck Open(string reason, string? signPath = null) =>
        new() { Outcome = DataOutcome.Indeterminate, Reason = reason, SignPath = signPath };
}

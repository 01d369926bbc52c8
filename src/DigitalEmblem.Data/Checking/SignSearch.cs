using System.Text;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>Looks for the sign of a folder or a file, and reads it. What it meets there may be a stranger's.</summary>
internal static class SignSearch
{
    /// <summary>Looks for the sign.</summary>
    /// <param name="path">A folder, a file, or the sign file of a file.</param>
    /// <param name="found">The sign; null if the outcome is known.</param>
    /// <returns>The outcome if there is no sign, or it cannot be read; null if one was found.</returns>
    /// <exception cref="IOException">Nothing is at the path.</exception>
    public static DataCheck? Find(string path, out OpenedSign? found)
    {
        found = null;
        Trouble trouble = DataLocation.TryOpen(path, out DataLocation? location);
        if (location is null)
        {
            return Open($"The folder of '{path}' cannot be opened: {trouble.ToWords()}.");
        }

        using (location)
        {
            return location.IsFile ? OfFile(location, out found) : OfFolder(location, out found);
        }
    }

    private static DataCheck? OfFolder(DataLocation location, out OpenedSign? found)
    {
        found = null;
        Trouble trouble = location.Folder.Look(SignNames.Folder, out FileStamp stamp);
        if (trouble.Kind == TroubleKind.Vanished)
        {
            return None(location.FullPath);
        }

        string folderPath = Path.Combine(location.FullPath, Encoding.UTF8.GetString(SignNames.Folder));
        if (!trouble.IsNone || stamp.Type != NodeType.Folder)
        {
            return Open(trouble.IsNone
                ? $"What stands at '{folderPath}' is no folder, so that it holds no sign, and may hide one."
                : $"'{folderPath}' cannot be looked at: {trouble.ToWords()}.");
        }

        trouble = location.Folder.OpenFolder(SignNames.Folder, out Folder? folder);
        if (folder is null)
        {
            return Open($"'{folderPath}' cannot be read: {trouble.ToWords()}.");
        }

        using (folder)
        {
            return SignFolder.IsTrusted(location.Folder, folder)
                ? In(folder, folderPath, location.Folder, out found)
                : Open($"'{folderPath}' belongs neither to root nor to the owner of the data, so that its sign is not believed.");
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
                DataCheck? fault = Read(path, () => DataSign.Read(SignFiles.ReadAll(file, DataLimits.MaxBundleBytes + 1)), out sign);
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
        if (trouble.Kind == TroubleKind.Vanished && name.AsSpan().EndsWith(suffix) && name.Length > suffix.Length)
        {
            (signName, name) = (name, name[..^suffix.Length]);
            trouble = location.Folder.OpenFile(signName, out file);
        }

        string path = Path.Combine(Path.GetDirectoryName(location.FullPath) ?? "", Encoding.UTF8.GetString(signName));
        if (file is null)
        {
            return trouble.Kind == TroubleKind.Vanished
                ? None(location.FullPath)
                : Open($"'{path}' cannot be read: {trouble.ToWords()}.", path);
        }

        DataCheck? fault = Read(path, () => SignFile.Open(SignFiles.StreamOf(file)).Sign, out DataSign? sign);
        if (fault is not null)
        {
            file.Dispose();
            return fault;
        }

        found = new OpenedSign { Folder = location.Folder.Retain(), SignPath = path, FileName = name, Sign = sign!, Manifest = file };
        return null;
    }

    private static DataCheck? Read(string path, Func<DataSign> read, out DataSign? sign)
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

    private static DataCheck None(string path) =>
        new() { Outcome = DataOutcome.NotMarked, Reason = $"There is no sign of data at '{path}'." };

    private static DataCheck Open(string reason, string? signPath = null) =>
        new() { Outcome = DataOutcome.Indeterminate, Reason = reason, SignPath = signPath };
}

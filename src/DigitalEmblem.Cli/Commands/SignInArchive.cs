using DigitalEmblem.Data;
using DigitalEmblem.Data.Archives;

namespace DigitalEmblem.Cli.Commands;

/// <summary>What the commands for a sign beside the data say where the sign lies in an archive, which is never written to.</summary>
internal static class SignInArchive
{
    /// <summary>Refuses to update the sign in an archive.</summary>
    /// <exception cref="UsageException">The only sign of the file lies in it.</exception>
    public static void RefuseUpdate(string path)
    {
        if (FormOf(path) is not null)
        {
            throw new UsageException(
                $"The sign of '{path}' lies in the archive, and an archive is never written to. Mark it, or what it is by now, into a new "
                    + $"one: 'emblem data mark {path} --into FILE'. The sign that is in it is left out there.");
        }
    }

    /// <summary>Refuses to remove the sign in an archive.</summary>
    /// <exception cref="UsageException">The only sign of the file lies in it.</exception>
    public static void RefuseRemoval(string path)
    {
        if (FormOf(path) is { } form)
        {
            throw new UsageException(
                $"The sign of '{path}' lies in the archive, and an archive is never written to. Take the sign out of a copy: "
                    + $"\"{(form == ArchiveForm.Zip ? "zip -d COPY '.adem/*'" : "tar --delete -f COPY .adem")}\"; and "
                    + $"{DataNotice.FileName}, if it is in it.");
        }
    }

    /// <summary>The form of an archive.</summary>
    /// <exception cref="UsageException">It is no archive.</exception>
    public static ArchiveForm RequiredFormOf(string path, string option)
    {
        string full = DataLocation.ThrowIfNothing(path);
        if (Directory.Exists(full))
        {
            throw new UsageException($"'{path}' is a folder, and {option} is for a ZIP or a tar. Leave out {option}.");
        }

        using ArchiveFile file = ArchiveFile.Open(path);
        return ArchiveIndex.FormOf(file.Stream) ?? throw new UsageException(
            $"'{path}' does not begin as a ZIP or a tar, so that no sign can be in it. Leave out {option} to take it as a single file; a "
                + $"compressed tar (.tar.gz) has to be unpacked first to be taken as a tar.");
    }

    // The form of an archive with a sign in it and none beside it; null for everything else.
    private static ArchiveForm? FormOf(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        DataCheck? beside = SignSearch.FindOwn(path, out OpenedSign? own);
        own?.Dispose();
        if (beside is not { Outcome: DataOutcome.NotMarked })
        {
            return null;
        }

        DataCheck? known = SignSearch.FindInside(path, out OpenedSign? found);
        using (found)
        {
            return found?.Archive?.Index.Form
                ?? (known is { Outcome: DataOutcome.Invalid } ? RequiredFormOf(path, "") : null);
        }
    }
}

using DigitalEmblem.Data.Archives;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>Looks for a sign in a file that is an archive by its first bytes (data-emblem, archives).</summary>
internal static class SignInside
{
    /// <summary>Looks for the sign.</summary>
    /// <param name="location">A file.</param>
    /// <param name="found">The sign; null if the outcome is known.</param>
    /// <returns>
    /// <see cref="DataOutcome.NotMarked"/> if it is no archive or has no sign in it; <see cref="DataOutcome.Indeterminate"/> if it begins
    /// as an archive and has no reading or more than one, or cannot be read; null if a sign was found.
    /// </returns>
    public static DataCheck? Find(DataLocation location, out OpenedSign? found)
    {
        found = null;
        Trouble trouble = ArchiveFile.TryOpen(location.Folder, location.Name, location.FullPath, out ArchiveFile? file);
        if (file is null)
        {
            return trouble.IsNone || trouble.Kind == TroubleKind.Vanished ? SignSearch.None(location.FullPath)
                : Linux.IsHere && trouble.Error == Linux.CrossDevice ? SignSearch.Open(
                    $"'{location.FullPath}' is mounted here by itself, and is not opened: name it where it is mounted from.")
                : SignSearch.Open(
                    $"There is no sign beside '{location.FullPath}', and whether it carries one could not be read: {trouble.ToWords()}.");
        }

        DataCheck? known = Read(file, location, out found);
        if (found is null)
        {
            file.Dispose();
        }

        return known;
    }

    private static DataCheck? Read(ArchiveFile file, DataLocation location, out OpenedSign? found)
    {
        found = null;
        string path = SignMember.ShownIn(location.FullPath);
        try
        {
            ArchiveIndex? index = ArchiveIndex.FormOf(file.Stream, takesEmpty: false) is null ? null : ArchiveIndex.Read(file.Stream);
            if (index?.Sign is not { } member)
            {
                return SignSearch.None(location.FullPath);
            }

            using var content = new MemberContent(file.Stream, CancellationToken.None);
            DataCheck? fault = SignSearch.Read(
                path, () => DataSign.Read(content.ReadAll(member, DataLimits.MaxBundleBytes)), out DataSign? sign);
            found = fault is not null ? null : new OpenedSign
            {
                Folder = location.Folder.Retain(),
                Place = FoundPlace.Archive,
                SignPath = path,
                FileName = location.Name,
                Sign = sign!,
                Archive = new OpenedArchive(file, index),
            };
            return fault;
        }
        catch (DataFormatException e)
        {
            return SignSearch.Open($"'{location.FullPath}' begins as an archive, and is not judged as one, because programs may read it in "
                + $"different ways, or not at all ({e.Message}).");
        }
        catch (IOException e)
        {
            return SignSearch.Open($"'{location.FullPath}' could not be read. {e.Message}");
        }
    }
}

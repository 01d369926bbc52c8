using System.Runtime.Versioning;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Publishing.Writing.Programs;

/// <summary>
/// Whether a program is safe from other users of the machine: who can write it, or put another in its place, runs what they like as this
/// service.
/// </summary>
internal static class ProgramFile
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    private const UnixFileMode Writable = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Why it must not be started; null if nothing is wrong, or it is not there.</summary>
    /// <param name="path">Its whole path; of a link, what it leads to is looked at as well.</param>
    public static Sentence? Fault(string path)
    {
        try
        {
            return OperatingSystem.IsWindows() || !File.Exists(path) ? null
                : FolderFault(path) ?? FileFault(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Sentence.Of($"'{path}' cannot be looked at ({e.GetType().Name}): may this service's user read its folder?");
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static Sentence? FileFault(string file) => (File.GetUnixFileMode(file) & Writable) != 0
        ? Sentence.Of(
            $"Others than its owner can write '{file}', and would run what they like as this service. Look whether it is still what you "
                + $"put there, and run: chmod go-w '{file}'")
        : FolderFault(file);

    [UnsupportedOSPlatform("windows")]
    private static Sentence? FolderFault(string file, int links = 0)
    {
        for (DirectoryInfo? at = Directory.GetParent(file); at is not null; at = at.Parent)
        {
            DirectoryInfo folder = at;
            if (at.ResolveLinkTarget(returnFinalTarget: true) is DirectoryInfo target)
            {
                // Who can put another folder in the place of the one that the link leads to need not write the link itself.
                if (links < MostLinks && FolderFault(target.FullName, links + 1) is { } above)
                {
                    return above;
                }

                folder = target;
            }

            // In a folder with the sticky bit, as /tmp, nobody moves what belongs to another; but they put files of their own there.
            bool isKept = at.FullName != Directory.GetParent(file)!.FullName && (folder.UnixFileMode & UnixFileMode.StickyBit) != 0;
            if ((folder.UnixFileMode & Writable) != 0 && !isKept)
            {
                return Sentence.Of(
                    $"Others than its owner can write the folder '{folder.FullName}', and would run what they like as this service. Look "
                        + $"whether the program there is still what you put there, and run: chmod go-w '{folder.FullName}'");
            }
        }

        return null;
    }
}

using System.Runtime.Versioning;

namespace DigitalEmblem.Issuer.Secrets;

/// <summary>What others than its owner can write, of a file and all folders above it: who can, puts another file in its place.</summary>
internal static class OthersCanWrite
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    private const UnixFileMode Writable = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>The file, or the folder above it, that others can write; null if there is none, or no such file.</summary>
    /// <param name="path">Its whole path; of a link, what it leads to is looked at as well.</param>
    public static string? OfFile(string path) => OperatingSystem.IsWindows() || !File.Exists(path) ? null
        : Above(path) ?? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName switch
        {
            { } target => Itself(target) ?? Above(target),
            null => Itself(path),
        };

    /// <summary>The folder, or the one above it, that others can write; null if there is none.</summary>
    /// <param name="path">Its whole path.</param>
    public static string? OfFolder(string path) => OperatingSystem.IsWindows() ? null : Above(Path.Combine(path, "file"));

    [UnsupportedOSPlatform("windows")]
    private static string? Itself(string file) => (File.GetUnixFileMode(file) & Writable) != 0 ? file : null;

    [UnsupportedOSPlatform("windows")]
    private static string? Above(string file, int links = 0)
    {
        for (DirectoryInfo? at = Directory.GetParent(file); at is not null; at = at.Parent)
        {
            DirectoryInfo folder = at;
            if (at.ResolveLinkTarget(returnFinalTarget: true) is DirectoryInfo target)
            {
                // Who can put another folder in the place of the one that the link leads to need not write the link itself.
                if (links < MostLinks && Above(target.FullName, links + 1) is { } above)
                {
                    return above;
                }

                folder = target;
            }

            // In a folder with the sticky bit, as /tmp, nobody moves what belongs to another; but they put files of their own there.
            bool isKept = at.FullName != Directory.GetParent(file)!.FullName && (folder.UnixFileMode & UnixFileMode.StickyBit) != 0;
            if ((folder.UnixFileMode & Writable) != 0 && !isKept)
            {
                return folder.FullName;
            }
        }

        return null;
    }
}

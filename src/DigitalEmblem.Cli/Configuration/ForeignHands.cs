using DigitalEmblem.Cli.Output;
using DigitalEmblem.Data;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Cli.Configuration;

/// <summary>
/// Whether others than this user and root can write a file, or put another in its place. Elsewhere than on Unix, folders rule.
/// </summary>
internal static class ForeignHands
{
    private const UnixFileMode Others = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Why the file is not believed; null if only this user and root can write it.</summary>
    /// <param name="file">The open file. A name could be given to another file between this look and the reading.</param>
    /// <param name="path">Its name.</param>
    public static Sentence? On(FileStream file, string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        UnixFileMode mode = File.GetUnixFileMode(folder);
        return IsOfAnother(file)
                ? Sentence.Of($"'{Terminal.Line(path)}' belongs to another user, who could have you trust anyone, and is not read.")
            : (File.GetUnixFileMode(file.SafeFileHandle) & Others) != 0 ? CanBeWritten(path)
            : (mode & Others) != 0 && (mode & UnixFileMode.StickyBit) == 0 ? CanBeWritten(folder)
            : null;
    }

    private static Sentence CanBeWritten(string path) =>
        $"Others can write '{Terminal.Line(path)}', and could have you trust anyone, so the configuration is not read. "
            + $"Look at what it says, and run: chmod go-w '{Terminal.Line(path)}'.";

    private static bool IsOfAnother(FileStream file)
    {
        const uint Root = 0;
        return OperatingSystem.IsLinux()
            // What cannot be looked at is not believed.
            && (!LinuxLook.At((int)file.SafeFileHandle.DangerousGetHandle(), out FileStamp stamp).IsNone
                || (stamp.Owner != Root && stamp.Owner != Libc.EffectiveUser()));
    }
}

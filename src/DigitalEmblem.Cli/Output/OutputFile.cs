using System.Text;
using DigitalEmblem.Cli.Input;

namespace DigitalEmblem.Cli.Output;

/// <summary>
/// Writes all files of the commands that may exist already: whole or not at all, never over a private key, and never over a file that
/// the same command reads.
/// </summary>
internal static class OutputFile
{
    private const int LongestKeyFile = 1024 * 1024;

    /// <summary>
    /// Puts a file in the place of what was there, which stays if anything is amiss. Its permissions stay; a link leads to it as before.
    /// </summary>
    public static void Write(string path, string text, CommandContext context) =>
        Write(path, new UTF8Encoding(false).GetBytes(text), context);

    /// <summary>
    /// Puts a file in the place of what was there, which stays if anything is amiss. Its permissions stay; a link leads to it as before.
    /// </summary>
    public static void Write(string path, ReadOnlySpan<byte> bytes, CommandContext context)
    {
        Check(path, context);
        string target = TargetOf(path);
        if (File.Exists(target) && !HoldsSomething(target))
        {
            // A device, a pipe or an empty file has no content to replace.
            using var device = new FileStream(target, FileMode.Open, FileAccess.Write);
            device.Write(bytes);
            return;
        }

        WholeFile.Replace(target, bytes);
    }

    /// <summary>Writes a new file, whole or not at all.</summary>
    public static void WriteNew(string path, ReadOnlySpan<byte> bytes, CommandContext context)
    {
        Check(path, context);
        WholeFile.WriteNew(path, bytes);
    }

    /// <summary>Refuses a path that exists or that must not be written. Call it before any work is done for the file.</summary>
    /// <param name="path">The file that will be made.</param>
    /// <param name="rule">What the message says of a file that exists.</param>
    /// <param name="next">What to do then, as a sentence.</param>
    /// <param name="context">The process.</param>
    public static void CheckNew(string path, Sentence rule, Sentence next, CommandContext context)
    {
        // A link whose target does not exist counts as an existing file too.
        if (path != Files.StandardInput && File.Exists(path))
        {
            throw new UsageException($"'{path}' exists, and {rule}. {next}");
        }

        Check(path, context);
    }

    /// <summary>Refuses a path that must not be written. Call it before any work is done for the file.</summary>
    public static void Check(string path, CommandContext context)
    {
        string target = TargetOf(path);
        if (path == Files.StandardInput)
        {
            throw new UsageException($"A file is written here, and '-' names none.");
        }

        if (Directory.Exists(target))
        {
            throw new UsageException($"'{path}' is a folder, where a file is to be written.");
        }

        if (Path.GetDirectoryName(Path.GetFullPath(target)) is { } folder && !Directory.Exists(folder))
        {
            throw new UsageException($"'{path}' cannot be written: the folder '{folder}' does not exist.");
        }

        if (!File.Exists(target) || !HoldsSomething(target))
        {
            return;
        }

        if (context.FilesRead.FirstOrDefault(read => IsSame(TargetOf(read), target)) is { } input)
        {
            throw new UsageException($"'{path}' is what this command reads ('{input}'), and is not overwritten. Name another file.");
        }

        if (HoldsPrivateKey(target))
        {
            throw new UsageException(
                $"'{path}' holds a private key, and a key is never overwritten: without a copy it would be lost. Name a new file.");
        }

        // Refuse a file without permission to write: replacing it takes permission for its folder only.
        new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite).Dispose();
    }

    private static string TargetOf(string path)
    {
        if (new FileInfo(path).LinkTarget is null || File.ResolveLinkTarget(path, returnFinalTarget: true) is not { } target)
        {
            return path;
        }

        // A link of these folders may lead to a stream that has no name in any folder, so its own name is used.
        bool ofTheSystem = target.FullName.StartsWith("/proc/", StringComparison.Ordinal)
            || target.FullName.StartsWith("/dev/", StringComparison.Ordinal);
        return target.Exists || !ofTheSystem ? target.FullName : path;
    }

    // Do not open the file to find out: opening a pipe waits until another process writes to it. Devices and pipes state the length 0.
    private static bool HoldsSomething(string path) => new FileInfo(path).Length > 0;

    /// <summary>
    /// Whether two names are of one file. Links give one file several names, so two files with the same length and the same times of
    /// creation and change, to the tick, count as one file.
    /// </summary>
    private static bool IsSame(string one, string other)
    {
        var (a, b) = (new FileInfo(one), new FileInfo(other));
        return a.Exists && b.Exists && (Path.GetFullPath(one) == Path.GetFullPath(other)
            || (a.Length == b.Length && a.LastWriteTimeUtc == b.LastWriteTimeUtc && a.CreationTimeUtc == b.CreationTimeUtc));
    }

    private static bool HoldsPrivateKey(string path)
    {
        using FileStream stream = File.OpenRead(path);
        var bytes = new byte[Math.Min(stream.Length, LongestKeyFile)];
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return KeyFiles.IsPrivateKey(bytes.AsSpan(0, read));
    }
}

using DigitalEmblem.Cli.Stores;
using DigitalEmblem.Data;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Cli.Data;

/// <summary>The data that a path means. People also name the sign that they see.</summary>
internal static class MarkedPath
{
    private const string SignFolder = ".adem", SignName = "emblem", SignSuffix = ".adem";

    /// <summary>The folder or file that is marked.</summary>
    /// <param name="path">It, its folder <c>.adem</c>, or its sign.</param>
    /// <exception cref="UsageException">It is an object of a store, which the command does not take.</exception>
    public static string Of(string path)
    {
        if (ObjectAddress.IsOne(path))
        {
            throw new UsageException($"'{path}' is an object of a store, and this command is for what lies on disk. 'emblem data mark', "
                + $"'check', 'remove' and 'find' take objects.");
        }

        path = RealPath.Of(path);
        string whole = Path.TrimEndingDirectorySeparator(path);
        string name = Path.GetFileName(whole);
        if (name == SignFolder)
        {
            return Above(whole);
        }

        if (name == SignName && Path.GetFileName(Path.GetDirectoryName(whole)) == SignFolder)
        {
            return Above(Path.GetDirectoryName(whole)!);
        }

        string file = name.EndsWith(SignSuffix, StringComparison.Ordinal) ? whole[..^SignSuffix.Length] : whole;
        return file != whole && !Directory.Exists(whole) && File.Exists(file) ? file : path;
    }

    /// <summary>Where the sign of the data lies.</summary>
    /// <param name="path">The folder or file that is marked, or a file's sign.</param>
    public static string SignOf(string path) => Directory.Exists(path) ? Path.Combine(path, SignFolder, SignName)
        : path.EndsWith(SignSuffix, StringComparison.Ordinal) ? path
        : path + SignSuffix;

    /// <summary>Whether a list that was prepared lies there, where no sign does (data-emblem, signs made elsewhere).</summary>
    /// <param name="path">The folder or file.</param>
    public static bool IsPrepared(string path)
    {
        string folder = Path.Combine(path, SignFolder);
        try
        {
            return Directory.Exists(folder)
                ? Directory.EnumerateFiles(folder, "*.manifest").Any()
                : File.Exists(path + SignNames.PreparedSuffix);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Above(string path) => Path.GetDirectoryName(path) is { Length: > 0 } above ? above : ".";
}

using System.Globalization;

namespace DigitalEmblem.Discovery;

/// <summary>
/// How many sockets may be open at once, so that the process does not run out of file descriptors and its other parts still get some.
/// </summary>
internal static class Descriptors
{
    // Reserved for files, pipes, libraries that are loaded later, and the sockets of other parts.
    private const int Reserve = 32;

    // Several servers, and the asset itself, may be asked at once.
    private const int Share = 2;

    /// <summary>As many sockets as are wanted, or as many as the limit of the process leaves; at least one.</summary>
    /// <param name="wanted">How many are wanted.</param>
    public static int Room(int wanted) => Left() is { } left ? Math.Clamp((left - Reserve) / Share, 1, wanted) : wanted;

    /// <summary>How many descriptors the process may still open; null where the system does not say (Linux does).</summary>
    private static int? Left()
    {
        const string Limits = "/proc/self/limits", Open = "/proc/self/fd", Row = "Max open files";
        try
        {
            string? row = File.Exists(Limits)
                ? File.ReadLines(Limits).FirstOrDefault(l => l.StartsWith(Row, StringComparison.Ordinal))
                : null;
            string? soft = row?[Row.Length..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
            return int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out int limit)
                ? limit - Directory.EnumerateFileSystemEntries(Open).Count()
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}

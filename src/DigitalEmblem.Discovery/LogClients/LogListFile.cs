namespace DigitalEmblem.Discovery;

/// <summary>
/// A log list on disk, as <c>emblem logs update</c> installs it: with its publisher's signature and key beside it (<c>.sig</c>,
/// <c>.pem</c>). If both are there, the list must be signed.
/// </summary>
internal static class LogListFile
{
    /// <summary>Reads it.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="TokenFormatException">It is no log list, or not signed by its publisher.</exception>
    public static LogList Read(string file) => Read(file, File.ReadAllBytes(file));

    /// <summary>Reads one whose bytes were read before.</summary>
    /// <param name="file">The file.</param>
    /// <param name="list">Its bytes.</param>
    /// <exception cref="IOException">A file beside it cannot be read.</exception>
    /// <exception cref="TokenFormatException">It is no log list, or not signed by its publisher.</exception>
    public static LogList Read(string file, byte[] list)
    {
        string signature = Path.ChangeExtension(file, ".sig"), key = Path.ChangeExtension(file, ".pem");
        return File.Exists(signature) && File.Exists(key)
            ? LogList.ReadSigned(list, File.ReadAllBytes(signature), File.ReadAllBytes(key))
            : LogList.Read(list);
    }
}

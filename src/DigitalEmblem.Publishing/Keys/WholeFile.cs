namespace DigitalEmblem.Publishing;

/// <summary>
/// Writes a file beside its place, to the disk, and then puts it there in one step. Under its name a file is therefore whole, or as it was
/// before. If anything fails, nothing is left behind.
/// </summary>
internal static class WholeFile
{
    /// <summary>Writes a new file; one that is there already stays as it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="mode">Its permissions on Unix, from the moment it exists; null for the usual ones.</param>
    /// <exception cref="IOException">The file exists, or cannot be written.</exception>
    public static void WriteNew(string path, ReadOnlySpan<byte> bytes, UnixFileMode? mode = null) =>
        Write(path, bytes, mode, overwrite: false);

    /// <summary>Puts a file in the place of what was there, with its permissions.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> bytes) =>
        Write(path, bytes, !OperatingSystem.IsWindows() && File.Exists(path) ? File.GetUnixFileMode(path) : null, overwrite: true);

    private static void Write(string path, ReadOnlySpan<byte> bytes, UnixFileMode? mode, bool overwrite)
    {
        // The draft is in the same folder, because only then is the exchange one step.
        string draft = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetRandomFileName());
        try
        {
            using (var stream = new FileStream(draft, Options(mode)))
            {
                if (mode is { } exactly && !OperatingSystem.IsWindows())
                {
                    // The umask of the process may have removed permissions when the file was made.
                    File.SetUnixFileMode(stream.SafeFileHandle, exactly);
                }

                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    private static FileStreamOptions Options(UnixFileMode? mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (mode is { } asked && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = asked;
        }

        return options;
    }
}

using System.Text;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>What a caller's path leads to: a folder, or a file in a folder.</summary>
/// <param name="Folder">The folder itself, or that of the file; open.</param>
/// <param name="IsFile">Whether it is a file.</param>
/// <param name="FullPath">Where it is, without a separator at the end.</param>
internal sealed record DataLocation(Folder Folder, bool IsFile, string FullPath) : IDisposable
{
    /// <summary>The file's name as bytes.</summary>
    public byte[] Name => Encoding.UTF8.GetBytes(Path.GetFileName(FullPath));

    /// <summary>Opens it, or says why it cannot be opened.</summary>
    /// <exception cref="IOException">Nothing is there.</exception>
    public static Trouble TryOpen(string path, out DataLocation? location)
    {
        location = null;
        path = RealPath.Of(path);
        if (IsHidden(Path.GetFullPath(path)))
        {
            return new Trouble(TroubleKind.Denied);
        }

        string full = ThrowIfNothing(path);
        bool isFile = !Directory.Exists(full);
        Trouble trouble = Folder.TryOpen(isFile ? Path.GetDirectoryName(full) ?? full : full, out Folder? folder);
        location = folder is null ? null : new DataLocation(folder, isFile, full);
        return trouble;
    }

    /// <summary>The full path.</summary>
    /// <exception cref="IOException">Nothing is there.</exception>
    public static string ThrowIfNothing(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(RealPath.Of(path)));
        return Path.Exists(full) || new FileInfo(full).LinkTarget is not null
            ? full
            : throw new FileNotFoundException($"Nothing is at '{full}', or a folder above it cannot be entered.", full);
    }

    /// <summary>Throws if nothing is there. Behind a folder that cannot be entered something may be.</summary>
    /// <exception cref="IOException">Nothing is there.</exception>
    public static void ThrowIfSurelyNothing(string path)
    {
        path = RealPath.Of(path);
        if (!IsHidden(Path.GetFullPath(path)))
        {
            ThrowIfNothing(path);
        }
    }

    // A folder above it cannot be entered, so that nobody knows here whether it is there.
    private static bool IsHidden(string path)
    {
        try
        {
            _ = File.GetAttributes(path);
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Opens it.</summary>
    /// <exception cref="IOException">Nothing is there, or it cannot be opened.</exception>
    public static DataLocation Open(string path)
    {
        Trouble trouble = TryOpen(path, out DataLocation? location);
        return location ?? throw new IOException($"'{path}' cannot be opened: {trouble.ToWords()}.", trouble.Error);
    }

    public void Dispose() => Folder.Dispose();
}

using System.Text;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// The manifest of a single file that waits for its sign: <c>NAME.adem-manifest</c> beside the file. It is no sign, and no search takes it
/// for one.
/// </summary>
internal static class PreparedFile
{
    /// <summary>Its name.</summary>
    public static byte[] NameFor(ReadOnlySpan<byte> file) => [.. file, .. Encoding.ASCII.GetBytes(SignNames.PreparedSuffix)];

    /// <summary>Opens it; null if it is not there.</summary>
    /// <exception cref="IOException">Something that is no manifest has the name, or it cannot be read.</exception>
    public static OpenFileStream? Open(Folder folder, string path, ReadOnlySpan<byte> file)
    {
        byte[] name = NameFor(file);
        if (!SignFolder.HasFile(folder, name))
        {
            return null;
        }

        string shown = $"'{path}{SignNames.PreparedSuffix}'";
        Trouble trouble = OpenFileStream.TryOpen(folder, name, out OpenFileStream? stream, out _);
        if (stream is null)
        {
            throw new IOException($"{shown} cannot be read: {trouble.ToWords()}.", trouble.Error);
        }

        Span<byte> start = stackalloc byte[ManifestLayout.Magic.Length];
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(ManifestLayout.Magic))
        {
            return stream;
        }

        stream.Dispose();
        throw new IOException($"{shown} is no list that was prepared. It was left as it is: rename it, and run this again.");
    }

    /// <summary>Whether it is the manifest of a root.</summary>
    public static bool IsOf(OpenFileStream manifest, DataRoot root)
    {
        try
        {
            _ = ManifestReader.Open(manifest, root);
            return true;
        }
        catch (DataFormatException)
        {
            return false;
        }
    }

    /// <summary>Removes it if it is one. What cannot be removed stays, and does no harm.</summary>
    /// <param name="folder">The folder of the file.</param>
    /// <param name="path">The file's path.</param>
    /// <param name="file">The file's name.</param>
    /// <param name="only">The root that it must have, because one of another root waits for another sign; null for any.</param>
    /// <returns>Whether it was removed.</returns>
    public static bool Remove(Folder folder, string path, ReadOnlySpan<byte> file, DataRoot? only = null)
    {
        try
        {
            using OpenFileStream? stream = Open(folder, path, file);
            return stream is not null
                && (only is null || IsOf(stream, only))
                && folder.Remove(NameFor(file), folder: false).IsNone;
        }
        catch (IOException)
        {
            return false;
        }
    }
}

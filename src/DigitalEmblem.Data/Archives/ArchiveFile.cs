using System.Text;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data.Archives;

/// <summary>An archive that a caller names, open for reading, with its stamp, so that it shows whether it changed meanwhile.</summary>
internal sealed class ArchiveFile : IDisposable
{
    private ArchiveFile(OpenFileStream stream, FileStamp stamp, string path)
    {
        Stream = stream;
        Stamp = stamp;
        FullPath = path;
    }

    public OpenFileStream Stream { get; }

    public FileStamp Stamp { get; }

    public string FullPath { get; }

    /// <summary>Opens an archive in a folder that is open.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The name in it.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="file">The archive; null if it cannot be opened, or is no regular file.</param>
    public static Trouble TryOpen(Folder folder, ReadOnlySpan<byte> name, string path, out ArchiveFile? file)
    {
        Trouble trouble = OpenFileStream.TryOpen(folder, name, out OpenFileStream? stream, out FileStamp stamp);
        file = stream is null ? null : new ArchiveFile(stream, stamp, path);
        return trouble;
    }

    /// <summary>Opens an archive. A link is followed: which file is meant is the caller's word.</summary>
    /// <exception cref="IOException">It is not there, is no file, or cannot be read.</exception>
    public static ArchiveFile Open(string path)
    {
        string full = Path.GetFullPath(RealPath.Of(path));
        full = RealPath.TargetOf(full) ?? full;
        using Folder folder = Folder.Open(Path.GetDirectoryName(full) ?? full);
        byte[] name = Encoding.UTF8.GetBytes(Path.GetFileName(full));
        Trouble trouble = OpenFileStream.TryOpen(folder, name, out OpenFileStream? stream, out FileStamp stamp);
        return stream is not null
            ? new ArchiveFile(stream, stamp, full)
            : throw new IOException(
                $"'{Printable.Text(path)}' cannot be read: {Why(trouble, stamp)}.");
    }

    private static string Why(Trouble trouble, in FileStamp stamp) => !trouble.IsNone ? trouble.ToWords()
        : stamp.Type == NodeType.Link ? "it is a link, and what it leads to is not there or cannot be reached"
        : stamp.Type.ToWords();

    /// <summary>Whether the file is as it was when it was opened.</summary>
    public bool IsAsItWas() => Stream.Look(out FileStamp stamp).IsNone && stamp == Stamp;

    public void Dispose() => Stream.Dispose();
}

using System.Text;

namespace DigitalEmblem.Data.Files;

/// <summary>
/// A folder by its path, for systems whose calls this library does not know. System.IO has no names that are not text: such a name is
/// <see cref="TroubleKind.Unnameable"/>. It tells no inode, no device and no ctime. It cannot see another mount, cannot tell a pipe from a
/// file and waits at it, and cannot hold a folder open: a folder that is swapped for a link between two calls is entered.
/// </summary>
internal sealed class PortableFolder : Folder
{
    private readonly string _path;

    private PortableFolder(string path) => _path = path;

    /// <summary>Where it is.</summary>
    internal string FullPath => _path;

    internal static Trouble TryOpenRoot(string path, out Folder? folder)
    {
        bool exists = Directory.Exists(path);
        folder = exists ? new PortableFolder(Path.GetFullPath(path)) : null;
        return exists ? Trouble.None : new Trouble(TroubleKind.Vanished);
    }

    internal override Trouble Look(out FileStamp stamp) => PortableLook.At(new DirectoryInfo(_path), out stamp);

    internal override Trouble Look(ReadOnlySpan<byte> name, out FileStamp stamp)
    {
        FileSystemInfo? node = Find(name);
        stamp = default;
        return node is null ? Missing(name) : PortableLook.At(node, out stamp);
    }

    internal override Trouble Read(NameList names)
    {
        try
        {
            foreach (FileSystemInfo node in new DirectoryInfo(_path).EnumerateFileSystemInfos("*", PortableLook.Everything))
            {
                names.Add(Encoding.UTF8.GetBytes(node.Name), PortableLook.TypeOf(node));
            }

            return Trouble.None;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Trouble.Of(exception);
        }
    }

    internal override Trouble OpenFolder(ReadOnlySpan<byte> path, out Folder? folder)
    {
        FileSystemInfo? node = Find(path);
        bool isFolder = node is not null && PortableLook.TypeOf(node) == NodeType.Folder;
        folder = isFolder ? new PortableFolder(node!.FullName) : null;
        return isFolder ? Trouble.None : node is null ? Missing(path) : new Trouble(TroubleKind.Moving);
    }

    internal override Trouble OpenParent(out Folder? folder) => TryOpenRoot(Path.GetDirectoryName(_path) ?? _path, out folder);

    internal override Trouble OpenFile(ReadOnlySpan<byte> path, out OpenFile? file)
    {
        file = null;
        FileSystemInfo? node = Find(path);
        if (node is null)
        {
            return Missing(path);
        }

        if (PortableLook.TypeOf(node) != NodeType.File)
        {
            return new Trouble(TroubleKind.Moving);
        }

        try
        {
            file = new PortableFile(node.FullName);
            return Trouble.None;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Trouble.Of(exception);
        }
    }

    internal override Trouble ReadLink(ReadOnlySpan<byte> name, out byte[]? target)
    {
        string? text = Find(name)?.LinkTarget;
        target = text is null ? null : Encoding.UTF8.GetBytes(text);
        return text is null ? new Trouble(TroubleKind.Moving) : Trouble.None;
    }

    internal override SafeWrite Replace(ReadOnlySpan<byte> name, int mode) => new PortableSafeWrite(PathOf(name), mode);

    internal override Trouble MakeFolder(ReadOnlySpan<byte> name, int mode) => Try(PathOf(name), path => Directory.CreateDirectory(path));

    internal override Trouble Remove(ReadOnlySpan<byte> name, bool folder) =>
        Try(PathOf(name), path =>
        {
            if (folder)
            {
                Directory.Delete(path);
            }
            else
            {
                File.Delete(path);
            }
        });

    protected override void Close()
    {
    }

    private static Trouble Try(string path, Action<string> act)
    {
        try
        {
            act(path);
            return Trouble.None;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Trouble.Of(exception);
        }
    }

    // System.IO puts U+FFFD where a name is no text, and then does not find the name that it gave.
    private static Trouble Missing(ReadOnlySpan<byte> name) =>
        new(name.IndexOf("\uFFFD"u8) < 0 ? TroubleKind.Vanished : TroubleKind.Unnameable);

    private string PathOf(ReadOnlySpan<byte> path) => Path.Combine(_path, Encoding.UTF8.GetString(path));

    private FileSystemInfo? Find(ReadOnlySpan<byte> path)
    {
        string full = PathOf(path);
        FileInfo file = new(full);
        if (file.Exists)
        {
            return file;
        }

        DirectoryInfo folder = new(full);
        return folder.Exists ? folder : file.LinkTarget is null ? null : file;
    }
}

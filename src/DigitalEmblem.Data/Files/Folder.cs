using System.Text;

namespace DigitalEmblem.Data.Files;

/// <summary>
/// An open folder, through which everything below it is reached by a name in it, so that a folder that is swapped for a link leads nowhere
/// else. It counts its users, because files are still read while the walk has gone on.
/// </summary>
internal abstract class Folder : IDisposable
{
    private int _users = 1;

    /// <summary>Opens a folder by its path, following links: which folder is marked is the caller's word.</summary>
    /// <param name="path">The path.</param>
    /// <param name="folder">The folder, or null.</param>
    internal static Trouble TryOpen(string path, out Folder? folder) => Linux.IsHere
        ? LinuxFolder.TryOpenRoot(Encoding.UTF8.GetBytes(path), out folder)
        : PortableFolder.TryOpenRoot(path, out folder);

    /// <summary>Opens a folder by its path.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    internal static Folder Open(string path)
    {
        Trouble trouble = TryOpen(path, out Folder? folder);
        return folder ?? throw new IOException($"The folder cannot be opened: {trouble.Kind}, {trouble.Error}.");
    }

    /// <summary>What the file system says of the folder itself.</summary>
    internal abstract Trouble Look(out FileStamp stamp);

    /// <summary>What the file system says of a name in it, without following a link.</summary>
    internal abstract Trouble Look(ReadOnlySpan<byte> name, out FileStamp stamp);

    /// <summary>Reads all names in it.</summary>
    internal abstract Trouble Read(NameList names);

    /// <summary>Opens a folder below it, never another mount's root and never through a link.</summary>
    internal abstract Trouble OpenFolder(ReadOnlySpan<byte> path, out Folder? folder);

    /// <summary>Opens the folder above it. Whether it is still the same one, the caller looks at.</summary>
    internal abstract Trouble OpenParent(out Folder? folder);

    /// <summary>
    /// Opens the folder above it for looking at names in it, and not for reading all of them: that asks only for the right to enter it.
    /// </summary>
    internal virtual Trouble OpenAbove(out Folder? folder) => OpenParent(out folder);

    /// <summary>Where it is by now, without links, as far as the system tells; null if it does not.</summary>
    internal virtual byte[]? WhereItIs() => null;

    /// <summary>Opens a file below it for reading, never through a link, and without waiting for a pipe's other end.</summary>
    internal abstract Trouble OpenFile(ReadOnlySpan<byte> path, out OpenFile? file);

    /// <summary>Reads where a link leads to.</summary>
    internal abstract Trouble ReadLink(ReadOnlySpan<byte> name, out byte[]? target);

    /// <summary>Begins a file that takes the place of the one with this name only when it is whole.</summary>
    /// <exception cref="IOException">It cannot be begun.</exception>
    internal abstract SafeWrite Replace(ReadOnlySpan<byte> name, int mode);

    /// <summary>Makes a folder in it, or leaves the one that is there.</summary>
    internal abstract Trouble MakeFolder(ReadOnlySpan<byte> name, int mode);

    /// <summary>Removes a name in it: a link itself, never what it leads to.</summary>
    internal abstract Trouble Remove(ReadOnlySpan<byte> name, bool folder);

    /// <summary>One more user, who disposes it too.</summary>
    internal Folder Retain()
    {
        Interlocked.Increment(ref _users);
        return this;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            Close();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Gives its descriptor back, after its last user.</summary>
    protected abstract void Close();
}

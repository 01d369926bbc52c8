using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// Keeps a second run out of the sign of a single file. The sign that is there is the lock, so that no other file lies beside the data.
/// Where there is none, the new one takes the name only if it is still free.
/// </summary>
internal sealed class SignFileLock : IDisposable
{
    private readonly Folder _folder;
    private readonly byte[] _name;
    private readonly string _path;
    private readonly OpenFile? _file;
    private readonly FileStamp _stamp;

    private SignFileLock(Folder folder, byte[] name, string path, OpenFile? file, in FileStamp stamp)
    {
        _folder = folder;
        _name = name;
        _path = path;
        _file = file;
        _stamp = stamp;
    }

    /// <summary>Takes the lock.</summary>
    /// <param name="folder">The folder of the file.</param>
    /// <param name="name">The name of the sign file in it.</param>
    /// <param name="path">The path of the file, for messages.</param>
    /// <exception cref="IOException">Another run has it, or something is there that is no file or cannot be read.</exception>
    public static SignFileLock Take(Folder folder, byte[] name, string path)
    {
        if (!SignFolder.HasFile(folder, name))
        {
            return new SignFileLock(folder, name, path, null, default);
        }

        Trouble trouble = folder.OpenFile(name, out OpenFile? file);
        if (file is null)
        {
            throw trouble.Kind == TroubleKind.Vanished
                ? Busy(path)
                : new IOException($"'{path}{SignNames.FileSuffix}' cannot be read: {trouble.ToWords()}.", trouble.Error);
        }

        bool isOwn = file.TryLock();
        _ = file.Look(out FileStamp stamp);
        var held = new SignFileLock(folder, name, path, file, stamp);
        if (isOwn && held.IsStillThere())
        {
            return held;
        }

        held.Dispose();
        throw Busy(path);
    }

    /// <summary>Puts the new sign into place.</summary>
    /// <exception cref="IOException">It could not be written, or another run has put one there meanwhile. That one stays.</exception>
    public void Commit(SafeWrite sign)
    {
        if (_file is not null)
        {
            // Some file systems have no locks.
            if (!IsStillThere())
            {
                throw Busy(_path);
            }

            sign.Commit();
            return;
        }

        try
        {
            sign.CommitNew();
        }
        catch (IOException e) when (_folder.Look(_name, out _).IsNone)
        {
            throw new IOException(Busy(_path).Message, e);
        }
    }

    public void Dispose() => _file?.Dispose();

    private bool IsStillThere() =>
        _folder.Look(_name, out FileStamp there).IsNone
        && there.IsSameNode(_stamp)
        && (there.Size, there.Modified) == (_stamp.Size, _stamp.Modified);

    private static IOException Busy(string path) =>
        new($"Another run marks '{path}' at this moment. Wait until it has ended, and mark again.");
}

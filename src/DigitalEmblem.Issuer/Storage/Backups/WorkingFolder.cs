namespace DigitalEmblem.Issuer.Storage.Backups;

/// <summary>
/// A folder beside the database for copies of it that are not encrypted: for its owner alone, for one process at a time, and deleted with
/// all that is in it. What a process that was killed left in it is deleted by the next one.
/// </summary>
internal sealed class WorkingFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // The system unlocks it when the process ends, however it ends.
    private const string Lock = "lock";

    private readonly string _path;
    private readonly FileStream _lock;

    private WorkingFolder(string path, FileStream locked) => (_path, _lock) = (path, locked);

    /// <summary>Makes it.</summary>
    /// <param name="path">Its whole path.</param>
    /// <param name="what">What another process does that has it, for the message: <c>another backup is being made</c>.</param>
    /// <exception cref="IOException">Another process has it, or it cannot be made.</exception>
    public static WorkingFolder Make(string path, string what)
    {
        if (File.Exists(path) || (Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is not null))
        {
            throw new IOException($"'{path}' is there, and is no folder of this program. Look at what it is, and put it aside.");
        }

        Create(path);
        FileStream locked;
        try
        {
            locked = new FileStream(Path.Combine(path, Lock), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException e) when (File.Exists(Path.Combine(path, Lock)))
        {
            throw new IOException($"'{path}' is in use: {what}. Wait until it has ended.", e);
        }

        var folder = new WorkingFolder(path, locked);
        folder.Empty();
        return folder;
    }

    /// <summary>The whole path of a file in it.</summary>
    public string PathOf(string name) => Path.Combine(_path, name);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Locked until all is gone, so that nothing of the next process is deleted.
        Empty();
        File.Delete(PathOf(Lock));
        try
        {
            Directory.Delete(_path);
        }
        catch (IOException)
        {
            // The next process has begun.
        }

        _lock.Dispose();
    }

    private static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }

        Directory.CreateDirectory(path, OwnerOnly);
        if ((File.GetUnixFileMode(path) & ~OwnerOnly) != 0)
        {
            throw new IOException($"Others than its owner can read or write '{path}'. Look at what it is, and put it aside.");
        }
    }

    private void Empty()
    {
        foreach (string file in Directory.GetFiles(_path).Where(f => Path.GetFileName(f) != Lock))
        {
            File.Delete(file);
        }
    }
}

using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace DigitalEmblem.Issuer.Secrets;

/// <summary>
/// A folder and files in it that only their owner can read. Written files survive a power cut. On other systems than Unix, the operator
/// must set the access rules of the folder.
/// </summary>
internal sealed class PrivateDirectory(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode GroupAndOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite
            | UnixFileMode.OtherExecute;

    private const int MaxBytes = 16 * 1024;

    /// <summary>Its path.</summary>
    public string Path { get; } = path;

    /// <summary>Why it cannot be used; null if only its owner can access it, or if it does not exist yet and can be made.</summary>
    public string? Fault()
    {
        try
        {
            if (File.Exists(Path))
            {
                return $"{Path} is a file. Name a folder of its own for the keys.";
            }

            return !Directory.Exists(Path) || OperatingSystem.IsWindows() || (File.GetUnixFileMode(Path) & GroupAndOthers) == 0
                ? null
                : $"Others than its owner can read or write {Path}. Run: chmod 0700 '{Path}', find out who could read the keys until now, "
                    + "and if in doubt roll them.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{Path} cannot be looked at ({e.GetType().Name}). Give it to the user of this service.";
        }
    }

    /// <summary>Makes it if it is not there, for its owner alone.</summary>
    /// <exception cref="SecretException">It cannot be made, or others can read it.</exception>
    public void Create()
    {
        if (!Directory.Exists(Path) && Fault() is null)
        {
            try
            {
                if (OperatingSystem.IsWindows())
                {
                    Directory.CreateDirectory(Path);
                }
                else
                {
                    Directory.CreateDirectory(Path, OwnerOnly | UnixFileMode.UserExecute);
                    Sync(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new SecretException(
                    SecretFault.Unavailable,
                    $"The folder {Path} could not be made: {e.Message} Make it by hand, for the user of this service: "
                        + $"install -d -m 0700 '{Path}'.",
                    e);
            }
        }

        if (Fault() is { } fault)
        {
            throw new SecretException(SecretFault.Exposed, fault);
        }
    }

    /// <summary>The text of a file; null if there is none.</summary>
    /// <exception cref="SecretException">Others can read it, it is too large for a key, or it cannot be read.</exception>
    public string? Read(string name)
    {
        string file = System.IO.Path.Combine(Path, name);
        try
        {
            using FileStream stream = new(file, FileMode.Open, FileAccess.Read);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(stream.SafeFileHandle) & GroupAndOthers) != 0)
            {
                throw new SecretException(
                    SecretFault.Exposed,
                    $"Others than its owner can read or write {file}: the key was not opened. Run: chmod 0600 '{file}', find out who could "
                        + "read it until now, and if in doubt roll the key.");
            }

            byte[] bytes = new byte[MaxBytes + 1];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length <= MaxBytes
                ? Encoding.Latin1.GetString(bytes, 0, length)
                : throw new SecretException(
                    SecretFault.Damaged, $"{file} has more than {MaxBytes} bytes and is no key of this issuer. Restore it from a backup.");
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretException(
                SecretFault.Unavailable,
                $"{file} could not be read: {e.Message} Look at the disk, and whether the file belongs to the user of this service.",
                e);
        }
    }

    /// <summary>
    /// Writes a new file under another name, flushes it to disk, and then renames it, so that a file with this name is always whole.
    /// </summary>
    /// <exception cref="SecretException">It could not be written, and is not there; or a file of that name is there already, and stays as
    /// it is.</exception>
    public void Write(string name, string text)
    {
        string file = System.IO.Path.Combine(Path, name);
        string beside = $"{file}.new";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerOnly;
            }

            using (FileStream stream = new(beside, options))
            {
                stream.Write(Encoding.Latin1.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, file, overwrite: false);
            Sync(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Forget(beside);
            throw new SecretException(
                SecretFault.Unavailable,
                $"The key could not be kept in {Path}: {e.Message} Free or repair the disk, and make another key; this one is not used.",
                e);
        }
    }

    /// <summary>Deletes a file, if it is there.</summary>
    /// <exception cref="SecretException">It may still be there.</exception>
    public void Delete(string name)
    {
        string file = System.IO.Path.Combine(Path, name);
        try
        {
            File.Delete(file);
            Sync(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SecretException(SecretFault.Unavailable, $"{file} could not be deleted: {e.Message} Delete it by hand.", e);
        }
    }

    private static void Forget(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first fault is the one to report. The file that is left is encrypted and unused.
        }
    }

    /// <summary>Flushes the names in a folder to disk. It calls the system directly, because .NET cannot open a folder.</summary>
    /// <exception cref="IOException">They may be lost with a power cut.</exception>
    internal static void Sync(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int descriptor = Open([.. Encoding.UTF8.GetBytes(directory), 0], flags: 0);
        if (descriptor < 0)
        {
            throw new IOException(new Win32Exception(Marshal.GetLastPInvokeError()).Message);
        }

        try
        {
            if (Fsync(descriptor) != 0)
            {
                throw new IOException(new Win32Exception(Marshal.GetLastPInvokeError()).Message);
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open(byte[] path, int flags);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Fsync(int descriptor);

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);
}

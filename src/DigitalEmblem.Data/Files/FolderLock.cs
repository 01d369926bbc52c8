using System.Runtime.InteropServices;

namespace DigitalEmblem.Data.Files;

/// <summary>
/// Keeps a second writer out of a folder, by a lock that the system lifts when the process ends. Its file is removed at the end.
/// </summary>
internal abstract class FolderLock : IDisposable
{
    private protected static ReadOnlySpan<byte> Name => "lock"u8;

    /// <summary>The file system's own time when the lock was taken, with which the times of files are compared.</summary>
    internal FileTime Taken { get; private protected init; }

    /// <summary>Takes the lock, or returns null if another process or thread holds it.</summary>
    /// <exception cref="IOException">The lock cannot be made.</exception>
    internal static FolderLock? TryTake(Folder folder) => folder is LinuxFolder linux
        ? LinuxLock.TryTake(linux)
        : PortableLock.TryTake((PortableFolder)folder);

    /// <inheritdoc/>
    public abstract void Dispose();

    private sealed class LinuxLock : FolderLock
    {
        private const uint OnlyOwner = 0x180;

        private readonly LinuxFolder _folder;

        private readonly int _descriptor;

        private LinuxLock(LinuxFolder folder, int descriptor, FileTime taken)
        {
            _folder = (LinuxFolder)folder.Retain();
            _descriptor = descriptor;
            Taken = taken;
        }

        internal static LinuxLock? TryTake(LinuxFolder folder)
        {
            while (true)
            {
                int descriptor = LinuxOpen.Beneath(folder.Descriptor, Name, Linux.Create | Linux.ReadWrite, OnlyOwner);
                if (descriptor < 0)
                {
                    throw Failure("The lock of this folder cannot be made");
                }

                if (Libc.FLock(descriptor, Linux.LockExclusive | Linux.LockWithoutWaiting) < 0)
                {
                    bool isHeld = Marshal.GetLastPInvokeError() == Linux.WouldBlock;
                    IOException failure = Failure("The lock of this folder cannot be taken");
                    _ = Libc.Close(descriptor);
                    return isHeld ? null : throw failure;
                }

                // The run that held it before removed the file. A lock on a file without a name keeps nobody out.
                _ = Libc.FChMod(descriptor, OnlyOwner);
                if (LinuxLook.At(descriptor, out FileStamp own).IsNone
                    && folder.Look(Name, out FileStamp named).IsNone
                    && named.IsSameNode(own))
                {
                    return new LinuxLock(folder, descriptor, own.Changed);
                }

                _ = Libc.Close(descriptor);
            }
        }

        public override void Dispose()
        {
            _ = _folder.Remove(Name, folder: false);
            _ = Libc.Close(_descriptor);
            _folder.Dispose();
        }

        private static IOException Failure(string what)
        {
            int error = Marshal.GetLastPInvokeError();
            return new IOException($"{what}: {Marshal.GetPInvokeErrorMessage(error)}.", error);
        }
    }

    private sealed class PortableLock : FolderLock
    {
        private readonly FileStream _file;

        private PortableLock(FileStream file)
        {
            _file = file;
            Taken = FileTime.Of(File.GetLastWriteTimeUtc(file.SafeFileHandle));
        }

        internal static PortableLock? TryTake(PortableFolder folder)
        {
            try
            {
                return new PortableLock(new FileStream(
                    Path.Combine(folder.FullPath, "lock"),
                    FileMode.Create,
                    FileAccess.Write,
                    FileShare.None,
                    1,
                    FileOptions.DeleteOnClose));
            }
            catch (IOException)
            {
                return null;
            }
            catch (UnauthorizedAccessException exception)
            {
                throw new IOException($"The lock of this folder cannot be made: {exception.Message}", exception);
            }
        }

        public override void Dispose() => _file.Dispose();
    }
}

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
                // A file of this run's making has the mode and the time of now. One that was there may be a second name of another file:
                // it is locked and its name is removed, and nothing else of it is changed.
                int descriptor = LinuxOpen.Beneath(
                    folder.Descriptor, Name, Linux.Create | Linux.Exclusive | Linux.ReadWrite, OnlyOwner);
                int error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
                bool isNew = descriptor >= 0;
                if (error == Linux.Exists)
                {
                    descriptor = LinuxOpen.Beneath(folder.Descriptor, Name, 0);
                    if (descriptor < 0 && Marshal.GetLastPInvokeError() == Linux.NoSuchEntry)
                    {
                        // The run that had it has ended since.
                        continue;
                    }
                }

                if (descriptor < 0)
                {
                    throw Failure("The lock of this folder cannot be made");
                }

                if (!TryLock(descriptor))
                {
                    return null;
                }

                // The run that held it before removed the file. A lock on a file without a name keeps nobody out.
                bool isNamed = LinuxLook.At(descriptor, out FileStamp own).IsNone
                    && folder.Look(Name, out FileStamp named).IsNone
                    && named.IsSameNode(own);
                if (isNamed && isNew)
                {
                    return new LinuxLock(folder, descriptor, own.Changed);
                }

                Trouble trouble = isNamed ? folder.Remove(Name, folder: false) : Trouble.None;
                _ = Libc.Close(descriptor);
                if (!trouble.IsNone && trouble.Kind != TroubleKind.Vanished)
                {
                    throw new IOException(
                        $"The lock that an interrupted run left in this folder cannot be removed: {trouble.ToWords()}.", trouble.Error);
                }
            }
        }

        private static bool TryLock(int descriptor)
        {
            if (Libc.FLock(descriptor, Linux.LockExclusive | Linux.LockWithoutWaiting) == 0)
            {
                return true;
            }

            bool isHeld = Marshal.GetLastPInvokeError() == Linux.WouldBlock;
            IOException failure = Failure("The lock of this folder cannot be taken");
            _ = Libc.Close(descriptor);
            return isHeld ? false : throw failure;
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
            string path = Path.Combine(folder.FullPath, "lock");
            if (new FileInfo(path).LinkTarget is not null)
            {
                throw new IOException($"'{path}' is a link, which no lock is. Remove it, and mark again.");
            }

            try
            {
                // What is there may be a second name of another file, whose content stays.
                return new PortableLock(new FileStream(
                    path,
                    FileMode.OpenOrCreate,
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

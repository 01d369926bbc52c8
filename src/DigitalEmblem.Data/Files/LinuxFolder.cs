using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace DigitalEmblem.Data.Files;

/// <summary>A folder behind a descriptor of Linux.</summary>
internal sealed unsafe class LinuxFolder : Folder
{
    private const int MostTargetBytes = 4096;

    // One call returns as many names as fit. Larger buffers gain nothing.
    private const int NameBytes = 64 * 1024;

    [ThreadStatic]
    private static byte[]? _entries;

    private readonly int _descriptor;

    private LinuxFolder(int descriptor) => _descriptor = descriptor;

    /// <summary>The descriptor, for calls below it.</summary>
    internal int Descriptor => _descriptor;

    internal static Trouble TryOpenRoot(ReadOnlySpan<byte> path, out Folder? folder)
    {
        folder = null;
        if (path.Contains((byte)0))
        {
            return new Trouble(TroubleKind.Unnameable);
        }

        byte[] buffer = [.. path, 0];
        fixed (byte* name = buffer)
        {
            return Wrap(
                Libc.OpenAt(Linux.CurrentFolder, name, Linux.FolderOnly | Linux.CloseOnExec | Linux.NonBlocking, 0), out folder);
        }
    }

    internal override Trouble Look(out FileStamp stamp) => LinuxLook.At(_descriptor, out stamp);

    internal override Trouble Look(ReadOnlySpan<byte> name, out FileStamp stamp) => LinuxLook.At(_descriptor, name, out stamp);

    internal override Trouble Read(NameList names)
    {
        if (Libc.Seek(_descriptor, 0, Linux.SeekSet) < 0)
        {
            return Trouble.OfLinux(Marshal.GetLastPInvokeError());
        }

        _entries ??= GC.AllocateUninitializedArray<byte>(NameBytes, pinned: true);
        fixed (byte* buffer = _entries)
        {
            while (true)
            {
                nint count = Libc.Syscall(Linux.GetDents, _descriptor, (nint)buffer, _entries.Length, 0, 0);
                if (count <= 0)
                {
                    return count == 0 ? Trouble.None : Trouble.OfLinux(Marshal.GetLastPInvokeError());
                }

                Take(_entries.AsSpan(0, (int)count), names);
            }
        }
    }

    internal override Trouble OpenFolder(ReadOnlySpan<byte> path, out Folder? folder) =>
        Wrap(LinuxOpen.Beneath(_descriptor, path, Linux.FolderOnly | Linux.NoAccessTime), out folder);

    internal override Trouble OpenParent(out Folder? folder) => OpenParent(Linux.NonBlocking, out folder);

    internal override Trouble OpenAbove(out Folder? folder) => OpenParent(Linux.PathOnly, out folder);

    internal override byte[]? WhereItIs()
    {
        byte[] name = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{_descriptor}\0"));
        byte* buffer = stackalloc byte[MostTargetBytes];
        fixed (byte* path = name)
        {
            nint count = Libc.ReadLinkAt(Linux.CurrentFolder, path, buffer, MostTargetBytes);
            return count is <= 0 or MostTargetBytes || buffer[0] != (byte)'/' ? null : new ReadOnlySpan<byte>(buffer, (int)count).ToArray();
        }
    }

    internal override Trouble OpenFile(ReadOnlySpan<byte> path, out OpenFile? file)
    {
        int descriptor = LinuxOpen.Beneath(_descriptor, path, Linux.NoAccessTime);
        file = descriptor < 0 ? null : new LinuxFile(descriptor);
        return file is null ? Trouble.OfLinux(Marshal.GetLastPInvokeError()) : Trouble.None;
    }

    internal override Trouble ReadLink(ReadOnlySpan<byte> name, out byte[]? target)
    {
        byte* path = stackalloc byte[name.Length + 1];
        name.CopyTo(new Span<byte>(path, name.Length));
        path[name.Length] = 0;
        byte* buffer = stackalloc byte[MostTargetBytes];
        nint count = Libc.ReadLinkAt(_descriptor, path, buffer, MostTargetBytes);
        target = count is < 0 or MostTargetBytes ? null : new ReadOnlySpan<byte>(buffer, (int)count).ToArray();
        return count switch
        {
            < 0 => Marshal.GetLastPInvokeError() is int error && error == Linux.Invalid
                ? new Trouble(TroubleKind.Moving, error)
                : Trouble.OfLinux(error),
            MostTargetBytes => new Trouble(TroubleKind.TooLong),
            _ => Trouble.None,
        };
    }

    internal override SafeWrite Replace(ReadOnlySpan<byte> name, int mode) => new LinuxSafeWrite(this, name, mode);

    internal override Trouble MakeFolder(ReadOnlySpan<byte> name, int mode)
    {
        byte[] buffer = [.. name, 0];
        fixed (byte* path = buffer)
        {
            int error = Libc.MkDirAt(_descriptor, path, (uint)mode) == 0 ? 0 : Marshal.GetLastPInvokeError();
            return Trouble.OfLinux(error == Linux.Exists ? 0 : error);
        }
    }

    internal override Trouble Remove(ReadOnlySpan<byte> name, bool folder)
    {
        byte[] buffer = [.. name, 0];
        fixed (byte* path = buffer)
        {
            bool removed = Libc.UnlinkAt(_descriptor, path, folder ? Linux.AtRemoveFolder : 0) == 0;
            return removed ? Trouble.None : Trouble.OfLinux(Marshal.GetLastPInvokeError());
        }
    }

    protected override void Close() => _ = Libc.Close(_descriptor);

    private Trouble OpenParent(int flags, out Folder? folder)
    {
        fixed (byte* name = ".."u8)
        {
            return Wrap(Libc.OpenAt(_descriptor, name, flags | Linux.FolderOnly | Linux.NoFollow | Linux.CloseOnExec, 0), out folder);
        }
    }

    private static Trouble Wrap(int descriptor, out Folder? folder)
    {
        folder = descriptor < 0 ? null : new LinuxFolder(descriptor);
        if (folder is not null)
        {
            return Trouble.None;
        }

        int error = Marshal.GetLastPInvokeError();
        return Trouble.OfLinux(error);
    }

    // struct linux_dirent64: inode 8, offset 8, length of the record 2, type 1, name and its NUL.
    private static void Take(ReadOnlySpan<byte> entries, NameList names)
    {
        while (entries.Length > 19)
        {
            int length = MemoryMarshal.Read<ushort>(entries[16..]);
            ReadOnlySpan<byte> name = entries[19..length];
            name = name[..name.IndexOf((byte)0)];
            if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
            {
                names.Add(name, LinuxLook.OfEntry(entries[18]));
            }

            entries = entries[length..];
        }
    }
}

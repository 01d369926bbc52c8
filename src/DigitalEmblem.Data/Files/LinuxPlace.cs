using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace DigitalEmblem.Data.Files;

/// <summary>Asks the kernel where an open folder is: its path, and its file system.</summary>
internal static unsafe class LinuxPlace
{
    private const int MostPathBytes = 4096, StatfsLength = 120, FsidOffset = 56, UuidLength = 16;

    // _IOR(0x15, 0, struct fsuuid2): a byte for the length, and the 16 bytes.
    private const nint GetUuid = unchecked((int)0x80111500);

    // Kernels before 6.9 have only one for ext4, and some later ones tell zeros by the other: _IOR('f', 44, struct fsuuid).
    private const nint GetUuidOfExt4 = unchecked((int)0x8008662C);

    private const long Ext4 = 0xEF53;

    // File systems that the kernel itself keeps, by their magic numbers (linux/magic.h and the sources of each): ext2 to ext4, XFS, btrfs,
    // F2FS, bcachefs, ZFS, JFS, NILFS, ReiserFS, tmpfs, ramfs, FAT, exFAT, NTFS, HFS+, ISO 9660, UDF, squashfs, EROFS. Overlayfs is none of
    // them: it can lie over any other, and containers have it.
    private static readonly HashSet<uint> Kept =
    [
        0xEF53, 0x58465342, 0x9123683E, 0xF2F52010, 0xCA451A4E, 0x2FC12FC1, 0x3153464A, 0x3434, 0x52654973, 0x01021994, 0x858458F6,
        0x4D44, 0x2011BAB0, 0x7366746E, 0x482B, 0x9660, 0x15013346, 0x73717368, 0xE0F5E1E2,
    ];

    /// <summary>Whether the kernel itself keeps a file system of this type, so that it is not only told of it.</summary>
    internal static bool IsKeptByKernel(long type) => Kept.Contains(unchecked((uint)type));

    /// <summary>
    /// The path of a folder, as the kernel names it in this process's view; null if the same folder is not reached by it, as when it was
    /// removed or lies outside.
    /// </summary>
    internal static Trouble PathOf(LinuxFolder folder, out byte[]? path)
    {
        path = null;
        byte[] link = Encoding.ASCII.GetBytes($"/proc/self/fd/{folder.Descriptor}\0");
        byte* buffer = stackalloc byte[MostPathBytes];
        nint count;
        fixed (byte* name = link)
        {
            count = Libc.ReadLinkAt(Linux.CurrentFolder, name, buffer, MostPathBytes);
        }

        if (count is < 0 or MostPathBytes)
        {
            return count < 0 ? Trouble.OfLinux(Marshal.GetLastPInvokeError()) : new Trouble(TroubleKind.TooLong);
        }

        byte[] named = new ReadOnlySpan<byte>(buffer, (int)count).ToArray();
        _ = LinuxFolder.TryOpenRoot(named, out Folder? again);
        using (again)
        {
            bool isSame = again is not null && named[0] == (byte)'/' && folder.Look(out FileStamp one).IsNone
                && again.Look(out FileStamp other).IsNone && one.IsSameNode(other);
            path = isSame ? named : null;
        }

        return Trouble.None;
    }

    /// <summary>The type of a folder's file system, and its identifier by <c>fstatfs</c>: zero if it has none.</summary>
    internal static Trouble FileSystemOf(LinuxFolder folder, out long type, out ulong fsid)
    {
        // The structure is the same on both processors, and larger here than any.
        byte* buffer = stackalloc byte[2 * StatfsLength];
        (type, fsid) = (0, 0);
        if (Libc.Syscall(Linux.FStatfs, folder.Descriptor, (nint)buffer, 0, 0, 0) < 0)
        {
            return Trouble.OfLinux(Marshal.GetLastPInvokeError());
        }

        var bytes = new ReadOnlySpan<byte>(buffer, StatfsLength);
        type = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        fsid = ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(bytes[FsidOffset..]) << 32)
            | BinaryPrimitives.ReadUInt32LittleEndian(bytes[(FsidOffset + sizeof(uint))..]);
        return Trouble.None;
    }

    /// <summary>The UUID of a folder's file system; null if the kernel or the file system tells none.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="type">The type of the file system.</param>
    internal static byte[]? UuidOf(LinuxFolder folder, long type)
    {
        byte* buffer = stackalloc byte[(2 * sizeof(uint)) + UuidLength];
        byte[]? uuid = Libc.Syscall(Linux.Ioctl, folder.Descriptor, GetUuid, (nint)buffer, 0, 0) >= 0 && buffer[0] == UuidLength
            ? Uuid(buffer + 1)
            : null;
        if (uuid is not null || type != Ext4)
        {
            return uuid;
        }

        // The length that is asked for, flags, and the UUID.
        (*(uint*)buffer, *((uint*)buffer + 1)) = (UuidLength, 0);
        bool isTold = Libc.Syscall(Linux.Ioctl, folder.Descriptor, GetUuidOfExt4, (nint)buffer, 0, 0) >= 0;
        return isTold ? Uuid(buffer + (2 * sizeof(uint))) : null;
    }

    private static byte[]? Uuid(byte* bytes)
    {
        byte[] uuid = new ReadOnlySpan<byte>(bytes, UuidLength).ToArray();
        return uuid.AsSpan().ContainsAnyExcept((byte)0) ? uuid : null;
    }
}

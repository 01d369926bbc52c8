using System.Runtime.InteropServices;

namespace DigitalEmblem.Data.Files;

/// <summary>Asks the kernel what a descriptor, or a name in a folder, stands for.</summary>
internal static unsafe class LinuxLook
{
    private const int TypeMask = 0xF000;

    /// <summary>What a descriptor stands for.</summary>
    internal static Trouble At(int descriptor, out FileStamp stamp)
    {
        byte nothing = 0;
        return At(descriptor, &nothing, Linux.AtEmptyPath, out stamp);
    }

    /// <summary>What a name in a folder stands for, itself and not what it leads to.</summary>
    internal static Trouble At(int folder, ReadOnlySpan<byte> name, out FileStamp stamp)
    {
        byte* buffer = stackalloc byte[name.Length + 1];
        name.CopyTo(new Span<byte>(buffer, name.Length));
        buffer[name.Length] = 0;
        return At(folder, buffer, Linux.AtNoFollow | Linux.AtNoAutomount, out stamp);
    }

    /// <summary>The type behind the kernel's <c>d_type</c>.</summary>
    internal static NodeType OfEntry(byte type) => type switch
    {
        1 => NodeType.Pipe,
        2 or 6 => NodeType.Device,
        4 => NodeType.Folder,
        8 => NodeType.File,
        10 => NodeType.Link,
        12 => NodeType.Socket,
        _ => NodeType.Unknown,
    };

    private static Trouble At(int folder, byte* name, int flags, out FileStamp stamp)
    {
        StatxBuffer buffer;
        while (Libc.Syscall(Linux.Statx, folder, (nint)name, flags, (nint)StatxBuffer.BasicMask, (nint)(&buffer)) < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error != Linux.Interrupted)
            {
                stamp = default;
                return Trouble.OfLinux(error);
            }
        }

        stamp = new FileStamp(
            OfEntry((byte)((buffer.Mode & TypeMask) >> 12)),
            unchecked((long)buffer.Size),
            new FileTime(buffer.ModifiedSeconds, buffer.ModifiedNanoseconds),
            new FileTime(buffer.ChangedSeconds, buffer.ChangedNanoseconds),
            buffer.Inode,
            ((ulong)buffer.DeviceMajor << 32) | buffer.DeviceMinor,
            buffer.Mode & 0xFFFu,
            buffer.Owner,
            (buffer.Attributes & buffer.AttributesMask & StatxBuffer.MountRoot) != 0);
        return Trouble.None;
    }
}

using System.Runtime.InteropServices;

namespace DigitalEmblem.Data.Files;

/// <summary>Opens a path below a folder's descriptor such that no link and no other mount is entered on the way.</summary>
internal static unsafe class LinuxOpen
{
    private const ulong Resolve =
        Linux.ResolveBeneath | Linux.ResolveNoLinks | Linux.ResolveNoMagicLinks | Linux.ResolveNoOtherMount;

    // Sandboxes answer an unknown call with either number; a kernel before 5.6 with the first.
    private static readonly Lazy<bool> HasOpenAt2 = new(() =>
    {
        int descriptor = OpenAt2(Linux.CurrentFolder, "/"u8, Linux.PathOnly | Linux.CloseOnExec, 0, 0);
        if (descriptor < 0)
        {
            return false;
        }

        _ = Libc.Close(descriptor);
        return true;
    });

    /// <summary>Opens what is at a path, or returns -1 and leaves the error's number.</summary>
    internal static int Beneath(int folder, ReadOnlySpan<byte> path, int flags, uint mode = 0) =>
        Beneath(folder, path, flags, mode, HasOpenAt2.Value);

    /// <summary>The same, with the choice of call in the caller's hand: tests use it to reach both ways.</summary>
    internal static int Beneath(int folder, ReadOnlySpan<byte> path, int flags, uint mode, bool openAt2)
    {
        flags |= Linux.CloseOnExec | Linux.NoTerminal | Linux.NonBlocking | Linux.NoFollow;
        while (true)
        {
            int descriptor = openAt2 ? OpenAt2(folder, path, flags, mode, Resolve) : ByComponents(folder, path, flags, mode);
            int error = descriptor < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (error == Linux.NotPermitted && (flags & Linux.NoAccessTime) != 0)
            {
                // Only the owner may ask that a reading leaves no time behind.
                flags &= ~Linux.NoAccessTime;
            }
            else if (error != Linux.Interrupted)
            {
                return descriptor;
            }
        }
    }

    private static int OpenAt2(int folder, ReadOnlySpan<byte> path, int flags, uint mode, ulong resolve)
    {
        byte* buffer = stackalloc byte[path.Length + 1];
        path.CopyTo(new Span<byte>(buffer, path.Length));
        buffer[path.Length] = 0;
        ulong* how = stackalloc ulong[3] { (uint)flags, mode, resolve };
        return (int)Libc.Syscall(Linux.OpenAt2, folder, (nint)buffer, (nint)how, 3 * sizeof(ulong), 0);
    }

    private static int ByComponents(int folder, ReadOnlySpan<byte> path, int flags, uint mode)
    {
        int at = folder;
        byte* component = stackalloc byte[EntryPath.MaxComponentLength + 1];
        while (true)
        {
            int end = path.IndexOf((byte)'/');
            ReadOnlySpan<byte> name = end < 0 ? path : path[..end];
            if (name.Length > EntryPath.MaxComponentLength || name.SequenceEqual(".."u8))
            {
                CloseStep(at, folder);
                Marshal.SetLastPInvokeError(name.Length == 2 ? Linux.CrossDevice : Linux.NameTooLong);
                return -1;
            }

            name.CopyTo(new Span<byte>(component, name.Length));
            component[name.Length] = 0;
            int next = end < 0
                ? Libc.OpenAt(at, component, flags, mode)
                : Libc.OpenAt(at, component, Linux.PathOnly | Linux.FolderOnly | Linux.NoFollow | Linux.CloseOnExec, 0);
            int error = Marshal.GetLastPInvokeError();
            CloseStep(at, folder);
            Marshal.SetLastPInvokeError(error);
            if (end < 0 || next < 0)
            {
                return next;
            }

            at = next;
            path = path[(end + 1)..];
        }
    }

    private static void CloseStep(int at, int folder)
    {
        if (at != folder)
        {
            _ = Libc.Close(at);
        }
    }
}

using System.Globalization;
using System.Text;

namespace DigitalEmblem.Data.Files;

/// <summary>
/// What a path means to the kernel. System.IO takes away <c>..</c> and joins the targets of links as text, without a look at the links that
/// come before, and so can name another file than the one which every other program opens.
/// </summary>
internal static unsafe class RealPath
{
    private const int MostPathBytes = 4096;
    private const string Up = "..";

    /// <summary>A path of which System.IO thinks as the kernel does: the same text, unless <c>..</c> follows a link in it.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="IOException">It goes up from something that is not there, cannot be entered or cannot be named.</exception>
    public static string Of(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        int end = Linux.IsHere ? EndOfLastUp(path) : 0;
        if (end == 0)
        {
            return path;
        }

        string prefix = path[..end];
        _ = Look(prefix, out FileStamp meant, out string? real);
        _ = Look(Path.GetFullPath(prefix), out FileStamp asText, out _);
        return meant != default && meant.IsSameNode(asText) ? path
            : real is not null ? Path.Join(real, path[end..])
            : throw new IOException($"'{path}' leads up ('..') from something that is not there, or that cannot be entered or named.");
    }

    /// <summary>Where a link leads to in the end; null if it is no link, or nothing is there that can be reached and named.</summary>
    /// <param name="link">The path of the link.</param>
    public static string? TargetOf(string link)
    {
        if (new FileInfo(link).LinkTarget is null)
        {
            return null;
        }

        if (Linux.IsHere)
        {
            return Look(link, out _, out string? real) ? real : null;
        }

        try
        {
            return new FileInfo(link).ResolveLinkTarget(returnFinalTarget: true) is { Exists: true } target ? target.FullName : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // The place behind the last component '..'; 0 if there is none.
    private static int EndOfLastUp(string path)
    {
        for (int at = path.LastIndexOf(Up, StringComparison.Ordinal); at >= 0;
            at = at == 0 ? -1 : path.LastIndexOf(Up, at - 1, StringComparison.Ordinal))
        {
            int end = at + Up.Length;
            if ((at == 0 || path[at - 1] == '/') && (end == path.Length || path[end] == '/'))
            {
                return end;
            }
        }

        return 0;
    }

    private static bool Look(string path, out FileStamp stamp, out string? real)
    {
        stamp = default;
        real = null;
        int descriptor = Open(Encoding.UTF8.GetBytes(path));
        if (descriptor < 0)
        {
            return false;
        }

        bool isRead = LinuxLook.At(descriptor, out stamp).IsNone;
        string? named = isRead ? NameOf(descriptor) : null;
        _ = Libc.Close(descriptor);

        // The name of a file that was removed has a remark behind it, and a name that is no text cannot be opened again.
        int again = named is null ? -1 : Open(Encoding.UTF8.GetBytes(named));
        if (again >= 0)
        {
            real = LinuxLook.At(again, out FileStamp same).IsNone && same.IsSameNode(stamp) ? named : null;
            _ = Libc.Close(again);
        }

        return isRead;
    }

    private static int Open(ReadOnlySpan<byte> path)
    {
        byte[] buffer = [.. path, 0];
        fixed (byte* name = buffer)
        {
            return path.Contains((byte)0) ? -1 : Libc.OpenAt(Linux.CurrentFolder, name, Linux.PathOnly | Linux.CloseOnExec, 0);
        }
    }

    private static string? NameOf(int descriptor)
    {
        byte[] link = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor}\0"));
        byte* buffer = stackalloc byte[MostPathBytes];
        fixed (byte* name = link)
        {
            nint count = Libc.ReadLinkAt(Linux.CurrentFolder, name, buffer, MostPathBytes);
            return count is <= 0 or MostPathBytes || buffer[0] != (byte)'/'
                ? null
                : Encoding.UTF8.GetString(new ReadOnlySpan<byte>(buffer, (int)count));
        }
    }
}

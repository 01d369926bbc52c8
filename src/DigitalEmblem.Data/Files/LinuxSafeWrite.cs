using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace DigitalEmblem.Data.Files;

/// <summary>
/// A replacement on Linux: a file without a name where the file system has such, so that a crash leaves no remains, and renamed below the
/// folder's descriptor. A link with the final name is replaced itself; what it leads to is not touched.
/// </summary>
internal sealed unsafe class LinuxSafeWrite : SafeWrite
{
    private readonly LinuxFolder _folder;

    private LinuxFolder _into;
    private byte[] _name;

    private readonly byte[] _temporary;

    private int _mode;

    private int _descriptor;

    private bool _isNamed;

    /// <param name="folder">The folder.</param>
    /// <param name="name">The final name.</param>
    /// <param name="mode">The final mode.</param>
    /// <param name="named">Whether it has a temporary name from the beginning: tests use it to reach both ways.</param>
    internal LinuxSafeWrite(LinuxFolder folder, ReadOnlySpan<byte> name, int mode, bool named = false)
    {
        _name = Checked(name);
        _temporary = [.. Encoding.ASCII.GetBytes(TemporaryName()), 0];
        _mode = mode;
        _folder = (LinuxFolder)folder.Retain();
        _into = _folder;

        // Nobody else may read it before it is whole and has its mode.
        const uint OnlyOwner = 0x180;
        _descriptor = named ? -1 : LinuxOpen.Beneath(folder.Descriptor, "."u8, Linux.Temporary | Linux.WriteOnly, OnlyOwner);
        if (_descriptor < 0)
        {
            const int Flags = Linux.Create | Linux.Exclusive | Linux.WriteOnly;
            _descriptor = LinuxOpen.Beneath(folder.Descriptor, _temporary.AsSpan(0, _temporary.Length - 1), Flags, OnlyOwner);
            _isNamed = _descriptor >= 0;
        }

        if (_descriptor < 0)
        {
            IOException failure = Failure("A file cannot be made in this folder");
            _folder.Dispose();
            throw failure;
        }
    }

    internal override void Write(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
        {
            for (int done = 0; done < bytes.Length;)
            {
                nint count = Libc.Write(_descriptor, start + done, bytes.Length - done);
                if (count < 0 && Marshal.GetLastPInvokeError() != Linux.Interrupted)
                {
                    throw Failure("A file cannot be written");
                }

                done += (int)Math.Max(count, 0);
            }
        }
    }

    internal override void Commit() => Place(replaces: true);

    internal override void CommitNew() => Place(replaces: false);

    private void Place(bool replaces)
    {
        Must(Libc.FChMod(_descriptor, (uint)_mode), "A file cannot be given its mode");
        Must(Libc.FSync(_descriptor), "A file cannot be synced");
        fixed (byte* temporary = _temporary, name = _name)
        {
            if (!_isNamed)
            {
                // The kernel gives a name to a file without one through /proc only, unless the process has a capability that few have.
                byte[] path = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{_descriptor}\0"));
                fixed (byte* link = path)
                {
                    Must(
                        Libc.LinkAt(Linux.CurrentFolder, link, _folder.Descriptor, replaces ? temporary : name, Linux.AtFollow),
                        "A file cannot be given a name");
                }

                _isNamed = replaces;
            }

            if (_isNamed)
            {
                Must(replaces ? Rename(temporary, name) : RenameToNew(temporary, name), "A file cannot be given its name");
            }

            _isNamed = false;
        }

        Must(Libc.FSync(_into.Descriptor), "A folder cannot be synced");
    }

    internal override void CommitAs(ReadOnlySpan<byte> name, int mode)
    {
        _name = Checked(name);
        _mode = mode;
        Commit();
    }

    internal override void CommitInto(Folder folder, ReadOnlySpan<byte> name)
    {
        (_into, _name) = ((LinuxFolder)folder, Checked(name));
        Commit();
    }

    public override void Dispose()
    {
        if (_descriptor < 0)
        {
            return;
        }

        _ = Libc.Close(_descriptor);
        _descriptor = -1;
        if (_isNamed)
        {
            _ = _folder.Remove(_temporary.AsSpan(0, _temporary.Length - 1), folder: false);
        }

        _folder.Dispose();
    }

    private int Rename(byte* from, byte* to) => Libc.RenameAt(_folder.Descriptor, from, _into.Descriptor, to);

    private int RenameToNew(byte* from, byte* to)
    {
        nint folder = _folder.Descriptor;
        int result = (int)Libc.Syscall(Linux.RenameAt2, folder, (nint)from, folder, (nint)to, Linux.RenameNoReplace);
        int error = result < 0 ? Marshal.GetLastPInvokeError() : 0;
        if (error is not (Linux.Invalid or Linux.NotImplemented))
        {
            return result;
        }

        // A file system that cannot do it in one step: then what comes between the look and the renaming would be replaced.
        if (_folder.Look(_name.AsSpan(0, _name.Length - 1), out _).Kind != TroubleKind.Vanished)
        {
            Marshal.SetLastPInvokeError(Linux.Exists);
            return -1;
        }

        return Rename(from, to);
    }

    private static byte[] Checked(ReadOnlySpan<byte> name) =>
        name.IsEmpty || name.Contains((byte)'/') || name.Contains((byte)0)
            ? throw new ArgumentException("This is no name of a file.", nameof(name))
            : [.. name, 0];

    private static void Must(int result, string what)
    {
        if (result < 0)
        {
            throw Failure(what);
        }
    }

    private static IOException Failure(string what)
    {
        int error = Marshal.GetLastPInvokeError();
        return new IOException($"{what}: {Marshal.GetPInvokeErrorMessage(error)}.", error);
    }
}

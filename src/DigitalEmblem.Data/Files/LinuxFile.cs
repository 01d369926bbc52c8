using System.Runtime.InteropServices;

namespace DigitalEmblem.Data.Files;

/// <summary>A file behind a descriptor of Linux.</summary>
internal sealed unsafe class LinuxFile(int descriptor) : OpenFile
{
    /// <summary>The most bytes of a mark: it is a pointer, and some file systems hold 4 KiB for all attributes of a file.</summary>
    internal const int MostMarkBytes = 2048;

    private int _descriptor = descriptor;
    private bool _isLocked;

    private static ReadOnlySpan<byte> Mark => "user.adem\0"u8;

    internal override Trouble Look(out FileStamp stamp) => LinuxLook.At(_descriptor, out stamp);

    internal override Trouble Read(Span<byte> buffer, long offset, out int count)
    {
        count = 0;
        fixed (byte* bytes = buffer)
        {
            while (count < buffer.Length)
            {
                nint read = Libc.PRead(_descriptor, bytes + count, buffer.Length - count, offset + count);
                if (read > 0)
                {
                    count += (int)read;

                    // The caller asks for one byte more than the file has, to see that it ends there. A second call to hear that nothing
                    // follows would cost a small file as much as reading it; a file that grew shows in its stamp.
                    if (buffer.Length - count == 1)
                    {
                        return Trouble.None;
                    }
                }
                else if (read == 0)
                {
                    return Trouble.None;
                }
                else if (Marshal.GetLastPInvokeError() is int error && error != Linux.Interrupted)
                {
                    return Trouble.OfLinux(error);
                }
            }
        }

        return Trouble.None;
    }

    internal override long NextData(long offset)
    {
        long next = Libc.Seek(_descriptor, offset, Linux.SeekData);
        if (next >= 0)
        {
            return next;
        }

        // Only "no data after this" is an answer. A file system without holes has another one, and then everything is read.
        return Marshal.GetLastPInvokeError() == Linux.NoSuchData ? long.MaxValue : offset;
    }

    internal override void AdviseSequential() => _ = Libc.FAdvise(_descriptor, 0, 0, Linux.AdviseSequential);

    internal override Trouble ReadMark(out byte[]? mark)
    {
        byte* buffer = stackalloc byte[MostMarkBytes];
        fixed (byte* name = Mark)
        {
            nint count = Libc.FGetXAttr(_descriptor, name, buffer, MostMarkBytes);
            mark = count < 0 ? null : new ReadOnlySpan<byte>(buffer, (int)count).ToArray();
            int error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
            return error is Linux.NoAttribute or Linux.NotSupported ? Trouble.None : Trouble.OfLinux(error);
        }
    }

    internal override Trouble WriteMark(ReadOnlySpan<byte> mark)
    {
        if (mark.Length > MostMarkBytes)
        {
            return new Trouble(TroubleKind.TooLong);
        }

        fixed (byte* name = Mark, value = mark)
        {
            int result = mark.IsEmpty
                ? Libc.FRemoveXAttr(_descriptor, name)
                : Libc.FSetXAttr(_descriptor, name, value, mark.Length, 0);
            int error = result < 0 ? Marshal.GetLastPInvokeError() : 0;
            return mark.IsEmpty && error == Linux.NoAttribute ? Trouble.None : Trouble.OfLinux(error);
        }
    }

    internal override bool TryLock()
    {
        _isLocked = Libc.FLock(_descriptor, Linux.LockExclusive | Linux.LockWithoutWaiting) == 0;
        return _isLocked || Marshal.GetLastPInvokeError() != Linux.WouldBlock;
    }

    public override void Dispose()
    {
        int open = Interlocked.Exchange(ref _descriptor, -1);
        if (open >= 0)
        {
            if (_isLocked)
            {
                // To close it is not enough: a process that another thread starts has it open too, until it becomes another program.
                _ = Libc.FLock(open, Linux.Unlock);
            }

            _ = Libc.Close(open);
        }
    }
}

using System.Buffers.Binary;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// Writes the state for the next update. A failure to write it is no failure of the marking: the next update then reads all.
/// </summary>
internal sealed class StateWriter : IDisposable
{
    private readonly SafeWrite? _file;
    private readonly FileTime _begun;
    private readonly byte[] _buffer = new byte[64 << 10];
    private int _length;
    private long _lastSeconds;
    private ulong _lastInode;
    private bool _failed;

    public StateWriter(Folder folder, ulong device, FileTime begun)
    {
        const int Mode = 0x180;
        _begun = begun;
        try
        {
            _file = folder.Replace(SignNames.State, Mode);
        }
        catch (IOException)
        {
            _failed = true;
        }

        StateForm.Label.CopyTo(_buffer);
        BinaryPrimitives.WriteUInt64BigEndian(_buffer.AsSpan(StateForm.Label.Length), device);
        _length = StateForm.StartLength;
    }

    /// <summary>Adds the next file of the manifest.</summary>
    public void Add(in FileStamp stamp)
    {
        if (StateForm.IsYoung(stamp, _begun))
        {
            AddUnknown();
            return;
        }

        if (_length + StateForm.MaxRecord > _buffer.Length)
        {
            Flush();
        }

        Span<byte> to = _buffer.AsSpan(_length);
        int at = StateForm.Write(to, (ulong)stamp.Size + 1);
        at += StateForm.Write(to[at..], StateForm.Difference(stamp.Modified.Seconds, _lastSeconds));
        at += StateForm.Write(to[at..], stamp.Modified.Nanoseconds);
        at += StateForm.Write(to[at..], StateForm.Difference(stamp.Changed.Seconds, stamp.Modified.Seconds));
        at += StateForm.Write(to[at..], stamp.Changed.Nanoseconds);
        at += StateForm.Write(to[at..], StateForm.Difference(unchecked((long)stamp.Inode), unchecked((long)_lastInode)));
        (_lastSeconds, _lastInode) = (stamp.Modified.Seconds, stamp.Inode);
        _length += at;
    }

    /// <summary>Adds a file that the next update must read, or that is not there.</summary>
    public void AddUnknown()
    {
        if (_length + StateForm.MaxRecord > _buffer.Length)
        {
            Flush();
        }

        _buffer[_length++] = 0;
    }

    /// <summary>Binds it to the manifest that was written, and puts it into place.</summary>
    public void Finish(DataRoot root, int mode)
    {
        Flush();
        try
        {
            if (!_failed)
            {
                _file!.Write(root.ToArray());
                _file.CommitAs(SignNames.State, mode);
            }
        }
        catch (IOException)
        {
            _failed = true;
        }
    }

    public void Dispose() => _file?.Dispose();

    private void Flush()
    {
        try
        {
            if (!_failed)
            {
                _file!.Write(_buffer.AsSpan(0, _length));
            }
        }
        catch (IOException)
        {
            _failed = true;
        }

        _length = 0;
    }
}

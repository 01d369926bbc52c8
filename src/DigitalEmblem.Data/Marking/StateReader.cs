using System.Buffers.Binary;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>Reads the state that a run before has left. Whatever is wrong with it, it only says less: more files are read then.</summary>
internal sealed class StateReader : IDisposable
{
    private readonly OpenFile _file;
    private readonly long _end;
    private readonly byte[] _buffer = new byte[64 << 10];
    private int _position;
    private int _length;
    private long _next = StateForm.StartLength;
    private long _lastSeconds;
    private ulong _lastInode;
    private bool _failed;

    private StateReader(OpenFile file, long end, DataRoot root)
    {
        _file = file;
        _end = end;
        Root = root;
    }

    /// <summary>The root of the manifest to which it belongs.</summary>
    public DataRoot Root { get; }

    /// <summary>Opens the state, or returns null if there is none for this device.</summary>
    public static StateReader? Open(Folder folder, ulong device)
    {
        if (!folder.OpenFile(SignNames.State, out OpenFile? file).IsNone || file is null)
        {
            return null;
        }

        Span<byte> start = stackalloc byte[StateForm.StartLength], end = stackalloc byte[DataRoot.Length];
        if (file.Look(out FileStamp stamp).IsNone
            && stamp.Type == NodeType.File
            && stamp.Size >= start.Length + end.Length
            && file.Read(start, 0, out int first).IsNone
            && file.Read(end, stamp.Size - end.Length, out int last).IsNone
            && first == start.Length
            && last == end.Length
            && start.StartsWith(StateForm.Label)
            && BinaryPrimitives.ReadUInt64BigEndian(start[StateForm.Label.Length..]) == device)
        {
            return new StateReader(file, stamp.Size - end.Length, DataRoot.FromBytes(end));
        }

        file.Dispose();
        return null;
    }

    /// <summary>
    /// Goes to the next file of the manifest, and says whether a file with that stamp is as it was. It must be called for each one.
    /// </summary>
    /// <param name="now">The stamp of now; null if the file is not there.</param>
    public bool IsAsBefore(in FileStamp? now)
    {
        if (_failed || !Fill() || !StateForm.TryRead(_buffer.AsSpan(0, _length), ref _position, out ulong size))
        {
            _failed = true;
            return false;
        }

        if (size == 0)
        {
            return false;
        }

        ReadOnlySpan<byte> from = _buffer.AsSpan(0, _length);
        if (!StateForm.TryRead(from, ref _position, out ulong seconds)
            || !StateForm.TryRead(from, ref _position, out ulong nanoseconds)
            || !StateForm.TryRead(from, ref _position, out ulong changedSeconds)
            || !StateForm.TryRead(from, ref _position, out ulong changedNanoseconds)
            || !StateForm.TryRead(from, ref _position, out ulong inode))
        {
            _failed = true;
            return false;
        }

        _lastSeconds = StateForm.Add(_lastSeconds, seconds);
        _lastInode = unchecked((ulong)StateForm.Add((long)_lastInode, inode));
        return now is { } stamp
            && (ulong)stamp.Size + 1 == size
            && stamp.Modified.Seconds == _lastSeconds
            && stamp.Modified.Nanoseconds == nanoseconds
            && stamp.Changed.Seconds == StateForm.Add(_lastSeconds, changedSeconds)
            && stamp.Changed.Nanoseconds == changedNanoseconds
            && stamp.Inode == _lastInode;
    }

    public void Dispose() => _file.Dispose();

    private bool Fill()
    {
        if (_length - _position >= StateForm.MaxRecord || _next >= _end)
        {
            return true;
        }

        _buffer.AsSpan(_position, _length - _position).CopyTo(_buffer);
        _length -= _position;
        _position = 0;
        int wanted = (int)Math.Min(_buffer.Length - _length, _end - _next);
        if (!_file.Read(_buffer.AsSpan(_length, wanted), _next, out int count).IsNone || count != wanted)
        {
            return false;
        }

        _length += count;
        _next += count;
        return true;
    }
}

using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace DigitalEmblem.Data.Files;

/// <summary>One sorted run of names in a file, read from its beginning to its end.</summary>
internal sealed class NameRun(SafeFileHandle file, long start, long end)
{
    private readonly byte[] _buffer = new byte[32 * 1024];

    private long _offset = start;

    private int _used;

    private int _at;

    private int _length;

    internal ReadOnlySpan<byte> Name => _buffer.AsSpan(_at, _length);

    internal NodeType Type { get; private set; }

    /// <summary>Goes to the next name; false after the last one.</summary>
    internal bool MoveNext()
    {
        int next = _at + _length;
        if (!Have(ref next, 3))
        {
            return false;
        }

        Type = (NodeType)_buffer[next];
        _length = BinaryPrimitives.ReadUInt16LittleEndian(_buffer.AsSpan(next + 1));
        _at = next;
        if (!Have(ref next, 3 + _length))
        {
            throw new IOException("A temporary file of names was cut short.");
        }

        _at = next + 3;
        return true;
    }

    // Sees to it that so many bytes stand at this place of the buffer, and moves them to its beginning if they do not fit.
    private bool Have(ref int at, int count)
    {
        if (at + count <= _used)
        {
            return true;
        }

        _buffer.AsSpan(at, _used - at).CopyTo(_buffer);
        _used -= at;
        at = 0;
        int room = (int)Math.Min(_buffer.Length - _used, end - _offset);
        while (room > 0)
        {
            int read = RandomAccess.Read(file, _buffer.AsSpan(_used, room), _offset);
            if (read == 0)
            {
                break;
            }

            _used += read;
            _offset += read;
            room -= read;
        }

        return count <= _used;
    }
}

using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace DigitalEmblem.Data.Files;

/// <summary>Sorted runs of names in a temporary file that is deleted when it is closed, and their merge.</summary>
internal sealed class NameRuns : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly SafeFileHandle _file = File.OpenHandle(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
        FileMode.CreateNew,
        FileAccess.ReadWrite,
        FileShare.None,
        FileOptions.DeleteOnClose);

    private readonly List<NameRun> _runs = [];

    private readonly byte[] _buffer = new byte[BufferBytes];

    private readonly List<long> _starts = [];

    private int _used;

    private long _end;

    private NameRun? _current;

    /// <summary>Begins the next run.</summary>
    internal void BeginRun()
    {
        Flush();
        _starts.Add(_end);
    }

    /// <summary>Appends a name to the last run.</summary>
    internal void Add(ReadOnlySpan<byte> name, NodeType type)
    {
        if (_used + name.Length + 3 > _buffer.Length)
        {
            Flush();
        }

        // Type, length, name.
        _buffer[_used] = (byte)type;
        BinaryPrimitives.WriteUInt16LittleEndian(_buffer.AsSpan(_used + 1), (ushort)name.Length);
        name.CopyTo(_buffer.AsSpan(_used + 3));
        _used += name.Length + 3;
    }

    /// <summary>Begins the merge, after the last name was added.</summary>
    internal void Begin()
    {
        Flush();
        _starts.Add(_end);
        for (int i = 0; i + 1 < _starts.Count; i++)
        {
            NameRun run = new(_file, _starts[i], _starts[i + 1]);
            if (run.MoveNext())
            {
                _runs.Add(run);
            }
        }
    }

    /// <summary>The least name of all runs, valid until the next call.</summary>
    internal bool TryNext(out ReadOnlySpan<byte> name, out NodeType type)
    {
        if (_current is not null && !_current.MoveNext())
        {
            _runs.Remove(_current);
        }

        _current = null;
        foreach (NameRun run in _runs)
        {
            if (_current is null || run.Name.SequenceCompareTo(_current.Name) < 0)
            {
                _current = run;
            }
        }

        name = _current is null ? default : _current.Name;
        type = _current?.Type ?? default;
        return _current is not null;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Flush()
    {
        RandomAccess.Write(_file, _buffer.AsSpan(0, _used), _end);
        _end += _used;
        _used = 0;
    }
}

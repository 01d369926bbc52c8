using System.Runtime.InteropServices;

namespace DigitalEmblem.Data.Files;

/// <summary>
/// The names in one folder, in ascending order of their bytes. They stand one after the other in unmanaged memory, 6 bytes more than the
/// name each, so that a folder of a million names costs some 20 MB and gives them back at once. Beyond a limit, sorted runs go to a file.
/// </summary>
internal sealed unsafe class NameList : IDisposable
{
    // The sort reads eight bytes at a time, up to seven of them behind the last name.
    private const int Slack = 8;

    private readonly int _limit;

    private byte* _bytes;

    private int _length;

    private int _capacity;

    private int* _offsets;

    private int _count;

    private int _offsetCapacity;

    private NameRuns? _runs;

    private int _next;

    /// <param name="limit">How many bytes of names are held in memory.</param>
    internal NameList(int limit) => _limit = limit;

    /// <summary>The bytes of memory that it holds.</summary>
    internal int HeldBytes => _capacity + (_offsetCapacity * sizeof(int));

    /// <summary>Whether names had to go to a file.</summary>
    internal bool IsSpilled => _runs is not null;

    /// <summary>Takes a name.</summary>
    internal void Add(ReadOnlySpan<byte> name, NodeType type)
    {
        int needed = name.Length + 2;
        if (_length > 0 && _length + needed > _limit)
        {
            Spill();
        }

        if (_length + needed + Slack > _capacity)
        {
            _capacity = Math.Max(_length + needed + Slack, _capacity + Math.Max(512, _capacity / 2));
            _bytes = (byte*)NativeMemory.Realloc(_bytes, (nuint)_capacity);
        }

        if (_count == _offsetCapacity)
        {
            _offsetCapacity += Math.Max(16, _offsetCapacity / 2);
            _offsets = (int*)NativeMemory.Realloc(_offsets, (nuint)_offsetCapacity * sizeof(int));
        }

        // The offset is that of the name; its type stands before it, and a NUL behind it.
        _bytes[_length] = (byte)type;
        _offsets[_count++] = _length + 1;
        name.CopyTo(new Span<byte>(_bytes + _length + 1, name.Length));
        _length += needed;
        _bytes[_length - 1] = 0;
    }

    /// <summary>Sorts them, after the last one was added.</summary>
    internal void Complete()
    {
        if (_runs is null)
        {
            SortInMemory();
            return;
        }

        Spill();
        FreeMemory();
        _runs.Begin();
    }

    /// <summary>Forgets all of them, so that the folder can be read once more.</summary>
    internal void Clear()
    {
        _runs?.Dispose();
        _runs = null;
        _length = _count = _next = 0;
    }

    /// <summary>The next name, valid until the next call; false after the last one.</summary>
    internal bool TryNext(out ReadOnlySpan<byte> name, out NodeType type)
    {
        if (_runs is not null)
        {
            return _runs.TryNext(out name, out type);
        }

        if (_next == _count)
        {
            name = default;
            type = default;
            return false;
        }

        name = At(_next++, out type);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _runs?.Dispose();
        FreeMemory();
    }

    private ReadOnlySpan<byte> At(int index, out NodeType type)
    {
        byte* start = _bytes + _offsets[index];
        type = (NodeType)start[-1];
        return MemoryMarshal.CreateReadOnlySpanFromNullTerminated(start);
    }

    private void SortInMemory()
    {
        if (_count < 2)
        {
            return;
        }

        new Span<byte>(_bytes + _length, Slack).Clear();
        ulong* keys = (ulong*)NativeMemory.Alloc((nuint)_count, sizeof(ulong));
        NameSort.Sort(_bytes, new Span<int>(_offsets, _count), new Span<ulong>(keys, _count), 0);
        NativeMemory.Free(keys);
    }

    private void Spill()
    {
        SortInMemory();
        _runs ??= new NameRuns();
        _runs.BeginRun();
        for (int i = 0; i < _count; i++)
        {
            ReadOnlySpan<byte> name = At(i, out NodeType type);
            _runs.Add(name, type);
        }

        _length = _count = 0;
    }

    private void FreeMemory()
    {
        NativeMemory.Free(_bytes);
        NativeMemory.Free(_offsets);
        _bytes = null;
        _offsets = null;
        _capacity = _offsetCapacity = _length = _count = 0;
    }
}

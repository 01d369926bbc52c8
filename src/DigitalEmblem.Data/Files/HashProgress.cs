namespace DigitalEmblem.Data.Files;

/// <summary>What was done so far. Anyone may read it at any time.</summary>
internal sealed class HashProgress
{
    private long _items;

    private long _bytes;

    /// <summary>Items that are ready, in whatever order.</summary>
    internal long Items => Volatile.Read(ref _items);

    /// <summary>Bytes that were hashed, within large files too. Holes count; a file that moved counts twice.</summary>
    internal long Bytes => Volatile.Read(ref _bytes);

    internal void AddItem() => Interlocked.Increment(ref _items);

    internal void AddBytes(long count) => Interlocked.Add(ref _bytes, count);
}

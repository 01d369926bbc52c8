using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace DigitalEmblem;

/// <summary>
/// What was computed before, bounded in bytes, in two generations. An entry that is used moves into the young generation. When that is
/// full, the old generation is dropped, and the young one becomes the old one. A look-up in the young generation takes no lock and
/// allocates nothing. A flood of new entries can evict others, which costs only their computation. (MemoryCache of Microsoft.Extensions
/// allocates an object for each look-up and refuses new entries when it is full.)
/// </summary>
internal sealed class BoundedCache<TKey, TValue>(long maxBytes)
    where TKey : notnull
{
    // The dictionary needs about this many bytes for each entry, besides key and value.
    private const int Overhead = 100;

    private readonly Lock _turning = new();
    private volatile ConcurrentDictionary<TKey, (TKey Key, TValue Value, int Bytes)> _young = new();
    private volatile ConcurrentDictionary<TKey, (TKey Key, TValue Value, int Bytes)> _old = new();
    private long _youngBytes;
    private long _oldBytes;

    /// <summary>How many bytes it holds, as they were stated.</summary>
    public long Bytes => Interlocked.Read(ref _youngBytes) + Interlocked.Read(ref _oldBytes);

    // Two generations must fit, and the last quarter is room for what several threads add at one moment.
    private long Generation => maxBytes / 8 * 3;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (_young.TryGetValue(key, out (TKey Key, TValue Value, int Bytes) entry))
        {
            value = entry.Value;
            return true;
        }

        if (_old.TryGetValue(key, out entry))
        {
            value = entry.Value;
            // Reuse the stored key: the key of this look-up may alias a caller's buffer.
            Add(entry.Key, entry.Value, entry.Bytes);
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>Keeps a value, unless it takes more than an eighth of the cache.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="bytes">What it takes, with all that it alone holds.</param>
    public void Add(TKey key, TValue value, int bytes)
    {
        int taken = bytes + Overhead;
        if (taken > maxBytes / 8)
        {
            return;
        }

        if (Interlocked.Read(ref _youngBytes) + taken > Generation)
        {
            Turn(taken);
        }

        if (_young.TryAdd(key, (key, value, bytes)))
        {
            Interlocked.Add(ref _youngBytes, taken);
        }
    }

    /// <summary>Replaces a value that no longer holds.</summary>
    public void Replace(TKey key, TValue value, int bytes)
    {
        if (_young.TryRemove(key, out (TKey Key, TValue Value, int Bytes) former))
        {
            Interlocked.Add(ref _youngBytes, -(former.Bytes + Overhead));
        }

        Add(key, value, bytes);
    }

    private void Turn(int taken)
    {
        lock (_turning)
        {
            if (Interlocked.Read(ref _youngBytes) + taken <= Generation)
            {
                return;
            }

            _old = _young;
            Interlocked.Exchange(ref _oldBytes, Interlocked.Read(ref _youngBytes));
            _young = new();
            Interlocked.Exchange(ref _youngBytes, 0);
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace DigitalEmblem;

/// <summary>
/// What was computed before, bounded in bytes. Two generations: what is used moves into the young one; when that is full, the old
/// one is dropped and the young one grows old. Reading takes no lock and sets nothing aside, and a flood of new entries can push
/// others out, which costs what they saved, and no more. (MemoryCache of Microsoft.Extensions sets an object aside for each look-up
/// and refuses new entries when it is full.)
/// </summary>
internal sealed class BoundedCache<TKey, TValue>(long maxBytes)
    where TKey : notnull
{
    // What the dictionary keeps for each entry besides key and value.
    private const int Overhead = 100;

    private readonly Lock _turning = new();
    private volatile ConcurrentDictionary<TKey, (TKey Key, TValue Value, int Bytes)> _young = new();
    private volatile ConcurrentDictionary<TKey, (TKey Key, TValue Value, int Bytes)> _old = new();
    private long _youngBytes;
    private long _oldBytes;

    /// <summary>How many bytes it holds, as they were stated.</summary>
    public long Bytes => Interlocked.Read(ref _youngBytes) + Interlocked.Read(ref _oldBytes);

    // Two of them, and room for what several threads add at one moment.
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
            // Under the key that was kept: the one asked with may lie over somebody's buffer.
            Add(entry.Key, entry.Value, entry.Bytes);
            return true;
        }

        value = default;
        return false;
    }

    /// <summary>Keeps a value, unless it is out of all proportion.</summary>
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

    /// <summary>Replaces a value whose time is over.</summary>
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

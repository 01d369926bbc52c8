namespace DigitalEmblem;

/// <summary>
/// Tokens and keys that were read before, by their exact bytes, so that keys are imported once and signatures checked once.
/// It holds nothing of time, trust or commitments: whether a token is valid now and what it proves is judged each time.
/// Bounded in bytes; safe for concurrent use.
/// </summary>
/// <remarks>
/// A token remembers under which key it was checked, and with what result. This is a fact about these bytes and that key, and cannot
/// change. A flood of new entries evicts others, which then must be read and checked again. A caller that can measure how long an answer
/// takes can tell whether the tokens were seen before: a service that answers strangers gives each its own cache, or <see cref="None"/>.
/// </remarks>
public sealed class VerificationCache
{
    /// <summary>What is held for a key: coordinates here, and the imported key in the library below.</summary>
    private const int KeyBytes = 2048;

    private readonly BoundedCache<ExactBytes, object>? _items;

    /// <summary>A cache.</summary>
    /// <param name="maxBytes">The most that it holds, in bytes; 64 KiB or more. By default 16 MiB, some 3,000 tokens.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxBytes"/> is less.</exception>
    public VerificationCache(long maxBytes = 16 << 20)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 64 << 10);
        MaxBytes = maxBytes;
        _items = new BoundedCache<ExactBytes, object>(maxBytes);
    }

    private VerificationCache()
    {
    }

    /// <summary>No cache: everything is read and checked anew each time.</summary>
    public static VerificationCache None { get; } = new();

    /// <summary>The most that it holds, in bytes; zero for <see cref="None"/>.</summary>
    public long MaxBytes { get; }

    /// <summary>How many bytes it holds now, estimated from above.</summary>
    public long Bytes => _items?.Bytes ?? 0;

    /// <summary>The token with exactly these bytes in this form, read now or before.</summary>
    internal UnverifiedToken Token(
        ItemForm form, ReadOnlyMemory<byte> bytes, TokenLimits limits, Func<ReadOnlyMemory<byte>, TokenLimits, UnverifiedToken> read)
    {
        // The cache serves the default limits only: what was read under other limits may exceed these.
        if (_items is null || limits != TokenLimits.Default)
        {
            return read(bytes, limits);
        }

        // The form is part of the key, because bytes that are a token in one form must not become a token in another.
        var key = new ExactBytes(bytes, form);
        if (_items.TryGet(key, out object? known))
        {
            return (UnverifiedToken)known;
        }

        UnverifiedToken token = read(bytes, limits);
        _items.Add(key.Over(token.Encoded), token, token.KeptBytes);
        return token;
    }

    /// <summary>The key with exactly these bytes in this form, read now or before.</summary>
    internal VerificationKey Key(ItemForm form, ReadOnlyMemory<byte> bytes, Func<ReadOnlyMemory<byte>, VerificationKey> read)
    {
        if (_items is null)
        {
            return read(bytes);
        }

        var key = new ExactBytes(bytes, form);
        if (_items.TryGet(key, out object? known))
        {
            return (VerificationKey)known;
        }

        VerificationKey imported = read(bytes);
        _items.Add(key.Kept(), imported, KeyBytes + bytes.Length);
        return imported;
    }
}

namespace DigitalEmblem;

/// <summary>
/// Bytes as a key: equal if every byte is, and if they are of one kind. Compared in full, so that nothing depends on a hash; the hash that
/// finds their place is seeded anew in each process, and computed once.
/// </summary>
internal readonly struct ExactBytes : IEquatable<ExactBytes>
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly object _kind;
    private readonly int _hash;

    /// <summary>
    /// A key over the caller's bytes. Use it for look-ups only, and do not store it, because the caller may change the bytes.
    /// </summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="kind">What they are to be read as, or where they came from; bytes of two kinds are two things.</param>
    public ExactBytes(ReadOnlyMemory<byte> bytes, object kind)
    {
        var hash = default(HashCode);
        hash.Add(kind);
        hash.AddBytes(bytes.Span);
        (_bytes, _kind, _hash) = (bytes, kind, hash.ToHashCode());
    }

    private ExactBytes(ReadOnlyMemory<byte> bytes, object kind, int hash) => (_bytes, _kind, _hash) = (bytes, kind, hash);

    /// <summary>The same key over a copy of the bytes that no caller can change.</summary>
    public ExactBytes Kept() => Over(_bytes.ToArray());

    /// <summary>The same key over equal bytes that are kept elsewhere.</summary>
    public ExactBytes Over(ReadOnlyMemory<byte> copy) => new(copy, _kind, _hash);

    /// <inheritdoc/>
    public bool Equals(ExactBytes other) =>
        _hash == other._hash && _kind.Equals(other._kind) && _bytes.Span.SequenceEqual(other._bytes.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ExactBytes other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}

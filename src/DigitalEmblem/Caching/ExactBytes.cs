namespace DigitalEmblem;

/// <summary>
/// Bytes as a key: equal if every byte is, and if they are of one kind. Compared in full, so that nothing depends on a hash; the hash that finds their place is seeded anew in each process.
/// </summary>
/// <param name="Bytes">The bytes; those of a key that is kept must not change.</param>
/// <param name="Kind">What they are to be read as, or where they came from; bytes of two kinds are two things.</param>
internal readonly record struct ExactBytes(ReadOnlyMemory<byte> Bytes, object Kind)
{
    /// <summary>The same, in an array of its own.</summary>
    public ExactBytes Kept() => this with { Bytes = Bytes.ToArray() };

    public bool Equals(ExactBytes other) => Kind.Equals(other.Kind) && Bytes.Span.SequenceEqual(other.Bytes.Span);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Kind);
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }
}

namespace DigitalEmblem.Discovery;

/// <summary>
/// An entry in a tile of a static log, told apart from the next one and not read further: what a reader needs who must come past entries
/// that it cannot read.
/// </summary>
internal readonly ref struct TileFrame
{
    private TileFrame(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> submitted, ReadOnlySpan<byte> fingerprints)
    {
        Entry = entry;
        Submitted = submitted;
        Fingerprints = fingerprints;
    }

    /// <summary>The TimestampedEntry.</summary>
    public ReadOnlySpan<byte> Entry { get; }

    /// <summary>The precertificate that was submitted; empty for a leaf with a whole certificate.</summary>
    public ReadOnlySpan<byte> Submitted { get; }

    /// <summary>The hashes of the certificates above it, one after the other.</summary>
    public ReadOnlySpan<byte> Fingerprints { get; }

    /// <summary>Reads the next entry of a tile.</summary>
    /// <param name="reader">Reads the tile.</param>
    /// <exception cref="TokenFormatException">The tile is cut short, or the kind of the entry is unknown, so that its end is.</exception>
    public static TileFrame Read(scoped ref TlsReader reader)
    {
        int start = reader.Offset;
        reader.UInt64();
        bool isPrecertificate = reader.UInt16() switch
        {
            0 => false,
            1 => true,
            _ => throw LogLeaf.OfUnknownKind(),
        };
        if (isPrecertificate)
        {
            reader.Digest();
        }

        reader.Opaque24();
        reader.Opaque16();
        ReadOnlySpan<byte> entry = reader.Since(start);
        return new TileFrame(entry, isPrecertificate ? reader.Opaque24() : default, reader.Opaque16());
    }
}

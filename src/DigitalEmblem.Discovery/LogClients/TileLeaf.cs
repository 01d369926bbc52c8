namespace DigitalEmblem.Discovery;

/// <summary>
/// An entry in a tile of a static log (static-ct-api, TileLeaf): the leaf, what was submitted, and the hashes of the certificates above it.
/// </summary>
internal sealed record TileLeaf(LogLeaf Leaf, ReadOnlyMemory<byte> Submitted, IReadOnlyList<Sha256Digest> Issuers)
{
    /// <summary>The entry at a place in a tile, from 0.</summary>
    public static TileLeaf Find(ReadOnlySpan<byte> tile, int place)
    {
        var reader = new TlsReader(tile);
        for (int i = 0; !reader.AtEnd; i++)
        {
            TileLeaf leaf = Read(ref reader);
            if (i == place)
            {
                return leaf;
            }
        }

        throw new TokenFormatException("the tile of entries is too short");
    }

    public static TileLeaf Read(ref TlsReader reader)
    {
        TileFrame frame = TileFrame.Read(ref reader);
        var leaf = LogLeaf.Read(LogLeaf.Around(frame.Entry));
        ReadOnlyMemory<byte> submitted = leaf.IsPrecertificate ? frame.Submitted.ToArray() : leaf.Content;
        ReadOnlySpan<byte> fingerprints = frame.Fingerprints;
        if (fingerprints.Length % Sha256Digest.Length != 0
            || fingerprints.Length / Sha256Digest.Length >= TransparencyLimits.MaxChainLength)
        {
            throw new TokenFormatException("a list of issuers that is too long, or ends within one");
        }

        var issuers = new List<Sha256Digest>();
        for (; !fingerprints.IsEmpty; fingerprints = fingerprints[Sha256Digest.Length..])
        {
            issuers.Add(new Sha256Digest(fingerprints[..Sha256Digest.Length]));
        }

        return new TileLeaf(leaf, submitted, issuers);
    }
}

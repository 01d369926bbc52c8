namespace DigitalEmblem.Discovery;

/// <summary>Reads the leaves of a static log, a tile of entries at a time.</summary>
internal sealed class StaticLeafSource(StaticFiles files) : ILeafSource
{
    public Task<SignedTreeHead> HeadAsync(CancellationToken cancellationToken) => files.HeadAsync(cancellationToken);

    public async Task<IReadOnlyList<FollowedLeaf>> LeavesAsync(
        ulong start, ulong end, SignedTreeHead head, CancellationToken cancellationToken)
    {
        Tile tile = Tile.OfEntries(start, head.TreeSize);
        byte[] bytes = await files.TileAsync(tile, TransparencyLimits.MaxDataTileBytes, null, cancellationToken).ConfigureAwait(false);
        ulong first = tile.Index * Tile.FullWidth;
        int last = (int)Math.Min(end - first, (ulong)tile.Width);
        int begin = (int)(start - first);
        List<FollowedLeaf> leaves = Read(bytes, begin, last);
        int read = begin + leaves.Count;
        if (read < last)
        {
            // An entry of an unknown kind hides where the next one begins. The hashes of the rest still stand in the tree.
            Sha256Digest[] hashes = await files.HashesAsync(
                Tile.OfHashes(0, tile.Index, head.TreeSize), cancellationToken).ConfigureAwait(false);
            leaves.AddRange(hashes[read..last].Select(h => new FollowedLeaf(h, null)));
        }

        return leaves;
    }

    public async Task<MerkleFrontier?> FrontierAsync(ulong size, SignedTreeHead head, CancellationToken cancellationToken)
    {
        if (size == 0)
        {
            return MerkleFrontier.Empty();
        }

        ulong index = size - 1;
        Task<Sha256Digest[]> Hashes(Tile tile) => files.HashesAsync(tile, cancellationToken);
        Sha256Digest[] beside = await Hashes(Tile.OfHashes(0, index / Tile.FullWidth, head.TreeSize)).ConfigureAwait(false);
        Sha256Digest[] proof = await TiledProof.InclusionAsync(index, head.TreeSize, Hashes).ConfigureAwait(false);
        return MerkleFrontier.UpTo(beside[(int)(index % Tile.FullWidth)], index, head.TreeSize, proof, head.RootHash);
    }

    // The entries of a tile from one place to another, or up to the first one of an unknown kind.
    private static List<FollowedLeaf> Read(byte[] tile, int begin, int end)
    {
        var leaves = new List<FollowedLeaf>(end - begin);
        var reader = new TlsReader(tile);
        for (int i = 0; i < end; i++)
        {
            TileFrame frame;
            try
            {
                frame = TileFrame.Read(ref reader);
            }
            catch (TokenFormatException e) when (e.Fault == FormatFault.Unsupported)
            {
                break;
            }

            if (i >= begin)
            {
                leaves.Add(FollowedLeaf.Of(LogLeaf.Around(frame.Entry)));
            }
        }

        return leaves;
    }
}

namespace DigitalEmblem.Discovery;

/// <summary>Reads the leaves of an RFC 6962 log, in batches as large as the log likes.</summary>
internal sealed class V1LeafSource(V1Requests requests) : ILeafSource
{
    public Task<SignedTreeHead> HeadAsync(CancellationToken cancellationToken) => requests.HeadAsync(cancellationToken);

    public async Task<IReadOnlyList<FollowedLeaf>> LeavesAsync(
        ulong start, ulong end, SignedTreeHead head, CancellationToken cancellationToken)
    {
        ulong last = Math.Min(end, start + TransparencyLimits.MaxBatchEntries) - 1;
        IReadOnlyList<(byte[] LeafInput, byte[] ExtraData)> entries = await requests.EntriesAsync(
            start, last, TransparencyLimits.MaxDataTileBytes, cancellationToken).ConfigureAwait(false);
        return [.. entries.Select(e => FollowedLeaf.Of(e.LeafInput))];
    }

    public async Task<MerkleFrontier?> FrontierAsync(ulong size, SignedTreeHead head, CancellationToken cancellationToken)
    {
        if (size == 0)
        {
            return MerkleFrontier.Empty();
        }

        FollowedLeaf leaf = (await LeavesAsync(size - 1, size, head, cancellationToken).ConfigureAwait(false))[0];
        (ulong index, Sha256Digest[] path) = await requests.ProofAsync(
            leaf.Hash, head.TreeSize, null, cancellationToken).ConfigureAwait(false);
        return index == size - 1 ? MerkleFrontier.UpTo(leaf.Hash, index, head.TreeSize, path, head.RootHash) : null;
    }
}

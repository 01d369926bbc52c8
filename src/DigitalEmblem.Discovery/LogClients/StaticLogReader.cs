using System.Globalization;

namespace DigitalEmblem.Discovery;

/// <summary>
/// Reads a static log (static-ct-api): checkpoint, the tile with the entry, the hash tiles that lead to the root, issuers. The log learns
/// that one of 256 entries is wanted, but not which one.
/// </summary>
internal sealed class StaticLogReader(TransparencyLog log, LogQuestions questions, LogCache cache, HeadReader heads)
{
    private static readonly string OneOf = HandedText.Of($"which 256 entries we want one of");

    private readonly StaticFiles _files = new(log, questions, cache);

    public async Task<LoggedEntry> FindAsync(CommitmentEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(entry, cancellationToken).ConfigureAwait(false);
        }
        catch (TokenFormatException)
        {
            // Cached tiles may be wrong. Forget them, so that the next question reads them again.
            cache.Forget(log.Id);
            throw;
        }
    }

    private async Task<LoggedEntry> ReadAsync(CommitmentEntry entry, CancellationToken cancellationToken)
    {
        SignedTreeHead head = await heads.ReadAsync(
            () => _files.HeadAsync(CancellationToken.None), ProveAsync, cancellationToken).ConfigureAwait(false);
        ulong index = entry.LeafIndex!.Value;
        if (index >= head.TreeSize)
        {
            throw new LogUnansweredException(string.Create(
                CultureInfo.InvariantCulture, $"its tree has {head.TreeSize} leaves only (as of {head.Timestamp:yyyy-MM-dd HH:mm} UTC)"));
        }

        Tile tile = Tile.OfEntries(index, head.TreeSize);
        byte[] data = await _files.TileAsync(tile, TransparencyLimits.MaxDataTileBytes, OneOf, cancellationToken).ConfigureAwait(false);
        TileLeaf found = TileLeaf.Find(data, (int)(index % Tile.FullWidth));
        Sha256Digest[] proof = await TiledProof.InclusionAsync(
            index, head.TreeSize, t => _files.HashesAsync(t, cancellationToken)).ConfigureAwait(false);
        if (!MerkleTree.VerifyInclusion(found.Leaf.Hash, index, head.TreeSize, proof, head.RootHash))
        {
            cache.Forget(log.Id);
            throw new LogUnansweredException("its tiles do not show that the entry stands in the tree that it signed");
        }

        List<ReadOnlyMemory<byte>> chain = [found.Submitted];
        foreach (Sha256Digest fingerprint in found.Issuers)
        {
            chain.Add(await IssuerOfAsync(tile, fingerprint, cancellationToken).ConfigureAwait(false));
        }

        return new LoggedEntry(entry, index, found.Leaf, chain, head, proof);
    }

    // Compute both roots from the same tiles. The larger root shows that the tiles are the log's, the smaller root that what the log signed
    // before is in them.
    private async Task<bool> ProveAsync(SignedTreeHead first, SignedTreeHead second)
    {
        Task<Sha256Digest[]> Read(Tile tile) => _files.HashesAsync(tile, CancellationToken.None);
        bool shown = await TiledProof.RootAsync(second.TreeSize, second.TreeSize, Read).ConfigureAwait(false) == second.RootHash
            && await TiledProof.RootAsync(first.TreeSize, second.TreeSize, Read).ConfigureAwait(false) == first.RootHash;
        if (!shown)
        {
            cache.Forget(log.Id);
        }

        return shown;
    }

    private async Task<ReadOnlyMemory<byte>> IssuerOfAsync(Tile entries, Sha256Digest fingerprint, CancellationToken cancellationToken)
    {
        try
        {
            return await IssuerAsync(fingerprint, cancellationToken).ConfigureAwait(false);
        }
        catch (LogUnansweredException)
        {
            // The tile may be wrong and name an issuer that does not exist, so forget the tile.
            cache.Forget(log.Id, entries);
            throw;
        }
    }

    private async Task<ReadOnlyMemory<byte>> IssuerAsync(Sha256Digest fingerprint, CancellationToken cancellationToken)
    {
        string path = $"issuer/{fingerprint}";
        if (cache.Tile(log.Id, path) is { } known && Sha256Digest.Of(known) == fingerprint)
        {
            return known;
        }

        byte[] certificate = await questions.RequireAsync(
            path, TransparencyLimits.MaxCertificateBytes, null, cancellationToken).ConfigureAwait(false);
        if (Sha256Digest.Of(certificate) != fingerprint)
        {
            throw new LogUnansweredException("an issuer's certificate that it delivered is another one");
        }

        cache.PutTile(log.Id, path, certificate);
        return certificate;
    }
}

namespace DigitalEmblem.Discovery;

/// <summary>The files of one static log (static-ct-api): checkpoint and tiles. What the tiles say is not believed.</summary>
/// <param name="log">The log.</param>
/// <param name="questions">Makes the requests.</param>
/// <param name="cache">Keeps tiles; null to keep the hash tiles for as long as this object lives, and no other.</param>
internal sealed class StaticFiles(TransparencyLog log, LogQuestions questions, LogCache? cache)
{
    private readonly Dictionary<Tile, Sha256Digest[]> _read = [];

    /// <summary>The tree head of the checkpoint, which the log signed.</summary>
    public async Task<SignedTreeHead> HeadAsync(CancellationToken cancellationToken)
    {
        byte[] note = await questions.RequireAsync(
            "checkpoint", TransparencyLimits.MaxHeadBytes, null, cancellationToken).ConfigureAwait(false);
        return log.HeadOf(Checkpoint.Read(note)) ?? throw new LogUnansweredException("its checkpoint is not signed by its key");
    }

    /// <summary>The hashes of a tile, as many as a tree of its size has there.</summary>
    public async Task<Sha256Digest[]> HashesAsync(Tile tile, CancellationToken cancellationToken)
    {
        if (_read.TryGetValue(tile, out Sha256Digest[]? known))
        {
            return known;
        }

        byte[] bytes = await TileAsync(tile, TransparencyLimits.MaxHashTileBytes, null, cancellationToken).ConfigureAwait(false);
        if (bytes.Length < tile.Width * Sha256Digest.Length || bytes.Length % Sha256Digest.Length != 0)
        {
            throw new TokenFormatException("a hash tile is too short, or holds part of a hash");
        }

        Sha256Digest[] hashes =
            [.. Enumerable.Range(0, tile.Width).Select(i => new Sha256Digest(bytes.AsSpan(i * Sha256Digest.Length, Sha256Digest.Length)))];
        _read[tile] = hashes;
        return hashes;
    }

    /// <summary>The bytes of a tile; of a partial one that the log has deleted, those of the whole one.</summary>
    public async Task<byte[]> TileAsync(Tile tile, int maxBytes, string? tells, CancellationToken cancellationToken)
    {
        string path = tile.Path();
        if (cache?.Tile(log.Id, path) is { } known)
        {
            return known;
        }

        byte[]? bytes = await questions.GetAsync(path, maxBytes, tells, cancellationToken).ConfigureAwait(false);
        if (bytes is null && !tile.IsFull)
        {
            // A log may delete partial tiles once the whole one is there.
            path = tile.Filled().Path();
            bytes = await questions.GetAsync(path, maxBytes, tells, cancellationToken).ConfigureAwait(false);
        }

        if (bytes is null)
        {
            throw new LogUnansweredException($"it has nothing at {path}, which its tree of this size must have");
        }

        cache?.PutTile(log.Id, path, bytes);
        return bytes;
    }
}

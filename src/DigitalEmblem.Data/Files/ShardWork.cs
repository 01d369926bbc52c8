namespace DigitalEmblem.Data.Files;

/// <summary>The shards of a large file, or a stretch of them, hashed by as many threads as have time.</summary>
internal sealed class ShardWork(OpenFile file, long start, long end, int count) : HashWork(count), IDisposable
{
    private readonly ManualResetEventSlim _completed = new();

    private int _trouble;

    private int _error;

    /// <summary>The digests, one after the other.</summary>
    internal byte[] Digests { get; } = new byte[count * Sha256Digest.Length];

    /// <summary>Waits for the shards that others still hash.</summary>
    internal Trouble Wait()
    {
        _completed.Wait();
        return new Trouble((TroubleKind)_trouble, _error);
    }

    public void Dispose() => _completed.Dispose();

    protected override void Do(int part, FileHasher hasher)
    {
        if (Volatile.Read(ref _trouble) != 0)
        {
            return;
        }

        long from = start + (part * ContentHash.ShardBytes);
        long length = Math.Min(ContentHash.ShardBytes, end - from);
        Span<byte> digest = Digests.AsSpan(part * Sha256Digest.Length, Sha256Digest.Length);
        Trouble trouble = new(TroubleKind.Failed);
        try
        {
            trouble = hasher.HashPart(file, from, length, digest);
        }
        finally
        {
            // A shard whose hashing threw must not leave zeros for a digest.
            if (!trouble.IsNone)
            {
                _error = trouble.Error;
                Volatile.Write(ref _trouble, (int)trouble.Kind);
            }
        }
    }

    protected override void Complete() => _completed.Set();
}

using System.Security.Cryptography;

namespace DigitalEmblem.Data.Files;

/// <summary>
/// Reads and hashes files, one after the other, in one thread. It owns the buffer and the hash that all of them go through.
/// </summary>
/// <param name="progress">Counts the bytes.</param>
/// <param name="help">Hears of work in which other threads can take part; null in a thread alone.</param>
/// <param name="stop">Ends the reading of large files.</param>
internal sealed class FileHasher(HashProgress progress, Action<HashWork>? help, CancellationToken stop) : IDisposable
{
    // What is read must still be in the processor's cache when it is hashed: measured, 256 KiB is faster than 64 KiB and than 1 MiB.
    private const int BufferBytes = 256 * 1024;

    // The digests of so many shards, which are of 1 TiB, are held at a time.
    private const int MostShards = 16 * 1024;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes, pinned: true);

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Whether a file of this size takes long enough to share work with other threads.</summary>
    internal static bool IsLarge(long size) => size > 4 * BufferBytes;

    /// <summary>
    /// Hashes the file of an item, and sets its stamp or its trouble. A file that changed while it was read is read once more.
    /// </summary>
    /// <param name="item">The item; its folder is open.</param>
    /// <param name="opened">Called with the size, before the content is read.</param>
    /// <returns>The digest, or null.</returns>
    internal Sha256Digest? Hash(WalkItem item, Action<long>? opened = null)
    {
        for (int reading = 0; reading < 2; reading++)
        {
            item.Trouble = item.Folder.OpenFile(item.Name, out OpenFile? file);
            if (file is null)
            {
                Explain(item);
                return null;
            }

            using (file)
            {
                Sha256Digest? digest = Read(file, item, opened);
                if (digest is not null || item.Trouble.Kind != TroubleKind.Moving || item.Type != NodeType.File)
                {
                    return digest;
                }
            }
        }

        return null;
    }

    /// <summary>Hashes a part of a file.</summary>
    internal Trouble HashPart(OpenFile file, long start, long length, Span<byte> digest)
    {
        if (stop.IsCancellationRequested)
        {
            return new Trouble(TroubleKind.Failed);
        }

        if (file.NextData(start) >= start + length)
        {
            ContentHash.OfZeros(length, digest);
            progress.AddBytes(length);
            return Trouble.None;
        }

        long done = 0;
        Trouble trouble = Trouble.None;
        while (done < length && trouble.IsNone)
        {
            int wanted = (int)Math.Min(_buffer.Length, length - done);
            int count = 0;
            trouble = stop.IsCancellationRequested
                ? new Trouble(TroubleKind.Failed)
                : file.Read(_buffer.AsSpan(0, wanted), start + done, out count);
            if (trouble.IsNone && count < wanted)
            {
                trouble = new Trouble(TroubleKind.Moving);
            }
            else if (trouble.IsNone)
            {
                _hash.AppendData(_buffer.AsSpan(0, wanted));
                progress.AddBytes(wanted);
                done += wanted;
            }
        }

        _ = _hash.GetHashAndReset(digest);
        return trouble;
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    // A file that cannot be opened may have another one mounted over it, or be something else by now.
    private static void Explain(WalkItem item)
    {
        if (Linux.IsHere && item.Trouble.Error == Linux.CrossDevice)
        {
            item.Type = NodeType.OtherMount;
            item.Trouble = Trouble.None;
        }
        else if (item.Trouble.Kind == TroubleKind.Failed
            && item.Folder.Look(item.Name, out FileStamp stamp).IsNone
            && stamp.Type != NodeType.File)
        {
            item.Trouble = new Trouble(TroubleKind.Moving, item.Trouble.Error);
        }
    }

    private Sha256Digest? Read(OpenFile file, WalkItem item, Action<long>? opened)
    {
        item.Trouble = file.Look(out FileStamp before);
        if (!item.Trouble.IsNone)
        {
            return null;
        }

        if (before.IsMountRoot)
        {
            item.Type = NodeType.OtherMount;
            return null;
        }

        if (before.Type != NodeType.File)
        {
            item.Trouble = new Trouble(TroubleKind.Moving);
            return null;
        }

        if (item.Sizes is { } sizes && (before.Size < sizes.Least || before.Size > sizes.Most))
        {
            item.Stamp = before;
            return default(Sha256Digest);
        }

        opened?.Invoke(before.Size);
        Span<byte> digest = stackalloc byte[Sha256Digest.Length];
        item.Trouble = before.Size < _buffer.Length ? HashSmall(file, before.Size, digest)
            : before.Size <= ContentHash.ShardBytes ? HashWhole(file, before.Size, digest)
            : HashShards(file, before.Size, digest);
        if (!item.Trouble.IsNone)
        {
            return null;
        }

        item.Trouble = file.Look(out FileStamp after);
        item.Stamp = after;
        if (item.Trouble.IsNone && after != before)
        {
            item.Trouble = new Trouble(TroubleKind.Moving);
        }

        return item.Trouble.IsNone ? new Sha256Digest(digest) : null;
    }

    // One call reads the file and shows that it ends where its stamp says.
    private Trouble HashSmall(OpenFile file, long size, Span<byte> digest)
    {
        Trouble trouble = file.Read(_buffer.AsSpan(0, (int)size + 1), 0, out int count);
        if (!trouble.IsNone || count != size)
        {
            return trouble.IsNone ? new Trouble(TroubleKind.Moving) : trouble;
        }

        _hash.AppendData(_buffer.AsSpan(0, count));
        _ = _hash.GetHashAndReset(digest);
        progress.AddBytes(count);
        return trouble;
    }

    private Trouble HashWhole(OpenFile file, long size, Span<byte> digest)
    {
        file.AdviseSequential();
        return HashPart(file, 0, size, digest);
    }

    private Trouble HashShards(OpenFile file, long size, Span<byte> digest)
    {
        file.AdviseSequential();
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        all.AppendData(ContentHash.ShardsPrefix(size));
        const long Stretch = MostShards * ContentHash.ShardBytes;
        for (long start = 0, end; start < size; start = end)
        {
            end = size - start <= Stretch ? size : start + Stretch;
            using ShardWork work = new(file, start, end, (int)((end - start + ContentHash.ShardBytes - 1) / ContentHash.ShardBytes));
            help?.Invoke(work);
            work.Run(this);
            Trouble trouble = work.Wait();
            if (!trouble.IsNone)
            {
                return trouble;
            }

            all.AppendData(work.Digests);
        }

        _ = all.GetHashAndReset(digest);
        return Trouble.None;
    }
}

using System.Collections.Concurrent;

namespace DigitalEmblem.Data.Files;

/// <summary>Hashes one file. The shards of a large one are hashed by several threads.</summary>
internal static class HashFile
{
    /// <summary>Hashes one file.</summary>
    /// <param name="folder">Its folder; it must stay open until the end.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="threads">How many threads hash.</param>
    /// <param name="progress">Counts what was done so far.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="size">The only size at which it is read; null for any.</param>
    internal static async Task<HashedItem> RunAsync(
        Folder folder, byte[] name, int threads, HashProgress progress, CancellationToken cancellationToken, long? size = null)
    {
        using BlockingCollection<HashWork> work = [];
        Task[] helpers = [.. Enumerable.Range(1, Math.Max(0, threads - 1)).Select(_ => Start(Help))];
        try
        {
            var item = new WalkItem(name, 0, NodeType.File, folder) { Sizes = size is { } only ? (only, only) : null };
            Sha256Digest? digest = null;
            await Start(() =>
            {
                using FileHasher hasher = new(progress, helpers.Length > 0 ? AskForHelp : null, cancellationToken);
                digest = hasher.Hash(item);
                progress.AddItem();
            }).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return new HashedItem(item, digest);
        }
        finally
        {
            work.CompleteAdding();
            await Task.WhenAll(helpers).ConfigureAwait(false);
        }

        void AskForHelp(HashWork parts)
        {
            for (int i = 0; i < helpers.Length; i++)
            {
                work.Add(parts, CancellationToken.None);
            }
        }

        void Help()
        {
            using FileHasher hasher = new(progress, null, cancellationToken);
            foreach (HashWork parts in work.GetConsumingEnumerable(CancellationToken.None))
            {
                parts.Run(hasher);
            }
        }
    }

    private static Task Start(Action act) =>
        Task.Factory.StartNew(act, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}

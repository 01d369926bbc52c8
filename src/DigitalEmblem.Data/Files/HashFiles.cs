using System.Runtime.CompilerServices;

namespace DigitalEmblem.Data.Files;

/// <summary>Hashes the files of a tree: one thread walks, several hash, and the items come in the order of the walk.</summary>
internal static class HashFiles
{
    /// <summary>Hashes the files of a tree.</summary>
    /// <param name="root">The folder; it must stay open until the last item.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static async IAsyncEnumerable<HashedItem> RunAsync(
        Folder root, HashOptions options, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using HashRun run = new(root, options, stop.Token);
        try
        {
            await foreach (HashBatch batch in run.Batches.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                await batch.Completion.ConfigureAwait(false);
                for (int i = 0; i < batch.Count; i++)
                {
                    yield return batch[i];
                }

                run.Took();
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await run.EndAsync().ConfigureAwait(false);
        }
    }
}

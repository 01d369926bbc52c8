using System.Collections.Concurrent;
using System.Threading.Channels;

namespace DigitalEmblem.Data.Files;

/// <summary>
/// The threads of one run, and what goes between them. They are threads of its own, because they wait for disks, and because the thread
/// pool belongs to the application.
/// </summary>
internal sealed class HashRun : IDisposable
{
    private const int ItemsOfABatch = 64;

    // Each folder of a batch is an open descriptor, until the batch is ready.
    private const int FoldersOfABatch = 8;

    // On a busy machine a thread waits for tens of milliseconds in the middle of a batch, and the others must have that much to do
    // meanwhile.
    private const int BatchesOfAThread = 32;

    // With many processors, the folders of all batches would be more descriptors than a process may have.
    private const int MostBatches = 64;

    private readonly HashOptions _options;

    private readonly CancellationToken _stop;

    private readonly Channel<HashBatch> _batches = Channel.CreateUnbounded<HashBatch>();

    private readonly BlockingCollection<HashWork> _work = [];

    private readonly SemaphoreSlim _room;

    private readonly Task[] _threads;

    private int _unfinished = 1;

    internal HashRun(Folder root, HashOptions options, CancellationToken stop)
    {
        _options = options;
        _stop = stop;
        int threads = Math.Max(1, options.Threads);
        _room = new SemaphoreSlim(Math.Max(threads, Math.Min(threads * BatchesOfAThread, MostBatches)));
        _threads = [Start(() => Walk(root)), .. Enumerable.Range(0, threads).Select(_ => Start(Hash))];
    }

    /// <summary>What is begun, in the order of the walk.</summary>
    internal ChannelReader<HashBatch> Batches => _batches.Reader;

    internal CancellationToken Stop => _stop;

    internal HashProgress Progress => _options.Progress;

    /// <summary>One batch is done with: there is room for another.</summary>
    internal void Took() => _room.Release();

    /// <summary>Waits for the threads, after the run was told to stop or has come to its end.</summary>
    internal Task EndAsync() => Task.WhenAll(_threads);

    /// <summary>The walk or a batch has ended. The queue stays open until all have, because a large file may still ask for help.</summary>
    internal void Finish()
    {
        if (Interlocked.Decrement(ref _unfinished) == 0)
        {
            _work.CompleteAdding();
        }
    }

    /// <summary>Asks the other threads to take part. Those that come too late find nothing left to do.</summary>
    internal void AskForHelp(HashWork work)
    {
        for (int i = 1; i < _options.Threads; i++)
        {
            _work.Add(work, CancellationToken.None);
        }
    }

    public void Dispose()
    {
        _work.Dispose();
        _room.Dispose();
    }

    private static Task Start(Action act) =>
        Task.Factory.StartNew(act, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Walk(Folder root)
    {
        Exception? failure = null;
        try
        {
            using TreeWalk walk = new(root, _options.Walk);
            while (Fill(walk))
            {
                // Fill adds one batch.
            }
        }
#pragma warning disable CA1031 // It is thrown again where the items are awaited.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failure = exception;
        }

        _batches.Writer.Complete(failure);
        Finish();
    }

    // False at the end of the walk.
    private bool Fill(TreeWalk walk)
    {
        _room.Wait(_stop);
        List<WalkItem> items = new(ItemsOfABatch);
        List<Folder> folders = [];
        var digests = new Sha256Digest?[ItemsOfABatch];
        try
        {
            while (items.Count < ItemsOfABatch && folders.Count <= FoldersOfABatch && walk.TryNext(out WalkItem? item))
            {
                if (folders.Count == 0 || !ReferenceEquals(folders[^1], item.Folder))
                {
                    folders.Add(item.Folder.Retain());
                }

                digests[items.Count] = item.Type == NodeType.File && item.Trouble.IsNone ? _options.Known?.Invoke(item) : null;
                items.Add(item);
            }
        }
        catch
        {
            folders.ForEach(f => f.Dispose());
            throw;
        }

        if (items.Count == 0)
        {
            return false;
        }

        HashBatch batch = new(items, digests, folders, this, _options.Threads > 1);
        Interlocked.Increment(ref _unfinished);
        _work.Add(batch, CancellationToken.None);
        _ = _batches.Writer.TryWrite(batch);
        return true;
    }

    private void Hash()
    {
        using FileHasher hasher = new(_options.Progress, _options.Threads > 1 ? AskForHelp : null, _stop);
        foreach (HashWork work in _work.GetConsumingEnumerable(CancellationToken.None))
        {
            work.Run(hasher);
        }
    }
}

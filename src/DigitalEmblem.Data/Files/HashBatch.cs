namespace DigitalEmblem.Data.Files;

/// <summary>
/// Some items that follow each other in a walk. They are handed over together, as handing over costs more than hashing a small file.
/// </summary>
internal sealed class HashBatch : HashWork
{
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly List<WalkItem> _items;

    private readonly Sha256Digest?[] _digests;

    private readonly List<Folder> _folders;

    private readonly HashRun _run;

    private readonly Action<long> _opened;

    private int _mayAsk;

    internal HashBatch(List<WalkItem> items, Sha256Digest?[] digests, List<Folder> folders, HashRun run, bool mayAskForHelp)
        : base(items.Count)
    {
        _items = items;
        _digests = digests;
        _folders = folders;
        _run = run;
        _mayAsk = mayAskForHelp && items.Count > 1 ? 1 : 0;
        _opened = AskForHelp;
    }

    /// <summary>Ends when each item is ready.</summary>
    internal Task Completion => _completed.Task;

    /// <summary>A ready item.</summary>
    internal HashedItem this[int index] => new(_items[index], _digests[index]);

    protected override void Do(int part, FileHasher hasher)
    {
        if (_run.Stop.IsCancellationRequested)
        {
            return;
        }

        try
        {
            WalkItem item = _items[part];
            if (item.Trouble.IsNone && _digests[part] is null)
            {
                _digests[part] = item.Type == NodeType.File ? hasher.Hash(item, _opened)
                    : item.Target is not null ? Sha256Digest.Of(item.Target)
                    : null;
            }

            _run.Progress.AddItem();
        }
#pragma warning disable CA1031 // It is thrown again where the items are awaited.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _ = _completed.TrySetException(exception);
        }
    }

    protected override void Complete()
    {
        foreach (Folder folder in _folders)
        {
            folder.Dispose();
        }

        _ = _run.Stop.IsCancellationRequested ? _completed.TrySetCanceled(_run.Stop) : _completed.TrySetResult();
        _run.Finish();
    }

    // At a large file, others may take the small ones behind it.
    private void AskForHelp(long size)
    {
        if (FileHasher.IsLarge(size) && Interlocked.Exchange(ref _mayAsk, 0) == 1)
        {
            _run.AskForHelp(this);
        }
    }
}

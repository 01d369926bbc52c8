using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>
/// Counts files and bytes ahead of a marking by a walk of its own, so that a person sees how much is left. A run of less than a second is
/// not counted, and a walk that fails gives no totals.
/// </summary>
internal sealed class TreeTotals : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _counting;
    private long _files;
    private long _bytes;
    private bool _isKnown;

    /// <param name="root">The folder; it must stay open until the end.</param>
    /// <param name="skip">What is left out.</param>
    public TreeTotals(Folder root, PathPredicate skip)
    {
        _counting = Task.Factory.StartNew(
            () => Count(root, skip), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The totals, if they are known by now.</summary>
    public (long? Files, long? Bytes) Known => Volatile.Read(ref _isKnown) ? (_files, _bytes) : (null, null);

    public void Dispose()
    {
        _stop.Cancel();
        _counting.Wait();
        _stop.Dispose();
    }

    private void Count(Folder root, PathPredicate skip)
    {
        try
        {
            Walk(root, skip);
        }
        catch (IOException)
        {
            // The temporary file of a giant folder could not be written: the marking itself says so, if it cannot either.
        }
    }

    private void Walk(Folder root, PathPredicate skip)
    {
        // Another descriptor, because two walks would read on from each other's place in the folder.
        if (_stop.Token.WaitHandle.WaitOne(Patience) || !root.OpenFolder("."u8, out Folder? own).IsNone || own is null)
        {
            return;
        }

        using (own)
        {
            using TreeWalk walk = new(own, new WalkOptions { WithStamps = true, Skip = skip });
            while (!_stop.IsCancellationRequested && walk.TryNext(out WalkItem? item))
            {
                _files += item.Type == NodeType.File ? 1 : 0;
                // Sparse files may add up to more than a number holds; the marking refuses them, and this only shows.
                _bytes = unchecked(_bytes + (item.Type == NodeType.File ? item.Stamp?.Size ?? 0 : 0));
            }
        }

        Volatile.Write(ref _isKnown, !_stop.IsCancellationRequested);
    }
}

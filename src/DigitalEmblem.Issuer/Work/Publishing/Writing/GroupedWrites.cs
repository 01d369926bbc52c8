namespace DigitalEmblem.Issuer.Work.Publishing.Writing;

/// <summary>
/// Collects the changes that come while a write is on its way, and writes them together after it. So a single name is written at once, and
/// ten thousand need some hundred messages. If a group cannot be written, or it is not known whether it was, its halves are, so that
/// one name whose records changed, that is refused, or at which a server fails holds up no other.
/// </summary>
internal sealed class GroupedWrites(IZoneWriter writer) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private readonly List<Waiting> _waiting = [];

    private Task _work = Task.CompletedTask;
    private bool _isAtWork;

    /// <summary>Writes the change of a name.</summary>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">Ends the wait. The change may be made if it is on its way; else it is not.</param>
    public Task<WriteResult> WriteAsync(NameChange change, CancellationToken cancellationToken)
    {
        var one = new Waiting(change, cancellationToken);
        lock (_gate)
        {
            _waiting.Add(one);
            if (!_isAtWork)
            {
                _isAtWork = true;
                _work = WorkAsync();
            }
        }

        return one.Result.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _work;
        _end.Dispose();
        await writer.DisposeAsync();
    }

    private async Task WorkAsync()
    {
        await Task.Yield();
        while (AllWaiting() is { } all)
        {
            await WriteAsync(await FirstAsync(all));
        }
    }

    /// <summary>All that wait now; null if nothing does, and the work ends.</summary>
    private Waiting[]? AllWaiting()
    {
        lock (_gate)
        {
            _isAtWork = _waiting.Count > 0;
            return _isAtWork ? [.. _waiting] : null;
        }
    }

    /// <summary>Takes those that are written together. A change that the writer cannot even look at is told so by itself.</summary>
    private async Task<Waiting[]> FirstAsync(Waiting[] all)
    {
        Task<int> counting = CountAsync(all);
        await Task.WhenAny(counting);
        Waiting[] some = counting.IsCompletedSuccessfully ? all[..await counting] : all[..1];
        lock (_gate)
        {
            _waiting.RemoveRange(0, some.Length);
        }

        return some;
    }

    // A fault of the writer is in the tasks of these two, whenever it happens.
    private Task<int> CountAsync(Waiting[] all) => Task.Run(() => writer.TakesTogether([.. all.Select(w => w.Change)]));

    private async Task<WriteResult> SendAsync(ArraySegment<Waiting> some) =>
        await writer.WriteAsync([.. some.Select(w => w.Change)], _end.Token);

    private async Task WriteAsync(ArraySegment<Waiting> all)
    {
        // A caller that does not wait any more has let go of the name: another instance may be at work on it.
        ArraySegment<Waiting> some = all.Where(w => !w.Wait.IsCancellationRequested).ToArray();
        if (some.Count == 0)
        {
            return;
        }

        Task<WriteResult> writing = SendAsync(some);
        // Those who wait are told of a fault, and not this loop, which nobody waits for.
        await Task.WhenAny(writing);
        if (some.Count > 1 && writing.IsCompletedSuccessfully && IsOfOne(await writing))
        {
            await WriteAsync(some[..(some.Count / 2)]);
            await WriteAsync(some[(some.Count / 2)..]);
            return;
        }

        foreach (Waiting one in some)
        {
            one.Result.TrySetFromTask(writing);
        }
    }

    /// <summary>Whether the result may be about one name of a group, and others would be told otherwise.</summary>
    private static bool IsOfOne(WriteResult result) => !result.IsForAll && !result.IsSilent && result.Outcome != WriteOutcome.Done;

    private sealed class Waiting(NameChange change, CancellationToken wait)
    {
        public NameChange Change { get; } = change;

        public CancellationToken Wait { get; } = wait;

        public TaskCompletionSource<WriteResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

namespace DigitalEmblem.Issuer.Work.Publishing.Writing;

/// <summary>
/// Writes what comes while something is being written in one go afterwards: a single name is written at once, and ten thousand in some
/// hundred messages, without waiting for company. If not all of a group can be written, its halves are, so that one name whose records
/// changed, or that is refused, holds up no other.
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
    /// <param name="cancellationToken">Ends the wait. The change may be made.</param>
    public Task<WriteResult> WriteAsync(NameChange change, CancellationToken cancellationToken)
    {
        var one = new Waiting(change);
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
        while (Next() is { } some)
        {
            await WriteAsync(some);
        }
    }

    private Waiting[]? Next()
    {
        lock (_gate)
        {
            _isAtWork = _waiting.Count > 0;
            if (!_isAtWork)
            {
                return null;
            }

            Waiting[] some = [.. _waiting.Take(writer.TakesTogether([.. _waiting.Select(w => w.Change)]))];
            _waiting.RemoveRange(0, some.Length);
            return some;
        }
    }

    private async Task WriteAsync(ArraySegment<Waiting> some)
    {
        try
        {
            WriteResult result = await writer.WriteAsync([.. some.Select(w => w.Change)], _end.Token);
            if (some.Count > 1 && !result.IsForAll && result.Outcome is WriteOutcome.Changed or WriteOutcome.Refused)
            {
                await WriteAsync(some[..(some.Count / 2)]);
                await WriteAsync(some[(some.Count / 2)..]);
                return;
            }

            foreach (Waiting one in some)
            {
                one.Result.TrySetResult(result);
            }
        }
        catch (OperationCanceledException e)
        {
            foreach (Waiting one in some)
            {
                one.Result.TrySetCanceled(e.CancellationToken);
            }
        }
#pragma warning disable CA1031 // Those who wait are told, and not this loop, which nobody waits for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            foreach (Waiting one in some)
            {
                one.Result.TrySetException(e);
            }
        }
    }

    private sealed class Waiting(NameChange change)
    {
        public NameChange Change { get; } = change;

        public TaskCompletionSource<WriteResult> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

namespace DigitalEmblem.Discovery;

/// <summary>
/// The places before one server. A caller takes one, gives it back, and says whether the server answered. Safe for concurrent use.
/// </summary>
internal sealed class Places(int most, bool adapts)
{
    private readonly Lock _gate = new();
    private readonly AdaptiveLimit _limit = new(most, adapts);
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private int _taken;

    /// <summary>Waits for a place.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask TakeAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        TaskCompletionSource turn;
        lock (_gate)
        {
            if (_taken < _limit.Value && _waiting.Count == 0)
            {
                _taken++;
                return default;
            }

            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Enqueue(turn);
        }

        return WaitAsync(turn, cancellationToken);
    }

    /// <summary>Gives a place back.</summary>
    /// <param name="answered">Whether the server answered.</param>
    public void GiveBack(bool answered)
    {
        lock (_gate)
        {
            _limit.Add(answered);
            Free();
        }
    }

    /// <summary>Gives a place back that was not used.</summary>
    public void GiveBackUnused()
    {
        lock (_gate)
        {
            Free();
        }
    }

    private void Free()
    {
        _taken--;
        while (_taken < _limit.Value && _waiting.TryDequeue(out TaskCompletionSource? next))
        {
            // A caller that was cancelled while it waited takes no place.
            _taken += next.TrySetResult() ? 1 : 0;
        }
    }

    private static async ValueTask WaitAsync(TaskCompletionSource turn, CancellationToken cancellationToken)
    {
        using (cancellationToken.UnsafeRegister(static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token), turn))
        {
            await turn.Task.ConfigureAwait(false);
        }
    }
}

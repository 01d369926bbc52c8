namespace DigitalEmblem.Issuer.Storage;

/// <summary>
/// Wakes the rounds of work before their time. The store sets it after a commit that may mean work; the loop of rounds waits for it.
/// </summary>
internal sealed class WorkSignal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _wake = New();

    /// <summary>There may be something to do. Once is enough, however often it is said before the next wait ends.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _wake.TrySetResult();
        }
    }

    /// <summary>
    /// Waits until there may be something to do, or the time is up. What was said during the round before ends the wait at once.
    /// </summary>
    public async Task WaitAsync(TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        Task wake;
        lock (_gate)
        {
            wake = _wake.Task;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(wake, Task.Delay(time, clock, ended.Token));
        await ended.CancelAsync();
        lock (_gate)
        {
            _wake = _wake.Task.IsCompleted ? New() : _wake;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

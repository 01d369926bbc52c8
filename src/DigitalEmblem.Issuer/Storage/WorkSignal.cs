namespace DigitalEmblem.Issuer.Storage;

/// <summary>
/// Wakes the rounds of work before their time. The store sets it after a commit that may mean work; the loop of rounds waits for it.
/// </summary>
internal sealed class WorkSignal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _wake = New();

    /// <summary>Signals that there may be work. Several calls before the next wait ends count as one.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _wake.TrySetResult();
        }
    }

    /// <summary>
    /// Waits until there may be work, or the time is up. A signal during the round before ends the wait at once.
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

namespace DigitalEmblem.Issuer.Storage;

/// <summary>
/// Wakes the rounds of work before their time. The store sets it after a commit that may mean work; the loop of rounds waits for it.
/// </summary>
internal sealed class WorkSignal
{
    private readonly Lock _gate = new();
    private readonly List<WorkSignal> _followers = [];
    private TaskCompletionSource _wake = New();

    /// <summary>A signal for another loop, which is set whenever this one is.</summary>
    public WorkSignal Follow()
    {
        var follower = new WorkSignal();
        Follow(follower);
        return follower;
    }

    /// <summary>Sets another signal whenever this one is set.</summary>
    public void Follow(WorkSignal follower)
    {
        lock (_gate)
        {
            _followers.Add(follower);
        }
    }

    /// <summary>Signals that there may be work. Several calls before the next wait ends count as one.</summary>
    public void Wake()
    {
        WorkSignal[] followers;
        lock (_gate)
        {
            _wake.TrySetResult();
            followers = [.. _followers];
        }

        foreach (WorkSignal follower in followers)
        {
            follower.Wake();
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

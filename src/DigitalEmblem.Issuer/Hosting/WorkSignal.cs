namespace DigitalEmblem.Issuer.Hosting;

/// <summary>Wakes the work up when there is something to do, and tells readiness how it goes.</summary>
internal sealed class WorkSignal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _wake = New();
    private DateTimeOffset? _succeededAt;
    private string? _fault;

    /// <summary>When a round last went through; null if none has.</summary>
    public DateTimeOffset? SucceededAt
    {
        get
        {
            lock (_gate)
            {
                return _succeededAt;
            }
        }
    }

    /// <summary>Why the last round did not; null if it did.</summary>
    public string? Fault
    {
        get
        {
            lock (_gate)
            {
                return _fault;
            }
        }
    }

    /// <summary>There is something to do.</summary>
    public void Wake()
    {
        lock (_gate)
        {
            _wake.TrySetResult();
        }
    }

    public void Succeeded(DateTimeOffset at)
    {
        lock (_gate)
        {
            (_succeededAt, _fault) = (at, null);
        }
    }

    public void Failed(string fault)
    {
        lock (_gate)
        {
            _fault = fault;
        }
    }

    /// <summary>Waits until there is something to do, or the time is up.</summary>
    public async Task WaitAsync(TimeSpan time, TimeProvider clock, CancellationToken cancellation)
    {
        Task wake;
        lock (_gate)
        {
            wake = _wake.Task;
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await Task.WhenAny(wake, Task.Delay(time, clock, ended.Token));
        await ended.CancelAsync();
        lock (_gate)
        {
            _wake = _wake.Task.IsCompleted ? New() : _wake;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

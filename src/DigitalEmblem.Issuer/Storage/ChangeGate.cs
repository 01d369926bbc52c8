namespace DigitalEmblem.Issuer.Storage;

/// <summary>
/// Lets the changes of this process through one at a time, by their precedence. The database has them wait as well, but in no order: a
/// waiting writer of SQLite asks again and again, and meets a long row of short changes for seconds.
/// </summary>
internal sealed class ChangeGate
{
    // So many others at most go before a patient change that waits.
    private const int MostOvertaking = 20;

    private readonly Lock _gate = new();
    private readonly LinkedList<TaskCompletionSource>[] _waiting = [new(), new(), new()];
    private bool _isTaken;
    private int _overtaken;

    /// <summary>Waits for its turn. The caller leaves in any case.</summary>
    public async Task EnterAsync(Precedence precedence, CancellationToken cancellationToken)
    {
        LinkedListNode<TaskCompletionSource> turn;
        lock (_gate)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return;
            }

            turn = _waiting[(int)precedence].AddLast(new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        try
        {
            await turn.Value.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            GiveUp(turn);
            throw;
        }
    }

    /// <summary>Lets the next one in.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            if (Next() is not { } list)
            {
                _isTaken = false;
                return;
            }

            TaskCompletionSource next = list.First!.Value;
            list.RemoveFirst();
            next.SetResult();
        }
    }

    private void GiveUp(LinkedListNode<TaskCompletionSource> turn)
    {
        lock (_gate)
        {
            if (turn.List is { } list)
            {
                list.Remove(turn);
                return;
            }
        }

        // Its turn came at the same moment.
        Leave();
    }

    private LinkedList<TaskCompletionSource>? Next()
    {
        (LinkedList<TaskCompletionSource> urgent, LinkedList<TaskCompletionSource> ordinary, LinkedList<TaskCompletionSource> patient) =
            (_waiting[0], _waiting[1], _waiting[2]);
        if (urgent.Count > 0)
        {
            return urgent;
        }

        if (ordinary.Count > 0 && (patient.Count == 0 || _overtaken < MostOvertaking))
        {
            _overtaken += patient.Count > 0 ? 1 : 0;
            return ordinary;
        }

        _overtaken = 0;
        return patient.Count > 0 ? patient : null;
    }
}

namespace DigitalEmblem.Issuer.Worker;

/// <summary>
/// Counts the steps of an instance at all that outlasts it: its database, the zones and its keys. At one step the instance ends. Whatever
/// it tries from then on fails, for ever: for all that outlasts it, that is the same as a process that is gone, and it costs no process.
/// That it is the same is shown by real ones (KilledInstanceTests).
/// </summary>
/// <param name="last">The step that is never done; beyond the last of an action, nothing ends.</param>
/// <param name="end">What else happens at that step, such as the end of the process.</param>
internal sealed class Steps(int last, Action? end = null)
{
    private readonly List<StepKind> _taken = [];
    private bool _ended;

    /// <summary>The steps that were done, in their order.</summary>
    public IReadOnlyList<StepKind> Taken
    {
        get
        {
            lock (_taken)
            {
                return [.. _taken];
            }
        }
    }

    /// <summary>Takes a step, or ends here.</summary>
    /// <exception cref="InstanceEndedException">The instance has ended, here or before.</exception>
    public void Take(StepKind kind)
    {
        lock (_taken)
        {
            if (!_ended && _taken.Count + 1 == last)
            {
                _ended = true;
                end?.Invoke();
            }

            RefuseIfEnded();
            _taken.Add(kind);
        }
    }

    /// <summary>For what leaves nothing behind, and is no step of its own.</summary>
    /// <exception cref="InstanceEndedException">The instance has ended.</exception>
    public void RefuseIfEnded()
    {
        lock (_taken)
        {
            if (_ended)
            {
                throw new InstanceEndedException();
            }
        }
    }
}

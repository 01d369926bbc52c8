namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>Which servers do not answer in this batch.</summary>
internal sealed class ServerSilence
{
    // A server counts as away after so many names in a row without an answer.
    private const int AwayAfter = 3;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, (int InARow, bool HasAnswered, ZoneOutcome Last)> _seen = [];

    /// <summary>The outcome for a further name of a silent server, without asking it; null to ask.</summary>
    public ZoneOutcome? Of(Guid target)
    {
        lock (_gate)
        {
            return _seen.TryGetValue(target, out var seen) && seen.InARow >= AwayAfter ? seen.Last : null;
        }
    }

    /// <summary>Whether its server has answered in this batch.</summary>
    public bool HasAnswered(Guid target)
    {
        lock (_gate)
        {
            return _seen.TryGetValue(target, out var seen) && seen.HasAnswered;
        }
    }

    /// <summary>Counts the outcome of one name.</summary>
    public void Note(Guid target, ZoneOutcome outcome)
    {
        lock (_gate)
        {
            (int inARow, bool hasAnswered, _) = _seen.GetValueOrDefault(target);
            _seen[target] = outcome.IsServerAtFault ? (inARow + 1, hasAnswered, outcome) : (0, true, outcome);
        }
    }
}

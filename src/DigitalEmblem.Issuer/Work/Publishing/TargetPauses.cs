namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// Pauses name servers that do not answer, longer each time up to a minute, so that waiting for one does not delay the emblems of all other
/// zones. The pauses are in memory only: after a start, a process may try each server once.
/// </summary>
internal sealed class TargetPauses(TimeProvider clock)
{
    private const int FirstSeconds = 4, LongestSeconds = 60;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, (int Seconds, DateTimeOffset Until)> _pauses = [];

    /// <summary>The targets that are paused now.</summary>
    public Guid[] Now()
    {
        DateTimeOffset now = clock.GetUtcNow();
        lock (_gate)
        {
            // Ignore a pause that is longer than possible: the clock was set back.
            return [.. _pauses.Where(p => p.Value.Until > now && p.Value.Until - now <= TimeSpan.FromSeconds(LongestSeconds))
                .Select(p => p.Key)];
        }
    }

    /// <summary>Pauses a target, because its server did not answer.</summary>
    public void Away(Guid target)
    {
        lock (_gate)
        {
            int seconds = _pauses.TryGetValue(target, out var before) ? Math.Min(before.Seconds * 2, LongestSeconds) : FirstSeconds;
            _pauses[target] = (seconds, clock.GetUtcNow() + TimeSpan.FromSeconds(seconds));
        }
    }

    /// <summary>Ends the pause, because its server answers or a person asks for a try now.</summary>
    public void Back(Guid target)
    {
        lock (_gate)
        {
            _pauses.Remove(target);
        }
    }
}

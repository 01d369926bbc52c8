namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// Pauses the publication to name servers that do not answer, longer each time up to a minute. Removals are never paused. A server that was
/// silent is probed with one name first. The pauses are in memory only: after a start, a process may try each server once.
/// </summary>
internal sealed class TargetPauses(TimeProvider clock)
{
    private const int FirstSeconds = 4, LongestSeconds = 60;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, (int Seconds, DateTimeOffset Until)> _pauses = [];
    private readonly HashSet<Guid> _heard = [];

    /// <summary>Whether the target at a place is paused now.</summary>
    public bool IsPaused(Guid place)
    {
        DateTimeOffset now = clock.GetUtcNow();
        lock (_gate)
        {
            // Ignore a pause that is longer than possible: the clock was set back.
            return _pauses.TryGetValue(place, out var pause)
                && pause.Until > now && pause.Until - now <= TimeSpan.FromSeconds(LongestSeconds);
        }
    }

    /// <summary>Whether the server at a place was silent the last time.</summary>
    public bool IsAway(Guid place)
    {
        lock (_gate)
        {
            return _pauses.ContainsKey(place);
        }
    }

    /// <summary>Pauses the target at a place, because its server did not answer.</summary>
    public void Away(Guid place)
    {
        lock (_gate)
        {
            int seconds = _pauses.TryGetValue(place, out var before) ? Math.Min(before.Seconds * 2, LongestSeconds) : FirstSeconds;
            _heard.Remove(place);
            _pauses[place] = (seconds, clock.GetUtcNow() + TimeSpan.FromSeconds(seconds));
        }
    }

    /// <summary>Ends the pause, because its server answers.</summary>
    /// <returns>Whether it was away before, or this process has not heard of it yet.</returns>
    public bool Back(Guid place)
    {
        lock (_gate)
        {
            _pauses.Remove(place);
            return _heard.Add(place);
        }
    }
}

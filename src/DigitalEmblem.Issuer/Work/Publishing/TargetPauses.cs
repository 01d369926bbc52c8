namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// Name servers that were away are left alone for a while, longer each time up to a minute: waiting for one must not hold up the emblems of
/// all other zones. In memory only, since a process that starts may well try.
/// </summary>
internal sealed class TargetPauses(TimeProvider clock)
{
    private const int FirstSeconds = 4, LongestSeconds = 60;

    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, (int Seconds, DateTimeOffset Until)> _pauses = [];

    /// <summary>The targets to leave alone now.</summary>
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

    /// <summary>Its server did not answer.</summary>
    public void Away(Guid target)
    {
        lock (_gate)
        {
            int seconds = _pauses.TryGetValue(target, out var before) ? Math.Min(before.Seconds * 2, LongestSeconds) : FirstSeconds;
            _pauses[target] = (seconds, clock.GetUtcNow() + TimeSpan.FromSeconds(seconds));
        }
    }

    /// <summary>Its server answers, or a person wants it tried now.</summary>
    public void Back(Guid target)
    {
        lock (_gate)
        {
            _pauses.Remove(target);
        }
    }
}

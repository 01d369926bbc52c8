namespace DigitalEmblem.Issuer.Watching;

/// <summary>
/// How often people look outside of the rounds. In memory only: with several instances it is so many times as often, which a resolver
/// bears. Safe for concurrent use.
/// </summary>
internal sealed class LookPace(TimeProvider clock)
{
    // One more makes those go that are over.
    private const int MostKept = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _freeAt = [];

    /// <summary>Takes a turn for all of these, or for none.</summary>
    /// <returns>Null if it was taken; else when it can be.</returns>
    public DateTimeOffset? Take(params ReadOnlySpan<(string Who, TimeSpan Every)> turns)
    {
        DateTimeOffset now = clock.GetUtcNow();
        lock (_gate)
        {
            DateTimeOffset? wait = null;
            foreach ((string who, TimeSpan every) in turns)
            {
                // A time further away comes from a clock that was set back.
                if (_freeAt.TryGetValue(who, out DateTimeOffset free) && free > now && free <= now + every && !(free < wait))
                {
                    wait = free;
                }
            }

            if (wait is not null)
            {
                return wait;
            }

            if (_freeAt.Count >= MostKept)
            {
                foreach (string over in _freeAt.Where(f => f.Value <= now).Select(f => f.Key).ToArray())
                {
                    _freeAt.Remove(over);
                }
            }

            foreach ((string who, TimeSpan every) in turns)
            {
                _freeAt[who] = now + every;
            }

            return null;
        }
    }
}

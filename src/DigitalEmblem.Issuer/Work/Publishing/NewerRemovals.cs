using System.Collections.Concurrent;
using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// Which names were taken for removal by this instance lately. A batch of publications may have been taken before and still be under way:
/// it must not put back what the removal took away.
/// </summary>
internal sealed class NewerRemovals(TimeSpan kept, TimeProvider clock)
{
    private readonly ConcurrentDictionary<Guid, (long Number, DateTimeOffset At)> _removals = new();
    private long _last;

    /// <summary>A number for a batch, from before it is taken.</summary>
    public long NextBatch() => Interlocked.Increment(ref _last);

    /// <summary>Notes the removals of a batch, after it was taken.</summary>
    public void Note(IReadOnlyCollection<Publication> taken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        // No batch is worked on for longer than a lease.
        foreach ((Guid id, (long Number, DateTimeOffset At) removal) in _removals)
        {
            if ((now - removal.At).Duration() > kept)
            {
                _removals.TryRemove(new(id, removal));
            }
        }

        long number = NextBatch();
        foreach (Publication publication in taken.Where(p => !p.Wanted))
        {
            _removals[publication.Id] = (number, now);
        }
    }

    /// <summary>Whether a name was taken for removal after a batch was taken.</summary>
    public bool IsNewer(Publication publication, long number) =>
        _removals.TryGetValue(publication.Id, out (long Number, DateTimeOffset At) removal) && removal.Number > number;
}

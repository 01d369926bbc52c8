using System.Security.Cryptography;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>Takes names whose records are due, under a lease, so that no two instances change the same name.</summary>
internal sealed class DuePublications(IssuerStore store, PublishingOptions options, IssuingOptions issuing, Instance instance)
{
    // The longest pause and some more. A longer one was written by a clock that went wrong, and does not count.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(65);

    /// <summary>Those of some lanes in which something is due.</summary>
    public Task<List<Lane>> LanesAsync(IReadOnlyCollection<Lane> lanes, DateTimeOffset now, CancellationToken cancellationToken) =>
        lanes.Count == 0 ? Task.FromResult<List<Lane>>([]) : store.ReadAsync(async d =>
        {
            // One look into the index a lane: with very many names due, all of them would be read each time otherwise.
            var found = await lanes.Select(l => Due(d, l, now).Select(p => new { p.Place, p.Wanted }).Take(1))
                .Aggregate((one, other) => one.Concat(other)).ToListAsync(cancellationToken);
            return found.ConvertAll(f => new Lane(f.Place, f.Wanted));
        });

    /// <summary>
    /// Whether a publication is still as it was taken. One that was withdrawn meanwhile must not be put back by a batch that was taken
    /// before. What is withdrawn between this look and the update is found by <see cref="LookAgain"/>.
    /// </summary>
    public Task<bool> IsStillAsync(Publication taken, CancellationToken cancellationToken) => store.ReadAsync(
        d => d.Publications.AnyAsync(p => p.Id == taken.Id && p.Version == taken.Version, cancellationToken));

    /// <summary>Takes one batch of a lane.</summary>
    public Task<List<Publication>> TakeAsync(Lane lane, CancellationToken cancellationToken) => store.ChangeAsync<List<Publication>>(
        Instance.Actor,
        async change =>
        {
            var claim = new Guid(RandomNumberGenerator.GetBytes(16));
            List<Guid> ids = await Due(change.Database, lane, change.Now)
                .OrderBy(p => p.NextAttempt).Select(p => p.Id).Take(options.BatchSize).ToListAsync(cancellationToken);
            if (ids.Count == 0)
            {
                return [];
            }

            var lease = Lease.For(instance.Name, change.Now, issuing.Lease);
            List<Publication> taken = await change.Database.Publications.AsNoTracking()
                .Where(p => ids.Contains(p.Id)).ToListAsync(cancellationToken);
            await change.Database.Publications.Where(p => ids.Contains(p.Id)).ExecuteUpdateAsync(
                s => s.SetProperty(p => p.Lease, lease).SetProperty(p => p.Version, claim),
                cancellationToken);
            return [.. taken.Select(p => p.Claimed(claim))];
        },
        cancellationToken);

    private static IQueryable<Publication> Due(IssuerContext database, Lane lane, DateTimeOffset now)
    {
        DateTimeOffset beyond = now + LongestPause;
        return database.Publications.WhereFree(now)
            .Where(p => p.Place == lane.Place && p.Wanted == lane.Wanted && p.State == PublicationState.Due
                && (p.NextAttempt <= now || p.NextAttempt > beyond));
    }
}

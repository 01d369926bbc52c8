using System.Security.Cryptography;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>Takes names whose records are due, under a lease, so that no two instances change the same name.</summary>
internal sealed class DuePublications(
    IssuerStore store, PublishingOptions options, IssuingOptions issuing, Instance instance, TimeProvider clock)
{
    // The longest pause. A longer one was written by a clock that went wrong, and does not count.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Takes one batch, removals first. Names of paused targets are left out, but never removals: each is tried when its own pause ends.
    /// </summary>
    /// <param name="paused">The targets that are paused.</param>
    /// <param name="wanted">Whether to take publications or removals; null for both.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<List<Publication>> TakeAsync(Guid[] paused, bool? wanted, CancellationToken cancellationToken) =>
        // Look first, by reading only: the loops look every second, and what changes the database has others wait.
        await store.ReadAsync(async d => await Due(d, clock.GetUtcNow(), paused, wanted).AnyAsync(cancellationToken))
            ? await TakeDueAsync(paused, wanted, cancellationToken)
            : [];

    private Task<List<Publication>> TakeDueAsync(
        Guid[] paused, bool? wanted, CancellationToken cancellationToken) => store.ChangeAsync<List<Publication>>(
        Instance.Actor,
        async change =>
        {
            DateTimeOffset now = change.Now;
            var claim = new Guid(RandomNumberGenerator.GetBytes(16));
            // Removals go first.
            List<Guid> ids = await Due(change.Database, now, paused, wanted)
                .OrderBy(p => p.Wanted).ThenBy(p => p.NextAttempt).Select(p => p.Id).Take(options.BatchSize).ToListAsync(cancellationToken);
            if (ids.Count == 0)
            {
                return [];
            }

            var lease = Lease.For(instance.Name, now, issuing.Lease);
            // Return the rows with their expired leases: an expired lease tells that an attempt may have succeeded.
            List<Publication> taken = await change.Database.Publications.AsNoTracking()
                .Where(p => ids.Contains(p.Id)).ToListAsync(cancellationToken);
            await change.Database.Publications.Where(p => ids.Contains(p.Id)).ExecuteUpdateAsync(
                s => s.SetProperty(p => p.Lease, lease).SetProperty(p => p.Version, claim),
                cancellationToken);
            return [.. taken.Select(p => p.Claimed(claim)).OrderBy(p => p.Wanted)];
        },
        cancellationToken);

    private static IQueryable<Publication> Due(IssuerContext database, DateTimeOffset now, Guid[] paused, bool? wanted)
    {
        DateTimeOffset beyondPause = now + LongestPause;
        IQueryable<Publication> due = database.Publications.WhereFree(now)
            .Where(p => p.State == PublicationState.Due
                && (p.NextAttempt <= now || p.NextAttempt > beyondPause)
                && (!p.Wanted || !paused.Contains(p.TargetId)));
        return wanted is { } only ? due.Where(p => p.Wanted == only) : due;
    }
}

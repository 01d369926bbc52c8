using System.Security.Cryptography;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>Takes names whose records are due to be brought about, under a lease, so that no two instances change the same one.</summary>
internal sealed class DuePublications(IssuerStore store, PublishingOptions options, IssuingOptions issuing, Instance instance)
{
    // No pause and no lease is longer: what says so was written by a clock that went wrong.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10), LongestLease = TimeSpan.FromMinutes(65);

    /// <summary>Takes one batch, those to be removed first; none of targets that are paused.</summary>
    public Task<List<Publication>> TakeAsync(Guid[] paused, CancellationToken cancellation) => store.ChangeAsync<List<Publication>>(
        Instance.Actor,
        async change =>
        {
            DateTimeOffset now = change.Now, beyondPause = now + LongestPause, beyondLease = now + LongestLease;
            var claim = new Guid(RandomNumberGenerator.GetBytes(16));
            // What is to be removed goes first.
            List<Guid> ids = await change.Database.Publications
                .Where(p => p.State == PublicationState.Due && (p.NextAttempt <= now || p.NextAttempt > beyondPause) && (p.LeasedUntil == null || p.LeasedUntil <= now || p.LeasedUntil > beyondLease) && !paused.Contains(p.TargetId))
                .OrderBy(p => p.Wanted).ThenBy(p => p.NextAttempt).Select(p => p.Id).Take(options.BatchSize).ToListAsync(cancellation);
            DateTimeOffset until = now + issuing.Lease;
            if (ids.Count == 0)
            {
                return [];
            }

            // What a lease that ran out says is kept in what is returned: its attempt may have gone through.
            List<Publication> taken = await change.Database.Publications.AsNoTracking().Where(p => ids.Contains(p.Id)).ToListAsync(cancellation);
            await change.Database.Publications.Where(p => ids.Contains(p.Id)).ExecuteUpdateAsync(
                s => s.SetProperty(p => p.LeasedBy, instance.Name).SetProperty(p => p.LeasedUntil, until).SetProperty(p => p.Version, claim),
                cancellation);
            return [.. taken.Select(p => p.Claimed(claim)).OrderBy(p => p.Wanted)];
        },
        cancellation);
}

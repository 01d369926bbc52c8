using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Setup;

/// <summary>Finds how far the service is set up: from nothing to an emblem that the world sees.</summary>
internal sealed class FindSetUp(IssuerStore store, TimeProvider clock)
{
    // Enough to tell whether those who are needed are there.
    private const int MostPeople = 200;

    /// <summary>How far it is.</summary>
    public Task<SetUpState> RunAsync(CancellationToken cancellationToken) => store.ReadAsync(async d =>
    {
        DateTimeOffset now = clock.GetUtcNow();
        List<AccessRoles> people = await d.Persons.Where(p => p.EndedAt == null && p.Roles != AccessRoles.None).Select(p => p.Roles)
            .Take(MostPeople).ToListAsync(cancellationToken);
        OrganizationKey? root = await InUseAsync(d, KeyUse.Root, cancellationToken);
        OrganizationKey? emblem = await InUseAsync(d, KeyUse.Emblem, cancellationToken);
        Guid? rootId = root?.Id;
        return new SetUpState(
            await d.Organizations.SingleOrDefaultAsync(cancellationToken),
            people.Count,
            people.Count(r => r.HasFlag(AccessRoles.Officer)),
            people.Count(r => r.HasFlag(AccessRoles.Approver)),
            root,
            rootId is not null && await d.Commitments.AnyAsync(c => c.KeyId == rootId, cancellationToken),
            emblem,
            await d.SentRequests.Where(r => r.State == RequestState.Asked).OrderByDescending(r => r.Id)
                .FirstOrDefaultAsync(cancellationToken),
            await d.Endorsements.Where(e => e.KeyId == rootId && e.SignerKeyId == null && e.State == EndorsementState.Current
                && e.Expires > now).OrderByDescending(e => e.Id).Select(e => e.Issuer).FirstOrDefaultAsync(cancellationToken),
            await d.Targets.AnyAsync(t => t.LeavingSince == null, cancellationToken),
            await d.Assets.AnyAsync(cancellationToken),
            await d.Assets.Where(a => a.State == AssetState.Marked).OrderBy(a => a.Id).FirstOrDefaultAsync(cancellationToken),
            await d.Publications.AnyAsync(p => p.SeenUntil > now, cancellationToken));
    });

    // The one in use, or the one that is to be.
    private static Task<OrganizationKey?> InUseAsync(IssuerContext d, KeyUse use, CancellationToken cancellationToken) =>
        d.Keys.Where(k => k.Use == use && (k.State == KeyState.Active || k.State == KeyState.Pending))
            .OrderByDescending(k => k.State).ThenByDescending(k => k.Id).FirstOrDefaultAsync(cancellationToken);
}

using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Endorsements;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Keys;

/// <summary>Puts a pending root key in the place of the one in use, in one step.</summary>
internal sealed class RollRoot(IssuerStore store, ISigningKeys keys, KeyRing ring, IssuingOptions options, TimeProvider clock)
{
    /// <summary>
    /// Has the new root key endorse the keys in use, retires the old root key, and makes all emblems due. Refuses, saying what is missing,
    /// if the new one lacks its commitment, or an authority's endorsement that emblems in force rest on.
    /// </summary>
    /// <param name="actor">Who decides it.</param>
    /// <param name="newId">The pending root key.</param>
    /// <param name="seen">The version of it that the caller saw.</param>
    /// <param name="without">The authorities whose endorsement is given up.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The key, in use; or the request to sign on the machine where it is, whose answer completes the roll.</returns>
    public async Task<(OrganizationKey? Key, PendingSigning? Pending)> RunAsync(
        Actor actor,
        Guid newId,
        Guid? seen,
        IReadOnlyCollection<OrganizationIdentifier> without,
        CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        PlannedRoll plan = await store.ReadAsync(async d =>
        {
            PlannedRoll planned = await PlannedRoll.LoadAsync(d, newId, without, now, cancellationToken);
            await RefuseUnknownAsync(d, planned, without, cancellationToken);
            return planned;
        });
        IReadOnlyList<PlannedEndorsement> claims = plan.Claims(now, options.EndorsementLifetime);
        if (plan.New.Custody == KeyCustody.Offline && claims.Count > 0)
        {
            return (null, await AskAsync(actor, newId, seen, without, claims, cancellationToken));
        }

        List<SignedEndorsement> signed = claims.Count == 0
            ? []
            : await keys.UseAsync(plan.New, key => claims.Select(c => c.Sign(key)).ToList(), cancellationToken);
        PlannedRoll done = await store.ChangeAsync(
            actor,
            async change =>
            {
                await change.GetAsync<OrganizationKey>(newId, seen, cancellationToken);
                return await CompletedRoll.RunAsync(change, newId, without, signed, cancellationToken);
            },
            cancellationToken);
        if (done.Old is { } old)
        {
            ring.Forget(KeyIdentifier.Parse(old.Identifier));
        }

        return (done.New, null);
    }

    private Task<PendingSigning> AskAsync(
        Actor actor,
        Guid newId,
        Guid? seen,
        IReadOnlyCollection<OrganizationIdentifier> without,
        IReadOnlyList<PlannedEndorsement> claims,
        CancellationToken cancellationToken) => store.ChangeAsync(
            actor,
            async change =>
            {
                OrganizationKey next = await change.GetAsync<OrganizationKey>(newId, seen, cancellationToken);
                await OpenSignings.CloseAsync(
                    change, s => s.KeyId == newId && s.RollWithout is not null, $"The roll was asked for anew.", cancellationToken);
                return await NewSigning.AddRollAsync(change, next, [.. claims.SelectMany(c => c.ToItems())], without, cancellationToken);
            },
            cancellationToken);

    /// <summary>Refuses a name of which nothing would be given up: it is probably mistyped.</summary>
    private static async Task RefuseUnknownAsync(
        IssuerContext database, PlannedRoll plan, IReadOnlyCollection<OrganizationIdentifier> without, CancellationToken cancellationToken)
    {
        List<OrganizationIdentifier> known = plan.Old is not { } old ? [] : await database.Endorsements
            .Where(e => e.KeyId == old.Id && e.State == EndorsementState.Current && e.SignerKeyId == null)
            .Select(e => e.Issuer).ToListAsync(cancellationToken);
        if (without.FirstOrDefault(a => !known.Contains(a)) is { } unknown)
        {
            throw new RefusedException(
                Refusal.Malformed, $"{unknown} does not endorse the root key in use, so there is no endorsement to give up: leave it "
                    + $"out, or correct it.");
        }
    }
}

using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Endorsements;

/// <summary>Has the root key endorse a key of the organization.</summary>
internal sealed class EndorseKey(IssuerStore store, ISigningKeys keys, IssuingOptions options, TimeProvider clock)
{
    /// <summary>Endorses a key, which replaces the key in use in one step. All emblems are then issued anew.</summary>
    /// <returns>The endorsement; or the request that has to be signed on the machine where the root key is.</returns>
    public async Task<(HeldEndorsement? Endorsement, PendingSigning? Pending)> RunAsync(
        Actor actor, Guid keyId, Purposes purposes, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        (OrganizationKey root, PlannedEndorsement planned) = await store.ReadAsync(async d =>
        {
            (OrganizationIdentifier organization, OrganizationKey root, RootCommitment commitment) = await RootInUse.LoadAsync(
                d, cancellationToken);
            OrganizationKey key = await d.Keys.SingleOrDefaultAsync(k => k.Id == keyId, cancellationToken)
                ?? throw new RefusedException(Refusal.NotFound, $"There is no key {keyId}.");
            if (key.Use == KeyUse.Root || key.State is KeyState.Retired or KeyState.Compromised)
            {
                throw new RefusedException(
                    Refusal.WrongState,
                    $"Key {key.Identifier} is a {key.Use} key and '{key.State}': the root key endorses emblem and intermediate keys "
                        + $"that are pending or in use.");
            }

            var claims = new Endorsement
            {
                Issuer = organization,
                Subject = organization,
                EndorsedKey = KeyIdentifier.Parse(key.Identifier),
                MayEndorse = key.Use == KeyUse.Intermediate,
                Constraints = new EmblemConstraints { Purposes = purposes },
                Log = commitment.Log(),
                Validity = Validity.IssuedAt(now, options.EndorsementLifetime),
                IssuedAt = now,
            };
            return (root, PlannedEndorsement.Of(claims, key.ToVerificationKey(), commitment.Profiles));
        });
        if (root.Custody == KeyCustody.Offline)
        {
            return (null, await store.ChangeAsync(
                actor, change => NewSigning.AddAsync(change, root, [.. planned.ToItems()], cancellationToken), cancellationToken));
        }

        SignedEndorsement signed = await keys.UseAsync(root, planned.Sign, cancellationToken);
        return (
            await store.ChangeAsync(
                actor, change => EndorsementsInForce.TakeOwnAsync(change, root.Id, signed, cancellationToken), cancellationToken),
            null);
    }
}

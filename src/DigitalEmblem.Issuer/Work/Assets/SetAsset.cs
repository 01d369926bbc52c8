using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Makes the asset of a name be as it is stated: it is put on the list, changed, or left.</summary>
internal sealed class SetAsset(IssuerStore store)
{
    /// <summary>Does it, in one step.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="name">The name.</param>
    /// <param name="seen">The version that was seen, null for any; asked only before it is changed or put there.</param>
    /// <param name="purposes">Its purposes.</param>
    /// <param name="lifetime">The lifetime of its emblems; null for the service's setting.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The asset, and whether it is new.</returns>
    public Task<(Asset Asset, bool IsNew)> RunAsync(
        Actor actor, DomainName name, Func<Asset?, Guid?> seen, Purposes purposes, TimeSpan? lifetime,
        LabelsToSet labels, CancellationToken cancellationToken) => store.ChangeAsync(
            actor,
            async change =>
            {
                Asset? asset = await change.Database.Assets.SingleOrDefaultAsync(a => a.Name == name, cancellationToken);
                if (asset is not null && asset.Purposes == purposes && asset.Lifetime == lifetime
                    && labels.IsAlreadyOf(asset))
                {
                    return (asset, false);
                }

                if (seen(asset) is { } version && version != asset?.DecisionVersion)
                {
                    throw new RefusedException(
                        Refusal.Conflict, $"The asset was changed or is not there any more: read it again, and decide again.");
                }

                if (asset is null)
                {
                    (await change.OrganizationAsync(cancellationToken)).Require(OrganizationRoles.Issuer);
                    return (NewAsset.Add(change, NewAsset.Make(name, purposes, lifetime, change.Now, labels.Labels)), true);
                }

                return (await ChangeAsset.InAsync(change, asset, purposes, lifetime, labels, cancellationToken), false);
            },
            cancellationToken);
}

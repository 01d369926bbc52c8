using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Puts a name on the list of assets.</summary>
internal sealed class AddAsset(IssuerStore store)
{
    /// <summary>Puts it there; nothing is issued for it until it is declared and marked.</summary>
    public Task<Asset> RunAsync(
        Actor actor, DomainName name, Purposes purposes, TimeSpan? lifetime, CancellationToken cancellationToken) =>
        RunAsync(actor, name, purposes, lifetime, null, cancellationToken);

    /// <summary>Puts it there with labels.</summary>
    public Task<Asset> RunAsync(
        Actor actor, DomainName name, Purposes purposes, TimeSpan? lifetime, AssetLabels? labels, CancellationToken cancellationToken) =>
        store.ChangeAsync(
            actor,
            async change =>
            {
                Organization organization = await change.OrganizationAsync(cancellationToken);
                organization.Require(OrganizationRoles.Issuer);
                if (await change.Database.Assets.AnyAsync(a => a.Name == name, cancellationToken))
                {
                    throw new RefusedException(Refusal.AlreadyThere, $"{name} is on the list already.");
                }

                return NewAsset.Add(change, NewAsset.Make(name, purposes, lifetime, change.Now, labels));
            },
            cancellationToken);
}

using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Puts many names on the list of assets at once, all or none.</summary>
internal sealed class ImportAssets(IssuerStore store)
{
    /// <summary>Adds all rows to the list of assets, or only reports their faults. If there is one fault, no row is added.</summary>
    /// <returns>The faults, by line; none if all rows can be added.</returns>
    public Task<IReadOnlyList<AssetRowFault>> RunAsync(Actor actor, IReadOnlyList<AssetRow> rows, IReadOnlyList<AssetRowFault> faults,
        bool dryRun, CancellationToken cancellationToken) => store.ChangeAsync<IReadOnlyList<AssetRowFault>>(
            actor,
            async change =>
            {
                Organization organization = await change.OrganizationAsync(cancellationToken);
                organization.Require(OrganizationRoles.Issuer);
                var all = new List<AssetRowFault>(faults);
                var there = (await change.Database.Assets.Select(a => a.Name).ToListAsync(cancellationToken)).ToHashSet();
                var made = new List<Asset>(rows.Count);
                foreach (AssetRow row in rows)
                {
                    if (!there.Add(row.Name))
                    {
                        all.Add(new AssetRowFault(row.Line, $"{row.Name} is on the list already, or stands twice in this file."));
                        continue;
                    }

                    try
                    {
                        made.Add(NewAsset.Make(row.Name, row.Purposes, row.Lifetime, change.Now));
                    }
                    catch (RefusedException e)
                    {
                        all.Add(new AssetRowFault(row.Line, e.Message));
                    }
                }

                if (all.Count > 0 || dryRun)
                {
                    return [.. all.OrderBy(f => f.Line)];
                }

                made.ForEach(a => NewAsset.Add(change, a));
                return [];
            },
            cancellationToken);
}

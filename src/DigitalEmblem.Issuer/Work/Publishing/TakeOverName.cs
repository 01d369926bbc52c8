using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Errands;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// Decides that the records that another party put at a name are replaced by ours: exactly those that were found, and no others.
/// </summary>
internal sealed class TakeOverName(IssuerStore store)
{
    /// <summary>Decides so, at all targets where such records were found.</summary>
    /// <returns>The publications of the asset.</returns>
    public Task<IReadOnlyList<Publication>> RunAsync(Actor actor, Guid assetId, CancellationToken cancellationToken) =>
        RunAsync(actor, assetId, null, cancellationToken);

    /// <summary>Decides so about those that a person saw.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="assetId">The asset.</param>
    /// <param name="seen">The digests that the person saw (<see cref="Publication.Foreign"/>); null for any.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The publications of the asset.</returns>
    /// <exception cref="RefusedException">There are none, or others than were seen.</exception>
    public Task<IReadOnlyList<Publication>> RunAsync(
        Actor actor, Guid assetId, IReadOnlyCollection<string>? seen, CancellationToken cancellationToken) =>
        store.ChangeAsync<IReadOnlyList<Publication>>(
            actor,
            async change =>
            {
                Asset asset = await change.GetAsync<Asset>(assetId, null, cancellationToken);
                List<Publication> publications = await change.Database.Publications.Where(p => p.AssetId == assetId)
                    .ToListAsync(cancellationToken);
                Publication[] hindered = [.. publications.Where(p => p.Foreign is not null)];
                if (hindered.Length == 0)
                {
                    throw new RefusedException(
                        Refusal.WrongState, $"No records of another party were found at {asset.Name}, so there is nothing to take over.");
                }

                if (seen is not null && hindered.Any(p => !seen.Contains(p.Foreign!)))
                {
                    throw new RefusedException(Refusal.Conflict, AssetAct.Changed(asset));
                }

                foreach (Publication publication in hindered)
                {
                    publication.TakeOver(change.Now);
                    change.Journal(
                        "publication.takenOver", asset.Name.ToString(), new JsonObject { ["sha256"] = publication.TakesOver });
                }

                return publications;
            },
            cancellationToken);
}

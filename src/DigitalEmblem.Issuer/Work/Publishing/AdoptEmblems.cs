using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>Makes emblems due for publication that were issued before they had a target.</summary>
internal sealed class AdoptEmblems(IssuerStore store, PublishingOptions options)
{
    /// <summary>Adopts one batch.</summary>
    /// <returns>How many.</returns>
    public Task<int> RunAsync(CancellationToken cancellationToken) => store.ChangeAsync(
        Instance.Actor,
        async change =>
        {
            List<PublicationTarget> targets = await change.Database.Targets.ToListAsync(cancellationToken);
            var without = await change.Database.Assets
                .Where(a => a.State == AssetState.Marked && a.EmblemId != null && !change.Database.Publications.Any(p => p.AssetId == a.Id))
                .Select(a => new { a.Id, a.Name }).ToListAsync(cancellationToken);
            List<Guid> held =
                [.. without.Where(a => PublicationTarget.For(a.Name, targets) is not null).Select(a => a.Id).Take(options.BatchSize)];
            return held.Count == 0 ? 0 : await InAsync(
                change, await change.Database.Assets.Where(a => held.Contains(a.Id)).ToListAsync(cancellationToken), cancellationToken);
        },
        cancellationToken);

    /// <summary>Adopts those of some assets, as a part of a change.</summary>
    public static async Task<int> InAsync(Change change, IReadOnlyCollection<Asset> assets, CancellationToken cancellationToken)
    {
        List<PublicationTarget> targets = await change.Database.Targets.ToListAsync(cancellationToken);
        int count = 0;
        foreach (Asset asset in assets.Where(a => a.State == AssetState.Marked && a.EmblemId is not null))
        {
            if (PublicationTarget.For(asset.Name, targets) is not { } target
                || await change.Database.Publications.AnyAsync(p => p.AssetId == asset.Id, cancellationToken))
            {
                continue;
            }

            var publication = Publication.Create(asset, target, change.Now);
            publication.Want(emblem: true, target.Id, change.Now);
            change.Database.Add(publication);
            count++;
        }

        return count;
    }
}

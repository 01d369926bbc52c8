using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Gives an asset other labels. No emblem has them, so none is issued anew.</summary>
internal sealed class LabelAsset(IssuerStore store)
{
    /// <summary>Puts these in the place of all that it has.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="id">The asset.</param>
    /// <param name="seen">The version that was seen; null for any.</param>
    /// <param name="labels">Its labels from now on; null for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<Asset> RunAsync(Actor actor, Guid id, Guid? seen, AssetLabels? labels, CancellationToken cancellationToken) =>
        store.ChangeAsync(
            actor,
            async change =>
            {
                Asset asset = await change.GetAsync<Asset>(id, seen, cancellationToken);
                await InAsync(change, asset, labels, cancellationToken);
                return asset;
            },
            cancellationToken);

    /// <summary>Does it as a part of a change of an asset that is on the list. The same labels again are no change.</summary>
    public static async Task InAsync(Change change, Asset asset, AssetLabels? labels, CancellationToken cancellationToken)
    {
        if (Equals(asset.Labels, labels))
        {
            return;
        }

        string[] stay = Each(labels);
        change.Database.RemoveRange(
            await change.Database.LabelledAssets.Where(l => l.AssetId == asset.Id && !stay.Contains(l.Label))
                .ToListAsync(cancellationToken));
        Add(change, asset, stay.Except(Each(asset.Labels)));
        asset.Label(labels);
        change.Journal("asset.labelled", asset.Name.ToString(), new JsonObject { ["id"] = asset.Id, ["labels"] = labels?.ToString() });
    }

    /// <summary>Adds the rows of the labels of a new asset.</summary>
    public static void Add(Change change, Asset asset) => Add(change, asset, Each(asset.Labels));

    private static void Add(Change change, Asset asset, IEnumerable<string> labels) =>
        change.Database.AddRange(labels.Select(l => LabelledAsset.Of(l, asset.Id)));

    private static string[] Each(AssetLabels? labels) => [.. labels?.Each ?? []];
}

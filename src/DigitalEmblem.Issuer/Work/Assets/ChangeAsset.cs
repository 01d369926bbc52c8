using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Changes an asset.</summary>
internal sealed class ChangeAsset(IssuerStore store)
{
    /// <summary>Changes purposes and lifetime; its emblem is due at once.</summary>
    public Task<Asset> RunAsync(
        Actor actor, Guid id, Guid? seen, Purposes purposes, TimeSpan? lifetime, CancellationToken cancellationToken) =>
        RunAsync(actor, id, seen, purposes, lifetime, LabelsToSet.AsTheyAre, cancellationToken);

    /// <summary>Changes labels too. If nothing but the labels is other than before, no emblem is due.</summary>
    public Task<Asset> RunAsync(
        Actor actor, Guid id, Guid? seen, Purposes purposes, TimeSpan? lifetime, LabelsToSet labels,
        CancellationToken cancellationToken) =>
        store.ChangeAsync(
            actor,
            async change =>
            {
                Asset asset = await change.GetAsync<Asset>(id, seen, cancellationToken);
                return await InAsync(change, asset, purposes, lifetime, labels, cancellationToken);
            },
            cancellationToken);

    /// <summary>Changes it as a part of a change.</summary>
    public static async Task<Asset> InAsync(
        Change change, Asset asset, Purposes purposes, TimeSpan? lifetime, LabelsToSet labels, CancellationToken cancellationToken)
    {
        bool isOfLabelsOnly = !labels.IsAlreadyOf(asset) && asset.Purposes == purposes && asset.Lifetime == lifetime;
        if (labels.AreStated)
        {
            await LabelAsset.InAsync(change, asset, labels.Labels, cancellationToken);
        }

        if (isOfLabelsOnly)
        {
            return asset;
        }

        asset.Change(purposes, lifetime);
        asset.Refresh(change.Now);
        change.Journal(
            "asset.changed",
            asset.Name.ToString(),
            new JsonObject { ["purposes"] = purposes.ToString(), ["lifetimeSeconds"] = lifetime?.TotalSeconds });
        return asset;
    }
}

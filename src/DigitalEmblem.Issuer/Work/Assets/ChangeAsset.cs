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
        store.ChangeAsync(
            actor,
            async change =>
            {
                Asset asset = await change.GetAsync<Asset>(id, seen, cancellationToken);
                return In(change, asset, purposes, lifetime);
            },
            cancellationToken);

    /// <summary>Changes it as a part of a change.</summary>
    public static Asset In(Change change, Asset asset, Purposes purposes, TimeSpan? lifetime)
    {
        asset.Change(purposes, lifetime);
        asset.Refresh(change.Now);
        change.Journal(
            "asset.changed",
            asset.Name.ToString(),
            new JsonObject { ["purposes"] = purposes.ToString(), ["lifetimeSeconds"] = lifetime?.TotalSeconds });
        return asset;
    }
}

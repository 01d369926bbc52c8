using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Adds an asset to the list, for single additions and for imports.</summary>
internal static class NewAsset
{
    /// <summary>An asset with a challenge of its own, which shows later that its zone is ours.</summary>
    public static Asset Make(DomainName name, Purposes purposes, TimeSpan? lifetime, DateTimeOffset at, AssetLabels? labels = null)
    {
        var asset = Asset.List(
            name, purposes, ControlRecord.TextOf(RandomNumberGenerator.GetBytes(16)), at);
        asset.Change(purposes, lifetime);
        asset.Label(labels);
        return asset;
    }

    /// <summary>Adds it, and journals that.</summary>
    public static Asset Add(Change change, Asset asset)
    {
        change.Database.Add(asset);
        LabelAsset.Add(change, asset);
        change.Journal("asset.listed", asset.Name.ToString(), asset, new JsonObject { ["purposes"] = asset.Purposes.ToString() });
        return asset;
    }
}

using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.Errands;

/// <summary>An act of an officer on each of many assets: at once, or as an errand.</summary>
internal sealed class AssetAct
{
    /// <summary>What an errand of it is.</summary>
    public required ErrandKind Kind { get; init; }

    /// <summary>Does it with one asset, or refuses.</summary>
    public required Action<Asset, Actor, DateTimeOffset> Apply { get; init; }

    /// <summary>What follows for assets that it was done with, as a part of the same change.</summary>
    public Func<Change, IReadOnlyList<Asset>, CancellationToken, Task>? Follow { get; init; }

    /// <summary>Whether an asset is already as the act would leave it, so that an errand has nothing to do with it.</summary>
    public Func<Asset, bool> IsDone { get; init; } = _ => false;

    /// <summary>The journal's word for one asset.</summary>
    public required string Action { get; init; }

    /// <summary>The journal's word for a part of an errand.</summary>
    public required string ActionOfMany { get; init; }

    /// <summary>The journal's details about one asset.</summary>
    public Func<Asset, JsonObject?> Details { get; init; } = _ => null;

    /// <summary>Does it with all of these assets, or with none, with a line of the journal for each.</summary>
    public async Task InAsync(Change change, IReadOnlyList<Asset> assets, CancellationToken cancellationToken)
    {
        foreach (Asset asset in assets)
        {
            Apply(asset, change.Actor, change.Now);
            change.Journal(Action, asset.Name.ToString(), asset, Details(asset));
        }

        if (Follow is not null)
        {
            await Follow(change, assets, cancellationToken);
        }
    }
}

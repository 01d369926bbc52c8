using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;

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

    /// <summary>Whether it is done for the purposes that the person saw, and with none that has others meanwhile.</summary>
    public bool IsForPurposes { get; init; }

    /// <summary>The journal's word for one asset.</summary>
    public required string Action { get; init; }

    /// <summary>The journal's word for a part of an errand.</summary>
    public required string ActionOfMany { get; init; }

    /// <summary>The journal's details about one asset.</summary>
    public Func<Asset, JsonObject?> Details { get; init; } = _ => null;

    /// <summary>Does it with all of these assets, or with none, with a line of the journal for each.</summary>
    /// <param name="change">The change.</param>
    /// <param name="assets">The assets.</param>
    /// <param name="isAsSeen">Whether an asset is as the person saw it; null if nobody looked.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusedException">One was changed meanwhile, or its state does not allow the act.</exception>
    public async Task InAsync(
        Change change, IReadOnlyList<Asset> assets, Func<Asset, bool>? isAsSeen, CancellationToken cancellationToken)
    {
        foreach (Asset asset in assets)
        {
            if (isAsSeen?.Invoke(asset) == false)
            {
                throw new RefusedException(Refusal.Conflict, Changed(asset));
            }

            Apply(asset, change.Actor, change.Now);
            change.Journal(Action, asset.Name.ToString(), asset, Details(asset));
        }

        if (Follow is not null)
        {
            await Follow(change, assets, cancellationToken);
        }
    }

    /// <summary>What is said of an asset that is not as the person saw it.</summary>
    public static Sentence Changed(Asset asset) =>
        $"{asset.Name} was changed meanwhile: read it again as it is now, and decide again.";
}

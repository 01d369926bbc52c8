using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Work.Assets;

namespace DigitalEmblem.Issuer.Work.Errands;

/// <summary>The acts on many assets.</summary>
internal static class AssetActs
{
    /// <summary>An officer declares that assets serve only protected purposes.</summary>
    public static AssetAct Declare { get; } = new()
    {
        Kind = ErrandKind.Declare,
        Action = "asset.declared",
        ActionOfMany = "assets.declared",
        IsForPurposes = true,
        Apply = (asset, actor, at) => asset.Declare(actor.Name, at),
        Details = asset => new JsonObject { ["until"] = asset.DeclaredUntil!.Value.ToUnixTimeSeconds() },
    };

    /// <summary>Emblems are due from now on.</summary>
    public static AssetAct Mark { get; } = new()
    {
        Kind = ErrandKind.Mark,
        Action = "asset.marked",
        ActionOfMany = "assets.marked",
        IsForPurposes = true,
        Apply = (asset, _, at) => asset.Mark(at),
        IsDone = asset => asset.State == AssetState.Marked,
        Follow = ObservationBook.ForgetAsync,
    };

    /// <summary>New emblems are due now.</summary>
    public static AssetAct Renew { get; } = new()
    {
        Kind = ErrandKind.Renew,
        Action = "asset.renewalAsked",
        ActionOfMany = "assets.renewalAsked",
        Apply = (asset, _, at) =>
        {
            if (asset.State != AssetState.Marked)
            {
                throw new RefusedException(
                    Refusal.WrongState, $"{asset.Name} is not marked: there is nothing to renew. Mark it first.");
            }

            asset.Refresh(at);
        },
    };

    /// <summary>Emblems are withdrawn, and their records removed.</summary>
    public static AssetAct Withdraw { get; } = new()
    {
        Kind = ErrandKind.Withdraw,
        Action = "asset.withdrawn",
        ActionOfMany = "assets.withdrawn",
        Apply = (asset, _, _) => asset.Withdraw(),
        IsDone = asset => asset.State == AssetState.Withdrawn,
        Follow = WithdrawAssets.UnpublishAsync,
    };

    /// <summary>The act of an errand; null for an import, whose rows are no assets yet.</summary>
    public static AssetAct? Of(ErrandKind kind) =>
        kind == ErrandKind.Import ? null : new[] { Declare, Mark, Renew, Withdraw }.First(a => a.Kind == kind);
}

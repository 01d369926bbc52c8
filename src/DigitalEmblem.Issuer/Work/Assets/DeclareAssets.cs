using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>An officer declares that assets serve only protected purposes.</summary>
internal sealed class DeclareAssets(IssuerStore store)
{
    /// <summary>Declares all of them, or none.</summary>
    public Task RunAsync(Actor actor, IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            foreach (Asset asset in await change.AssetsAsync(ids, cancellationToken))
            {
                asset.Declare(actor.Name, change.Now);
                change.Journal(
                    "asset.declared", asset.Name.ToString(), new JsonObject { ["until"] = asset.DeclaredUntil!.Value.ToUnixTimeSeconds() });
            }
        },
        cancellationToken);
}

using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Marks assets, so that their emblems are due.</summary>
internal sealed class MarkAssets(IssuerStore store)
{
    /// <summary>Marks all of them, or none.</summary>
    public Task RunAsync(Actor actor, IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            foreach (Asset asset in await change.AssetsAsync(ids, cancellationToken))
            {
                asset.Mark(change.Now);
                change.Journal("asset.marked", asset.Name.ToString(), asset);
            }
        },
        cancellationToken);
}

using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Work.Errands;
using DigitalEmblem.Issuer.Work.Marking;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>
/// Removes an asset from the list. Its emblem is withdrawn first, as any withdrawal; the row goes when the service has seen that nothing of
/// it is in the DNS any more, because until then it is what says which records are to be removed. The journal keeps what was.
/// </summary>
internal sealed class RemoveAsset(IssuerStore store)
{
    private readonly IssuerStore _urgent = store.At(Precedence.Urgent);

    /// <summary>Asks for it; asked again, it changes nothing.</summary>
    /// <param name="actor">The officer.</param>
    /// <param name="id">The asset.</param>
    /// <param name="seen">The version that was seen; null for any.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The asset while it waits for the DNS; null if it is gone.</returns>
    /// <exception cref="RefusedException">There is no such asset, or marking it is proposed.</exception>
    public Task<Asset?> RunAsync(Actor actor, Guid id, Guid? seen, CancellationToken cancellationToken) => _urgent.ChangeAsync(
        actor,
        async change => await InAsync(change, await change.GetAsync<Asset>(id, seen, cancellationToken), cancellationToken),
        cancellationToken);

    /// <summary>The same by its name. A name that is not on the list is as it should be.</summary>
    public Task<Asset?> OfNameAsync(Actor actor, DomainName name, Guid? seen, CancellationToken cancellationToken) => _urgent.ChangeAsync(
        actor,
        async change => await change.Database.Assets.Where(a => a.Name == name).Select(a => (Guid?)a.Id)
                .FirstOrDefaultAsync(cancellationToken) is { } id
            ? await InAsync(change, await change.GetAsync<Asset>(id, seen, cancellationToken), cancellationToken)
            : null,
        cancellationToken);

    /// <summary>Whether a publication is over: nothing of ours is there, and the looks for updates that are sent again are too.</summary>
    public static bool IsOver(Publication publication) =>
        publication is { Wanted: false, State: PublicationState.Seen, NextLook: null };

    /// <summary>Takes the row and all that hangs on it, as a part of a change. Emblems stay as evidence, as retention says.</summary>
    public static async Task TakeAsync(
        Change change, Asset asset, IReadOnlyList<Publication> publications, CancellationToken cancellationToken)
    {
        string name = asset.Name.ToString();
        foreach (AlertKind kind in await change.Database.Alerts.Where(
            a => a.ClearedAt == null && a.Subject == name && AlertedNames.Kinds.Contains(a.Kind)).Select(a => a.Kind)
            .ToListAsync(cancellationToken))
        {
            await AlertBook.ClearAsync(change, kind, name, cancellationToken);
        }

        change.Database.RemoveRange(publications);
        await change.Database.Observations.Where(o => o.AssetId == asset.Id).ExecuteDeleteAsync(cancellationToken);
        await change.Database.LabelledAssets.Where(l => l.AssetId == asset.Id).ExecuteDeleteAsync(cancellationToken);
        change.Database.Remove(asset);
        change.Journal("asset.removed", name, asset);
    }

    private static async Task<Asset?> InAsync(Change change, Asset asset, CancellationToken cancellationToken)
    {
        if (asset.RemovalAskedAt is null)
        {
            if (await ProposedMarks.OfAsync(change.Database, asset, change.Now, cancellationToken) is not null)
            {
                throw new RefusedException(
                    Refusal.WrongState,
                    $"Marking {asset.Name} is proposed to a second officer. Take the proposal back or have it refused, and then remove the "
                        + $"name.");
            }

            if (asset.State == AssetState.Marked)
            {
                await AssetActs.Withdraw.InAsync(change, [asset], null, cancellationToken);
            }

            asset.AskRemoval(change.Now);
            change.Journal("asset.removalAsked", asset.Name.ToString(), asset);
        }

        List<Publication> publications = await change.Database.Publications.Where(p => p.AssetId == asset.Id)
            .ToListAsync(cancellationToken);
        if (!publications.All(IsOver))
        {
            return asset;
        }

        await TakeAsync(change, asset, publications, cancellationToken);
        return null;
    }
}

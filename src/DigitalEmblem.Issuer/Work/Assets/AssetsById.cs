using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Looks assets up by their identities; one that is missing is refused.</summary>
internal static class AssetsById
{
    /// <summary>All of them, to be changed.</summary>
    public static Task<List<Asset>> AssetsAsync(this Change change, IReadOnlyList<Guid> ids, CancellationToken cancellationToken) =>
        ReadAsync(change.Database, ids, cancellationToken);

    /// <summary>All of them.</summary>
    public static async Task<List<Asset>> ReadAsync(IssuerContext database, IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        List<Asset> assets = await database.Assets.Where(a => ids.Contains(a.Id)).ToListAsync(cancellationToken);
        Guid missing = ids.Except(assets.Select(a => a.Id)).FirstOrDefault();
        return missing == Guid.Empty ? assets : throw new RefusedException(Refusal.NotFound, $"There is no asset {missing}.");
    }

    /// <summary>One of them, to be shown.</summary>
    public static Task<Asset> AssetAsync(this IssuerStore store, Guid id, CancellationToken cancellationToken) => store.ReadAsync(async d =>
        await d.Assets.SingleOrDefaultAsync(a => a.Id == id, cancellationToken)
            ?? throw new RefusedException(Refusal.NotFound, $"There is no asset {id}."));
}

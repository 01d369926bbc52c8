using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.DataMarks;

/// <summary>Looks marked data up by their root.</summary>
internal static class DataByRoot
{
    /// <summary>Those of a root, to be changed. Refuses if they are not the version that the caller saw.</summary>
    public static async Task<MarkedData> DataAsync(this Change change, DataRoot root, Guid? seen, CancellationToken cancellationToken)
    {
        MarkedData data = await FindAsync(change.Database, root, cancellationToken) ?? throw Missing(root);
        return seen is null || seen == data.DecisionVersion
            ? data
            : throw new RefusedException(
                Refusal.Conflict, $"{root} was changed by someone else meanwhile: read it again, and decide again.");
    }

    /// <summary>Those of a root, to be shown.</summary>
    public static async Task<MarkedData> DataAsync(this IssuerStore store, DataRoot root, CancellationToken cancellationToken) =>
        await store.ReadAsync(d => FindAsync(d, root, cancellationToken)) ?? throw Missing(root);

    /// <summary>Those of a root; null if nobody has asked for it.</summary>
    public static Task<MarkedData?> FindAsync(IssuerContext database, DataRoot root, CancellationToken cancellationToken) =>
        database.Data.SingleOrDefaultAsync(d => d.Root == root, cancellationToken);

    /// <summary>A part of all data, in the order in which they came.</summary>
    public static Task<List<MarkedData>> PageAsync(
        IssuerContext database, Guid after, AssetState? only, int size, CancellationToken cancellationToken) =>
        database.Data.Where(d => d.Id.CompareTo(after) > 0 && (only == null || d.State == only))
            .OrderBy(d => d.Id).Take(size).ToListAsync(cancellationToken);

    /// <summary>The signs in force of some data, by their identities.</summary>
    public static Task<Dictionary<Guid, IssuedSign>> SignsAsync(
        IssuerContext database, IEnumerable<MarkedData> data, CancellationToken cancellationToken)
    {
        List<Guid> ids = [.. data.Select(d => d.EmblemId).OfType<Guid>()];
        return database.Signs.Where(s => ids.Contains(s.Id)).ToDictionaryAsync(s => s.Id, cancellationToken);
    }

    /// <summary>Nobody has asked for a root.</summary>
    public static RefusedException Missing(DataRoot root) =>
        new(Refusal.NotFound, $"Nobody has asked to mark {root} here: send its root first.");
}

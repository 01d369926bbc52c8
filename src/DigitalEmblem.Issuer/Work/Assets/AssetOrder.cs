using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>
/// The order of a list of assets, from a place in it, forwards or backwards. Databases place rows without a value differently, so names
/// without an emblem are a part of their own.
/// </summary>
internal static class AssetOrder
{
    /// <summary>The parts of the list, one after another, in the direction in which the page is read.</summary>
    public static IEnumerable<IQueryable<Asset>> Parts(IQueryable<Asset> assets, AssetQuery query) => (query.Sort, query.Before) switch
    {
        (AssetSort.Name, null) => [ByName(assets, query.After?.Name)],
        (AssetSort.Name, { } before) => [ByNameBackwards(assets, before.Name)],
        (_, null) => ByEnd(assets, query.After),
        (_, { } before) => ByEndBackwards(assets, before),
    };

    private static IQueryable<Asset> ByName(IQueryable<Asset> assets, DomainName? after)
    {
        string? name = after?.ToString();
        return (name is null ? assets : assets.Where(a => ((string)(object)a.Name).CompareTo(name) > 0)).OrderBy(a => a.Name);
    }

    private static IQueryable<Asset> ByNameBackwards(IQueryable<Asset> assets, DomainName? before)
    {
        string? name = before?.ToString();
        return (name is null ? assets : assets.Where(a => ((string)(object)a.Name).CompareTo(name) < 0)).OrderByDescending(a => a.Name);
    }

    private static IEnumerable<IQueryable<Asset>> ByEnd(IQueryable<Asset> assets, AssetCursor? after)
    {
        IQueryable<Asset> with = assets.Where(a => a.EmblemUntil != null), without = assets.Where(a => a.EmblemUntil == null);
        if (after is { Until: null })
        {
            return [ByName(without, after.Name)];
        }

        if (after is { Until: { } until })
        {
            string name = after.Name.ToString();
            // The first condition bounds the index; the second leaves out those of the same end that come before.
            with = with.Where(a => a.EmblemUntil >= until)
                .Where(a => a.EmblemUntil > until || ((string)(object)a.Name).CompareTo(name) > 0);
        }

        return [with.OrderBy(a => a.EmblemUntil).ThenBy(a => a.Name), ByName(without, null)];
    }

    private static IEnumerable<IQueryable<Asset>> ByEndBackwards(IQueryable<Asset> assets, AssetCursor before)
    {
        IQueryable<Asset> with = assets.Where(a => a.EmblemUntil != null), without = assets.Where(a => a.EmblemUntil == null);
        if (before.Until is { } until)
        {
            string name = before.Name.ToString();
            return [
                with.Where(a => a.EmblemUntil <= until)
                    .Where(a => a.EmblemUntil < until || ((string)(object)a.Name).CompareTo(name) < 0)
                    .OrderByDescending(a => a.EmblemUntil).ThenByDescending(a => a.Name)];
        }

        return [
            ByNameBackwards(without, before.Name), with.OrderByDescending(a => a.EmblemUntil).ThenByDescending(a => a.Name)];
    }
}

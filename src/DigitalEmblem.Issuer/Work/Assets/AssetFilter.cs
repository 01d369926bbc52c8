using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>What of a list of assets is asked for, as conditions on columns that an index of the list has.</summary>
internal static class AssetFilter
{
    /// <summary>Narrows the list down.</summary>
    /// <param name="assets">The list.</param>
    /// <param name="query">What is asked for.</param>
    /// <param name="labelled">Which assets have which labels.</param>
    /// <exception cref="RefusedException">The part of a name can be in no name.</exception>
    public static IQueryable<Asset> Matching(
        this IQueryable<Asset> assets, AssetQuery query, IQueryable<LabelledAsset> labelled)
    {
        assets = query.State is { } state ? assets.Where(a => a.State == state) : assets;
        assets = query.Purposes is > Purposes.None and var purposes ? assets.Where(a => (a.Purposes & purposes) == purposes) : assets;
        assets = query.HasAlert switch
        {
            true => assets.Where(a => a.OpenAlerts > 0),
            false => assets.Where(a => a.OpenAlerts == 0),
            null => assets,
        };
        assets = query.Seen switch
        {
            SeenByWorld.Yes => assets.Where(a => a.World == WorldSees.OurEmblem),
            SeenByWorld.No => assets.Where(a => a.World == WorldSees.Nothing || a.World == WorldSees.SomethingElse),
            SeenByWorld.CouldNotLook => assets.Where(a => a.World == WorldSees.CouldNotLook),
            SeenByWorld.NotLooked => assets.Where(a => a.World == WorldSees.NotLooked),
            _ => assets,
        };
        assets = query.DeclaredUntilBefore?.ToUniversalTime() is { } declared ? assets.Where(a => a.DeclaredUntil < declared) : assets;
        assets = query.EmblemEndsBefore?.ToUniversalTime() is { } end ? assets.Where(a => a.EmblemUntil < end) : assets;
        foreach (string label in query.Labels?.Each ?? [])
        {
            assets = assets.Where(a => labelled.Where(l => l.Label == label).Select(l => l.AssetId).Contains(a.Id));
        }

        return assets.InZone(query.Zone).WithPart(query.Part);
    }

    private static IQueryable<Asset> InZone(this IQueryable<Asset> assets, DomainName? zone)
    {
        if (zone is null)
        {
            return assets;
        }

        string below = $".{zone}";
        return assets.Where(a => a.Name == zone || ((string)(object)a.Name).EndsWith(below));
    }

    private static IQueryable<Asset> WithPart(this IQueryable<Asset> assets, string? part)
    {
        if (part is null or "")
        {
            return assets;
        }

        string lower = part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_') ? part.ToLowerInvariant()
            : throw new RefusedException(Refusal.Malformed, $"name is a part of a domain name in its DNS form.");
        return assets.Where(a => ((string)(object)a.Name).Contains(lower));
    }
}

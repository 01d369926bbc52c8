namespace DigitalEmblem;

/// <summary>
/// The languages in which treaties are authentic, by their final clauses: what a translation says in another language binds nobody.
/// </summary>
internal static class TreatyLanguages
{
    private static readonly string[] OfGeneva = ["en", "fr"];

    private static readonly string[] OfHague = ["en", "fr", "es", "ru"];

    private static readonly string[] OfUnitedNations = ["en", "fr", "es", "ar", "ru", "zh"];

    private static readonly Dictionary<string, string[]> Treaties = new(StringComparer.Ordinal)
    {
        // Articles 55, 54, 133 and 150. Russian and Spanish are official translations, and not authentic.
        ["GC I"] = OfGeneva,
        ["GC II"] = OfGeneva,
        ["GC III"] = OfGeneva,
        ["GC IV"] = OfGeneva,
        // Articles 102, 28 and 17.
        ["AP I"] = OfUnitedNations,
        ["AP II"] = OfUnitedNations,
        ["AP III"] = OfUnitedNations,
        // Article 29.
        ["Hague 1954"] = OfHague,
        // Article 39 of the protocol of 1999; article 128 of the statute.
        ["Second Protocol"] = OfUnitedNations,
        ["Rome Statute"] = OfUnitedNations,
    };

    /// <summary>The treaties that are known here, by their short names.</summary>
    public static IReadOnlyCollection<string> Known => Treaties.Keys;

    /// <summary>The languages of a treaty's authentic texts (BCP 47); none of one that is not known.</summary>
    /// <param name="treaty">Its short name.</param>
    public static IReadOnlyList<string> Of(string treaty) => Treaties.GetValueOrDefault(treaty) ?? [];
}

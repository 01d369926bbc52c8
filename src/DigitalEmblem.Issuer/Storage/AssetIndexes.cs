namespace DigitalEmblem.Issuer.Storage;

/// <summary>The indexes by which lists and counts of assets are read.</summary>
internal static class AssetIndexes
{
    /// <summary>In the order of names, with all that a list filters by.</summary>
    public const string ByName = "IX_assets_by_name";

    /// <summary>In the order of the ends of emblems, with all that a list filters by.</summary>
    public const string ByEnd = "IX_assets_by_end";

    /// <summary>By what the world sees, and the state, with the ends of emblems.</summary>
    public const string Counts = "IX_assets_counts";

    /// <summary>The rows of the table by one of these, in SQLite.</summary>
    public static string SqliteOf(string index) => index switch
    {
        ByName => $"SELECT * FROM assets INDEXED BY {ByName}",
        ByEnd => $"SELECT * FROM assets INDEXED BY {ByEnd}",
        Counts => $"SELECT * FROM assets INDEXED BY {Counts}",
        _ => throw new ArgumentOutOfRangeException(nameof(index), index, "It is no index of assets."),
    };
}

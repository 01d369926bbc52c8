namespace DigitalEmblem.Data;

/// <summary>What a listing has counted.</summary>
internal sealed class ListedTotals
{
    /// <summary>The files that are there.</summary>
    public long Files { get; set; }

    /// <summary>Their bytes.</summary>
    public long Bytes { get; set; }

    /// <summary>Entries that are not covered.</summary>
    public long NotCovered { get; set; }

    /// <summary>Entries that the manifest lists; of a volume, those that are new or changed.</summary>
    public long Entries { get; set; }
}

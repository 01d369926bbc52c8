namespace DigitalEmblem.Data;

/// <summary>What a check found at one path.</summary>
/// <param name="Path">The path below the folder; for a single file its name.</param>
/// <param name="Kind">What is there, or is listed if nothing is there.</param>
/// <param name="Standing">How it stands with the manifest.</param>
/// <param name="Size">Its bytes, as read; as listed if nothing was read.</param>
/// <param name="Reason">In words, why it is not covered; null if it is.</param>
public sealed record CheckedEntry(EntryPath Path, EntryKind Kind, EntryStanding Standing, long Size, string? Reason)
{
    /// <summary>The generation of a volume that lists it last; null if none does, or the data are no volume.</summary>
    public long? Generation { get; init; }
}

namespace DigitalEmblem.Data;

/// <summary>The generation of a volume that was marked.</summary>
/// <param name="Number">Its number.</param>
/// <param name="IsRenewed">Whether nothing was new, so that the generation that was there has a new sign.</param>
/// <param name="Entries">How many entries it lists: what was new or changed. 0 if it was renewed.</param>
public sealed record GenerationMarked(long Number, bool IsRenewed, long Entries);

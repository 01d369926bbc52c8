namespace DigitalEmblem.Data;

/// <summary>The generation of a volume that was marked.</summary>
/// <param name="Number">Its number.</param>
/// <param name="IsRenewed">Whether nothing was new, so that the generation that was there has a new sign.</param>
/// <param name="Entries">How many entries it lists: what was new or changed. 0 if it was renewed.</param>
public sealed record GenerationMarked(long Number, bool IsRenewed, long Entries)
{
    /// <summary>
    /// Of an update: manifests of generations beside the sign that are not of its chain, the first 16. They were left as they are. One of
    /// the same number may mean that an older sign was put in place before.
    /// </summary>
    public ValueList<OtherGeneration> Others { get; init; } = [];

    /// <summary>How many more there are, or were not looked at.</summary>
    public long OthersNotShown { get; init; }
}

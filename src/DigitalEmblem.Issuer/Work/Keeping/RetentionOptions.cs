namespace DigitalEmblem.Issuer.Work.Keeping;

/// <summary>
/// How long is kept what is past its use (spec/retention.md). Anyone who can change these decides what can be shown later of what was done.
/// </summary>
internal sealed class RetentionOptions
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    /// <summary>
    /// How long after their end emblems keep their tokens; a week to ten years. Then their digests are left. Anyone who can make it shorter
    /// leaves less time to show a token itself, where its digest is not enough.
    /// </summary>
    public TimeSpan Tokens { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// How long errands, cleared alerts and notices are kept after their end; 30 days to ten years. Anyone who can make it longer keeps
    /// longer who started what; anyone who can make it shorter takes that away from those who look back, but for the journal.
    /// </summary>
    public TimeSpan Records { get; set; } = TimeSpan.FromDays(400);

    /// <summary>What is wrong with it, each fault in a sentence.</summary>
    public IEnumerable<string> Validate()
    {
        if (Tokens < TimeSpan.FromDays(7) || Tokens > Longest)
        {
            yield return "Retention:Tokens lies between a week and ten years.";
        }

        if (Records < TimeSpan.FromDays(30) || Records > Longest)
        {
            yield return "Retention:Records lies between 30 days and ten years.";
        }
    }
}

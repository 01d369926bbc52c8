namespace DigitalEmblem;

/// <summary>How strictly commitments are verified. An input of verification, because it decides what is shown (decisions.md, 15).</summary>
public sealed record CommitmentRules
{
    /// <summary>The default rules.</summary>
    public static CommitmentRules Default { get; } = new();

    /// <summary>
    /// Whether the certificate must name <c>adem-configuration.D</c>, as the drafts ask; else <c>D</c> itself serves as well, as
    /// in what the prototypes issue and accept.
    /// </summary>
    public bool StrictNames { get; init; }

    /// <summary>Whether every <c>log</c> entry must be proven; else one is enough.</summary>
    public bool AllEntries { get; init; }

    /// <summary>Whether revocation must have been checked; if false, a missing check is only a finding.</summary>
    public bool RevocationChecked { get; init; }

    /// <summary>The oldest log list that is used, at the time of judgement; null for any.</summary>
    public TimeSpan? MaximumLogListAge { get; init; }

    /// <summary>
    /// The longest time since the certificate was logged; null for any. Without this limit, a certificate that has expired since still
    /// counts (decisions.md, 21).
    /// </summary>
    public TimeSpan? MaximumTimeSinceLogging { get; init; }

    /// <summary>
    /// How far the clocks of logs may be ahead of the time of judgement; zero to one day. A verifier of emblems puts its own here.
    /// </summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.Zero;

    /// <summary>Refuses rules that are out of range.</summary>
    /// <exception cref="ArgumentException">
    /// A length of time is not longer than zero, or the clock skew is negative or longer than a day.
    /// </exception>
    public void Validate()
    {
        if (MaximumLogListAge <= TimeSpan.Zero || MaximumTimeSinceLogging <= TimeSpan.Zero)
        {
            throw new ArgumentException("The greatest age of a log list, and the greatest time since logging, are longer than zero.");
        }

        if (ClockSkew < TimeSpan.Zero || ClockSkew > TimeSpan.FromDays(1))
        {
            throw new ArgumentException("The clock skew must be between zero and one day.");
        }
    }
}

namespace DigitalEmblem.Verifier;

/// <summary>What a policy makes of one set.</summary>
public sealed class SetVerdict
{
    internal SetVerdict(VerifiedSet set, Outcome outcome, bool trusted, string reason, IReadOnlyList<Finding> findings)
    {
        Set = set;
        Outcome = outcome;
        Trusted = trusted;
        Reason = reason;
        Findings = findings;
    }

    /// <summary>What the set shows.</summary>
    public VerifiedSet Set { get; }

    /// <summary>What the policy says to it.</summary>
    public Outcome Outcome { get; }

    /// <summary>Whether a trusted key or authority carries it.</summary>
    public bool Trusted { get; }

    /// <summary>The main reason, in a sentence.</summary>
    public string Reason { get; }

    /// <summary>What the policy found.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>
    /// The order of sets: a good one decides; a question that was not answered comes before a known "no", because its answer could
    /// be a good one; then higher levels, then trust, then the longer validity.
    /// </summary>
    internal (int, SecurityLevel, bool, DateTimeOffset) Rank => (
        Outcome switch
        {
            Outcome.Marked => 4,
            Outcome.Indeterminate => 3,
            Outcome.NotAccepted => 2,
            Outcome.Invalid => 1,
            _ => 0,
        },
        Set.Level,
        Trusted,
        Set.Emblem?.Claims?.Validity.Expires ?? DateTimeOffset.MinValue);
}

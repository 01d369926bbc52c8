namespace DigitalEmblem.Verifier;

/// <summary>What a policy makes of one set.</summary>
public sealed class SetVerdict
{
    internal SetVerdict(VerifiedSet set, VerdictOutcome outcome, bool trusted, FindingText reason, IReadOnlyList<Finding> findings)
    {
        Set = set;
        Outcome = outcome;
        Trusted = trusted;
        Reason = Printable.Cut(reason.ToString(), TokenLimits.MaxMessageLength);
        ReasonText = reason.ToFormattable();
        Findings = findings;
    }

    /// <summary>What the set shows.</summary>
    public VerifiedSet Set { get; }

    /// <summary>What the policy decides on it.</summary>
    public VerdictOutcome Outcome { get; }

    /// <summary>The organization that its emblem names; null if it names none, or if nothing valid was shown.</summary>
    public OrganizationIdentifier? Issuer => Set.Level > SecurityLevel.Invalid ? Set.Shown.Emblem?.Claims?.Issuer : null;

    /// <summary>Whether a trusted key or authority carries it.</summary>
    public bool Trusted { get; }

    /// <summary>The main reason, in a sentence.</summary>
    public string Reason { get; }

    /// <summary>The same with its words and what stands in them apart, for translations (<see cref="Finding.Format"/>).</summary>
    public FormattableString ReasonText { get; }

    /// <summary>What the policy found.</summary>
    public IReadOnlyList<Finding> Findings { get; }
}

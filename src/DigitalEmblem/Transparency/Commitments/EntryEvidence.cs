namespace DigitalEmblem;

/// <summary>What is known of one <c>log</c> entry, with every check.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Outcome">What is known.</param>
/// <param name="Assurance">How it is known that the log holds it.</param>
/// <param name="Reason">Why, in a sentence for a person.</param>
/// <param name="Checks">Every check, in the order in which they were made.</param>
public sealed record EntryEvidence(CommitmentEntry Entry, CommitmentOutcome Outcome, LogAssurance Assurance, string Reason, ValueList<CommitmentCheck> Checks)
{
    /// <summary>Which of the binding names the certificate has; null if it is not known which certificate the entry points to.</summary>
    public BindingNames? Names { get; init; }

    /// <summary>When the log took the certificate; null if that is not known.</summary>
    public DateTimeOffset? LoggedAt { get; init; }

    /// <summary>The last instant at which the certificate is valid; null if it is not known which it is.</summary>
    public DateTimeOffset? CertificateExpires { get; init; }
}

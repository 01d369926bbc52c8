using System.Globalization;

namespace DigitalEmblem;

/// <summary>What is known of one <c>log</c> entry, with every check.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Outcome">What is known.</param>
/// <param name="Assurance">How it is known that the log holds it.</param>
/// <param name="Reason">Why, as a clause for a person.</param>
/// <param name="Checks">Every check, in the order in which they were made.</param>
public sealed record EntryEvidence(
    CommitmentEntry Entry, CommitmentOutcome Outcome, LogAssurance Assurance, string Reason, ValueList<CommitmentCheck> Checks)
{
    /// <summary>Which of the binding names the certificate has; null if it is not known which certificate the entry points to.</summary>
    internal BindingNames? Names { get; init; }

    /// <summary>The log's name in the log list, fit for a terminal; null if it is not in it.</summary>
    public string? LogName { get; init; }

    /// <summary>The log and the leaf, for a person.</summary>
    public string Place => $"{LogName ?? $"log {Entry.LogId.ToBase64()}"}, {Leaf}";

    private string Leaf => Entry.LeafIndex is { } index
        ? string.Create(CultureInfo.InvariantCulture, $"leaf {index}")
        : $"leaf hash {Entry.LeafHash!.Value.ToBase64()}";

    /// <summary>When the log took the certificate; null if that is not known.</summary>
    public DateTimeOffset? LoggedAt { get; init; }

    /// <summary>The last instant at which the certificate is valid; null if it is not known which it is.</summary>
    public DateTimeOffset? CertificateExpires { get; init; }
}

using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Commands;

/// <summary>The caller's statements about commitments. They are not checked here.</summary>
/// <param name="Stated">Commitments that the caller checked by other means.</param>
/// <param name="NoOthers">Whether every other commitment is refuted.</param>
/// <param name="AllAssumed">Whether every commitment is taken as given.</param>
internal sealed record CommitmentStatements(
    IReadOnlyList<(OrganizationIdentifier Organization, KeyIdentifier Key)> Stated, bool NoOthers, bool AllAssumed)
{
    /// <summary>The evidence that follows from the statements alone; null if more must be gathered.</summary>
    public HeldEvidence? Alone() =>
        AllAssumed ? HeldEvidence.AssumeCommittedUnsafe : NoOthers ? HeldEvidence.Stated(Stated, noOthers: true) : null;
}

using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Commands;

/// <summary>What the caller says of commitments without their being checked here.</summary>
/// <param name="Stated">Commitments that the caller checked by other means.</param>
/// <param name="NoOthers">Whether every other commitment is refuted.</param>
/// <param name="AllAssumed">Whether every commitment is taken as given.</param>
internal sealed record CommitmentStatements(
    IReadOnlyList<(OrganizationIdentifier Organization, KeyIdentifier Key)> Stated, bool NoOthers, bool AllAssumed)
{
    /// <summary>What follows from them alone; null if something must be gathered.</summary>
    public HeldEvidence? Alone() =>
        AllAssumed ? HeldEvidence.AssumeCommittedUnsafe : NoOthers ? HeldEvidence.Stated(Stated, noOthers: true) : null;
}

namespace DigitalEmblem;

/// <summary>Commitments that the caller checked by other means: assumptions, and shown as such.</summary>
internal sealed class StatedCommitments
{
    private static readonly CommitmentEvidence Known = new(CommitmentOutcome.Assumed, ["Named by the caller as checked by other means."]);
    private static readonly CommitmentEvidence NoOther = new(
        CommitmentOutcome.Refuted, ["Not in the caller's list, which the caller says is complete."]);

    private readonly HashSet<(OrganizationIdentifier, KeyIdentifier)> _stated;
    private readonly bool _complete;

    /// <param name="commitments">An organization and the identifier of its root key, in the form of either profile.</param>
    /// <param name="complete">Whether every other commitment is refuted.</param>
    public StatedCommitments(IEnumerable<(OrganizationIdentifier Organization, KeyIdentifier Key)> commitments, bool complete)
    {
        _stated = [.. commitments];
        _complete = complete;
        Assumptions = [
            .. _stated.Select(s => $"{s.Item1} is committed to the key {s.Item2}, as the caller says.").Order(StringComparer.Ordinal),
            .. complete ? (string[])["No other commitment exists, as the caller says."] : []];
    }

    public IReadOnlyList<string> Assumptions { get; }

    /// <summary>What the caller says of a commitment; null for nothing.</summary>
    public CommitmentEvidence? Find(CommitmentClaim claim) =>
        _stated.Count > 0 && (_stated.Contains((claim.Organization, claim.Key.CoseIdentifier))
            || _stated.Contains((claim.Organization, claim.Key.JwkIdentifier)))
            ? Known
        : _complete ? NoOther
        : null;
}

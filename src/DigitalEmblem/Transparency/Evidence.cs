namespace DigitalEmblem;

/// <summary>
/// What was gathered from outside before verification: for now, which root keys are committed to. Verification asks it and asks nobody else, so the same evidence gives the same result.
/// </summary>
public sealed class Evidence
{
    private readonly Func<OrganizationIdentifier, VerificationKey, CommitmentEvidence> _commitment;

    private Evidence(Func<OrganizationIdentifier, VerificationKey, CommitmentEvidence> commitment, IReadOnlyList<string> assumptions)
    {
        _commitment = commitment;
        Assumptions = assumptions;
    }

    /// <summary>What each source said, if emblems were looked for; empty if they were brought.</summary>
    public IReadOnlyList<SourceReport> Sources { get; private init; } = [];

    /// <summary>Nothing was gathered: every commitment is unavailable.</summary>
    public static Evidence None { get; } = new(
        (_, _) => new CommitmentEvidence(CommitmentOutcome.Unavailable, ["Nobody checked this commitment, and none was stated."]), []);

    /// <summary>Takes every commitment as given. For trying out: whoever can sign can then claim any organization.</summary>
    public static Evidence AssumeCommitted { get; } = new(
        (_, _) => new CommitmentEvidence(CommitmentOutcome.Assumed, ["Not checked: all commitments are assumed, at the caller's wish."]),
        ["All root key commitments are assumed; none was checked."]);

    /// <summary>What the caller took as given without its having been checked here, in sentences for a person; they belong into every result.</summary>
    public IReadOnlyList<string> Assumptions { get; }

    /// <summary>Commitments that the caller checked by other means.</summary>
    /// <param name="commitments">An organization and the identifier of its root key, in the form of either profile.</param>
    /// <param name="noOthers">Whether the list is complete, as in a closed network: then every other commitment is refuted, else it stays unavailable.</param>
    public static Evidence Stated(IEnumerable<(OrganizationIdentifier Organization, KeyIdentifier Key)> commitments, bool noOthers)
    {
        ArgumentNullException.ThrowIfNull(commitments);
        HashSet<(OrganizationIdentifier, KeyIdentifier)> stated = [.. commitments];
        var known = new CommitmentEvidence(CommitmentOutcome.Assumed, ["Named by the caller as checked by other means."]);
        CommitmentEvidence other = noOthers
            ? new CommitmentEvidence(CommitmentOutcome.Refuted, ["Not in the caller's list, which the caller says is complete."])
            : new CommitmentEvidence(CommitmentOutcome.Unavailable, ["Not among those the caller named, and nothing else was gathered on it."]);

        List<string> assumptions = [.. stated.Select(s => $"{s.Item1} is committed to the key {s.Item2}, as the caller says.").Order(StringComparer.Ordinal)];
        if (noOthers)
        {
            assumptions.Add("No other commitment exists, as the caller says.");
        }

        return new Evidence(
            (organization, key) => stated.Contains((organization, key.CoseIdentifier)) || stated.Contains((organization, key.JwkIdentifier)) ? known : other,
            assumptions);
    }

    /// <summary>What was gathered on single commitments; on all others, nothing.</summary>
    /// <param name="commitments">By organization and identifier of the key, in the form of either profile.</param>
    public static Evidence Of(IReadOnlyDictionary<(OrganizationIdentifier Organization, KeyIdentifier Key), CommitmentEvidence> commitments)
    {
        ArgumentNullException.ThrowIfNull(commitments);
        var copy = new Dictionary<(OrganizationIdentifier, KeyIdentifier), CommitmentEvidence>(commitments);
        return new Evidence(
            (organization, key) => copy.GetValueOrDefault((organization, key.CoseIdentifier))
                ?? copy.GetValueOrDefault((organization, key.JwkIdentifier))
                ?? None.ForCommitment(organization, key),
            []);
    }

    /// <summary>The same, and what each source said when emblems were looked for.</summary>
    /// <param name="sources">What each source said.</param>
    public Evidence WithSources(IReadOnlyList<SourceReport> sources) => new(_commitment, Assumptions) { Sources = sources };

    /// <summary>What is known of the commitment of <paramref name="organization"/> to <paramref name="key"/>.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="key">The key that should be its root key.</param>
    public CommitmentEvidence ForCommitment(OrganizationIdentifier organization, VerificationKey key)
    {
        ArgumentNullException.ThrowIfNull(organization);
        ArgumentNullException.ThrowIfNull(key);
        return _commitment(organization, key);
    }
}

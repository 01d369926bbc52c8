namespace DigitalEmblem;

/// <summary>
/// What was gathered before verification: what is known of commitments, and what each source said. Verification asks it and asks nobody else, so the same evidence gives the same result.
/// </summary>
public sealed class Evidence
{
    // Some thousand organizations.
    private const long MaxKnownBytes = 8 << 20;

    private readonly Func<CommitmentClaim, CommitmentRules, DateTimeOffset, CommitmentEvidence> _commitment;

    private Evidence(Func<CommitmentClaim, CommitmentRules, DateTimeOffset, CommitmentEvidence> commitment, IReadOnlyList<string> assumptions)
    {
        _commitment = commitment;
        Assumptions = assumptions;
    }

    /// <summary>What each source said, if emblems were looked for; empty if they were brought.</summary>
    public IReadOnlyList<SourceReport> Sources { get; private init; } = [];

    /// <summary>Who could have learned of questions about commitments, in words: one entry a party; empty if no log was asked.</summary>
    public IReadOnlyList<string> Exposure { get; private init; } = [];

    /// <summary>Nothing was gathered: every commitment is unavailable.</summary>
    public static Evidence None { get; } = new(
        (_, _, _) => new CommitmentEvidence(CommitmentOutcome.Unavailable, ["Nobody checked this commitment, and none was stated."]), []);

    /// <summary>Takes every commitment as given. For trying out: whoever can sign can then claim any organization.</summary>
    public static Evidence AssumeCommittedUnsafe { get; } = new(
        (_, _, _) => new CommitmentEvidence(CommitmentOutcome.Assumed, ["Not checked: all commitments are assumed, at the caller's wish."]),
        ["All root key commitments are assumed; none was checked."]);

    /// <summary>What the caller took as given without its having been checked here, in sentences for a person; they belong into every result.</summary>
    public IReadOnlyList<string> Assumptions { get; }

    /// <summary>Commitments that the caller checked by other means.</summary>
    /// <param name="commitments">An organization and the identifier of its root key, in the form of either profile.</param>
    /// <param name="noOthers">Whether the list is complete, as in a closed network: then every other commitment is refuted.</param>
    /// <param name="others">Else, what is known of others; null for nothing.</param>
    /// <exception cref="ArgumentException">The list is said to be complete, and something is known of others.</exception>
    public static Evidence Stated(IEnumerable<(OrganizationIdentifier Organization, KeyIdentifier Key)> commitments, bool noOthers, Evidence? others = null)
    {
        ArgumentNullException.ThrowIfNull(commitments);
        if (noOthers && others is not null)
        {
            throw new ArgumentException("A list that is said to be complete leaves nothing to be known of others.");
        }

        HashSet<(OrganizationIdentifier, KeyIdentifier)> stated = [.. commitments];
        var known = new CommitmentEvidence(CommitmentOutcome.Assumed, ["Named by the caller as checked by other means."]);
        var refuted = new CommitmentEvidence(CommitmentOutcome.Refuted, ["Not in the caller's list, which the caller says is complete."]);
        var unknown = new CommitmentEvidence(CommitmentOutcome.Unavailable, ["Not among those the caller named, and nothing else was gathered on it."]);

        List<string> assumptions = [.. stated.Select(s => $"{s.Item1} is committed to the key {s.Item2}, as the caller says.").Order(StringComparer.Ordinal)];
        if (noOthers)
        {
            assumptions.Add("No other commitment exists, as the caller says.");
        }

        return new Evidence(
            (claim, rules, at) => stated.Contains((claim.Organization, claim.Key.CoseIdentifier)) || stated.Contains((claim.Organization, claim.Key.JwkIdentifier)) ? known
                : noOthers ? refuted
                : others?.ForCommitment(claim, rules, at) ?? unknown,
            assumptions)
        {
            Exposure = others?.Exposure ?? [],
        };
    }

    /// <summary>What the caller says of single commitments; on all others, nothing. Nothing of it is verified, and no assumption is shown: <see cref="Of(CommitmentMaterial, TransparencyTrust, IReadOnlyList{string})"/> verifies.</summary>
    /// <param name="commitments">By organization and identifier of the key, in the form of either profile.</param>
    public static Evidence OfUnsafe(IReadOnlyDictionary<(OrganizationIdentifier Organization, KeyIdentifier Key), CommitmentEvidence> commitments)
    {
        ArgumentNullException.ThrowIfNull(commitments);
        var copy = new Dictionary<(OrganizationIdentifier, KeyIdentifier), CommitmentEvidence>(commitments);
        return new Evidence(
            (claim, rules, at) => copy.GetValueOrDefault((claim.Organization, claim.Key.CoseIdentifier))
                ?? copy.GetValueOrDefault((claim.Organization, claim.Key.JwkIdentifier))
                ?? None.ForCommitment(claim, rules, at),
            []);
    }

    /// <summary>Certificates and log entries, with whom to trust about them: each commitment is verified from them when it is asked for (spec/validation.md, commitments).</summary>
    /// <param name="material">What is at hand.</param>
    /// <param name="trust">Logs, roots and what is revoked.</param>
    /// <param name="exposure">Who could have learned of it when it was gathered; null if nobody was asked.</param>
    public static Evidence Of(CommitmentMaterial material, TransparencyTrust trust, IReadOnlyList<string>? exposure = null)
    {
        ArgumentNullException.ThrowIfNull(material);
        ArgumentNullException.ThrowIfNull(trust);
        // The same organizations endorse many emblems; a certificate chain costs some ten signature checks.
        var known = new BoundedCache<(CommitmentClaim, CommitmentRules), CommitmentEvidence>(MaxKnownBytes);
        return FromUnsafe(
            (claim, rules, at) =>
            {
                if (known.TryGet((claim, rules), out CommitmentEvidence? evidence) && evidence.Steady.Contains(at))
                {
                    return evidence;
                }

                evidence = CommitmentVerification.Verify(claim, trust, material, rules, at);
                known.Replace((claim, rules), evidence, BytesOf(evidence));
                return evidence;
            },
            exposure);
    }

    /// <summary>What a function says of each commitment. Nothing of it is verified, and no assumption is shown: whoever writes the function answers for it. It must be pure: for the same commitment, rules and time the same answer, whoever asks and when.</summary>
    /// <param name="find">What is known of a commitment, by which rules, as of which time of judgement.</param>
    /// <param name="exposure">Who could have learned of it when it was gathered; null if nobody was asked.</param>
    public static Evidence FromUnsafe(Func<CommitmentClaim, CommitmentRules, DateTimeOffset, CommitmentEvidence> find, IReadOnlyList<string>? exposure = null)
    {
        ArgumentNullException.ThrowIfNull(find);
        return new Evidence(find, []) { Exposure = exposure ?? [] };
    }

    /// <summary>The same, and what each source said when emblems were looked for.</summary>
    /// <param name="sources">What each source said.</param>
    public Evidence WithSources(IReadOnlyList<SourceReport> sources) => new(_commitment, Assumptions) { Sources = sources, Exposure = Exposure };

    /// <summary>What is known of a commitment.</summary>
    /// <param name="claim">What is claimed.</param>
    /// <param name="rules">How strictly it is verified.</param>
    /// <param name="at">The time of judgement.</param>
    public CommitmentEvidence ForCommitment(CommitmentClaim claim, CommitmentRules rules, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(rules);
        return _commitment(claim, rules, at);
    }

    // The checks in words are most of it.
    private static int BytesOf(CommitmentEvidence evidence) => 1024 + (evidence.Entries.Count * 4096);
}

namespace DigitalEmblem;

/// <summary>
/// What the caller holds about commitments: chains and log entries, commitments that it checked by other means, or nothing. It answers
/// questions from that alone, and makes no requests. Safe for concurrent use.
/// </summary>
public sealed class HeldEvidence : IEvidenceGatherer, ICommitmentAnswers
{
    private readonly StatedCommitments? _stated;
    private readonly Dictionary<(OrganizationIdentifier, KeyIdentifier), CommitmentEvidence>? _said;
    private readonly (CommitmentMaterial Material, TransparencyTrust Trust, CommitmentMemory Memory)? _verified;
    private readonly HeldEvidence? _others;
    private readonly CommitmentEvidence _else;

    private HeldEvidence(
        CommitmentOutcome outcome,
        string reason,
        StatedCommitments? stated = null,
        Dictionary<(OrganizationIdentifier, KeyIdentifier), CommitmentEvidence>? said = null,
        (CommitmentMaterial, TransparencyTrust, CommitmentMemory)? verified = null,
        HeldEvidence? others = null)
    {
        _else = new CommitmentEvidence(outcome, [reason]);
        _stated = stated;
        _said = said;
        _verified = verified;
        _others = others;
        Assumptions = [.. stated?.Assumptions ?? [], .. others?.Assumptions ?? []];
        Exposure = others?.Exposure ?? [];
    }

    /// <summary>Nothing is held: every commitment is unavailable.</summary>
    public static HeldEvidence None { get; } = new(CommitmentOutcome.Unavailable, "Nobody checked this commitment, and none was stated.");

    /// <summary>Takes every commitment as given. Only for trials: every person who can sign can then claim any organization.</summary>
    public static HeldEvidence AssumeCommittedUnsafe { get; } = new(
        CommitmentOutcome.Assumed, "Not checked: all commitments are assumed, at the caller's wish.")
    {
        Assumptions = [HandedText.Of($"All root key commitments are assumed; none was checked.")],
    };

    /// <summary>
    /// What the caller took as given without its having been checked here, in sentences for a person; they belong into every result.
    /// </summary>
    public IReadOnlyList<string> Assumptions { get; private init; }

    /// <summary>Who could have learned of it when it was gathered, in words: one entry a party; empty if no party was asked.</summary>
    public IReadOnlyList<string> Exposure { get; private init; }

    /// <summary>Commitments that the caller checked by other means.</summary>
    /// <param name="commitments">An organization and the identifier of its root key, in the form of either profile.</param>
    /// <param name="noOthers">Whether the list is complete, as in a closed network: then every other commitment is refuted.</param>
    /// <param name="others">Else, what is held about others; null for nothing.</param>
    /// <exception cref="ArgumentException">The list is said to be complete, and something is held about others.</exception>
    public static HeldEvidence Stated(
        IEnumerable<(OrganizationIdentifier Organization, KeyIdentifier Key)> commitments, bool noOthers, HeldEvidence? others = null)
    {
        ArgumentNullException.ThrowIfNull(commitments);
        return noOthers && others is not null
            ? throw new ArgumentException("A list that is said to be complete leaves nothing to be known of others.")
            : new HeldEvidence(
                CommitmentOutcome.Unavailable,
                "Not among those the caller named, and nothing else was gathered on it.",
                stated: new StatedCommitments(commitments, noOthers),
                others: others);
    }

    /// <summary>
    /// What the caller says of single commitments; on all others, nothing. Nothing of it is verified, and no assumption is shown:
    /// <see cref="Of(CommitmentMaterial, TransparencyTrust, IReadOnlyList{string})"/> verifies.
    /// </summary>
    /// <param name="commitments">By organization and identifier of the key, in the form of either profile.</param>
    public static HeldEvidence OfUnsafe(
        IReadOnlyDictionary<(OrganizationIdentifier Organization, KeyIdentifier Key), CommitmentEvidence> commitments)
    {
        ArgumentNullException.ThrowIfNull(commitments);
        return new HeldEvidence(
            CommitmentOutcome.Unavailable, "Nobody checked this commitment, and none was stated.", said: new(commitments));
    }

    /// <summary>
    /// Certificates and log entries, with whom to trust about them: each commitment is verified from them when it is asked
    /// about (spec/validation.md, commitments).
    /// </summary>
    /// <param name="material">What is at hand.</param>
    /// <param name="trust">Logs, roots and what is revoked.</param>
    /// <param name="exposure">Who could have learned of it when it was gathered; null if no party was asked.</param>
    public static HeldEvidence Of(CommitmentMaterial material, TransparencyTrust trust, IReadOnlyList<string>? exposure = null)
    {
        ArgumentNullException.ThrowIfNull(material);
        ArgumentNullException.ThrowIfNull(trust);
        return Of(material, trust, exposure ?? [], []);
    }

    internal static HeldEvidence Of(
        CommitmentMaterial material, TransparencyTrust trust, IReadOnlyList<string> exposure, IReadOnlyList<string> assumptions) =>
        new(CommitmentOutcome.Unavailable, "Nothing was gathered on it.", verified: (material, trust, new CommitmentMemory()))
        {
            Exposure = exposure,
            Assumptions = assumptions,
        };

    /// <summary>Answers the questions from what is held.</summary>
    /// <param name="questions">Which commitments decide, and by which rules.</param>
    /// <param name="at">The instant of judgement.</param>
    public GatheredEvidence Gather(CommitmentQuestions questions, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(questions);
        return GatheredEvidence.Answer(questions, at, this);
    }

    /// <summary>What is known of one commitment.</summary>
    /// <param name="claim">What is claimed.</param>
    /// <param name="rules">How strictly it is verified.</param>
    /// <param name="at">The time of judgement.</param>
    public CommitmentEvidence ForCommitment(CommitmentClaim claim, CommitmentRules rules, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(rules);
        return _stated?.Find(claim)
            ?? _said?.GetValueOrDefault((claim.Organization, claim.Key.CoseIdentifier))
            ?? _said?.GetValueOrDefault((claim.Organization, claim.Key.JwkIdentifier))
            ?? Verified(claim, rules, at)
            ?? _others?.ForCommitment(claim, rules, at)
            ?? _else;
    }

    /// <inheritdoc/>
    ValueTask<GatheredEvidence> IEvidenceGatherer.GatherAsync(
        CommitmentQuestions questions, DateTimeOffset at, CancellationToken cancellationToken) => new(Gather(questions, at));

    private CommitmentEvidence? Verified(CommitmentClaim claim, CommitmentRules rules, DateTimeOffset at)
    {
        if (_verified is not (var material, var trust, var memory))
        {
            return null;
        }

        if (memory.Find(claim, rules, at) is not { } known)
        {
            known = CommitmentVerification.Verify(claim, trust, material, rules, at);
            memory.Keep(claim, rules, known);
        }

        return known;
    }
}

namespace DigitalEmblem.Verifier;

/// <summary>
/// Gathers what is known of commitments, from what is held to what must be asked: given chains, the store, and only for what they leave open the logs. What can be decided without a log, it does not learn of. Safe for
/// concurrent use.
/// </summary>
public sealed class CommitmentGatherer
{
    // An honest verdict needs a handful; a hostile one could name hundreds.
    private const int MaxQuestions = 64;

    // Some thousand organizations: the same few endorse many emblems, and a certificate chain costs some ten signature checks.
    private const long MaxKnownBytes = 8 << 20;

    private readonly BoundedCache<(CommitmentClaim, CommitmentRules), CommitmentEvidence> _known = new(MaxKnownBytes);

    /// <summary>Logs, roots and what is revoked.</summary>
    public required TransparencyTrust Trust { get; init; }

    /// <summary>What is held.</summary>
    public CommitmentMaterial Held { get; init; } = CommitmentMaterial.None;

    /// <summary>Commitments verified before; null for none.</summary>
    public CommitmentStore? Store { get; init; }

    /// <summary>Whether commitments that are proven are kept in <see cref="Store"/>.</summary>
    public bool Remember { get; init; }

    /// <summary>Asks the logs about what stays open; null to ask nobody.</summary>
    public LogClient? Logs { get; init; }

    /// <summary>How long a commitment that store and logs left open is taken as open, before they are asked again; not negative. Zero by default; in a sweep a minute spares them a question for every name of one organization.</summary>
    public TimeSpan StaysOpen { get; init; }

    /// <summary>Commitments that the caller checked by other means; assumptions, and not asked about.</summary>
    public IReadOnlyList<(OrganizationIdentifier Organization, KeyIdentifier Key)> Stated { get; init; } = [];

    /// <summary>Verifies with what is held; and if logs may be asked, asks them about what that left open, and verifies again with their answers.</summary>
    /// <param name="verifier">The verifier.</param>
    /// <param name="found">What was read or found.</param>
    /// <param name="at">The instant of judgement.</param>
    /// <param name="cancellation">Ends the questions.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public async Task<VerifiedTokens> VerifyAsync(EmblemVerifier verifier, Discovered found, DateTimeOffset at, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(verifier);
        ArgumentNullException.ThrowIfNull(found);
        (VerifiedTokens verified, _) = await GatherAsync(
            found.Tokens.Items.Select(i => i.Token?.Claims).OfType<Endorsement>().Select(e => e.Issuer).OfType<OrganizationIdentifier>(),
            evidence => verifier.Verify(found.Tokens, evidence.WithSources(found.Sources), at),
            cancellation).ConfigureAwait(false);
        return verified;
    }

    /// <summary>Verifies commitments by themselves, in the same way.</summary>
    /// <param name="claims">What is claimed.</param>
    /// <param name="rules">How strictly they are verified.</param>
    /// <param name="at">The instant of judgement.</param>
    /// <param name="cancellation">Ends the questions.</param>
    /// <returns>What is known of each, in their order, and who could have learned of the questions.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public async Task<(IReadOnlyList<CommitmentEvidence> Evidence, ValueList<string> Exposure)> JudgeAsync(
        IReadOnlyList<CommitmentClaim> claims, CommitmentRules rules, DateTimeOffset at, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentNullException.ThrowIfNull(rules);
        return await GatherAsync<IReadOnlyList<CommitmentEvidence>>(
            claims.Select(c => c.Organization), evidence => [.. claims.Select(c => evidence.ForCommitment(c, rules, at))], cancellation).ConfigureAwait(false);
    }

    /// <summary>Judges with what is known and held; then, if logs may be asked, asks about what that left open, and judges again.</summary>
    /// <param name="organizations">Whose records of the store may be needed.</param>
    /// <param name="judge">Judges, by evidence.</param>
    /// <param name="cancellation">Ends the questions.</param>
    private async Task<(T Result, ValueList<string> Exposure)> GatherAsync<T>(
        IEnumerable<OrganizationIdentifier> organizations, Func<Evidence, T> judge, CancellationToken cancellation)
    {
        var held = new Lazy<CommitmentMaterial>(() => WithStored(organizations));
        var open = new List<CommitmentEvidence>();
        T result = judge(EvidenceOf(held, asked: false, [], open));
        if (Logs is null || open.Count == 0)
        {
            return (result, []);
        }

        (CommitmentMaterial material, ValueList<string> exposure) = await AskAsync(held.Value, Open(open), cancellation).ConfigureAwait(false);
        open.Clear();
        result = judge(EvidenceOf(new Lazy<CommitmentMaterial>(material), asked: true, exposure, open));
        ForgetOpen(material, open);
        return (result, exposure);
    }

    /// <summary>What was found out of a commitment before, else what the material shows; what that leaves open is added to a list.</summary>
    private Evidence EvidenceOf(Lazy<CommitmentMaterial> material, bool asked, ValueList<string> exposure, List<CommitmentEvidence> open)
    {
        var shown = new Lazy<Evidence>(() => Evidence.Of(material.Value, Trust));
        var evidence = Evidence.From(
            (claim, rules, at) =>
            {
                if (_known.TryGet((claim, rules), out CommitmentEvidence? known) && known.Steady.Contains(at))
                {
                    return known;
                }

                known = shown.Value.ForCommitment(claim, rules, at);
                bool isOpen = known.Outcome == CommitmentOutcome.Unavailable;
                if (isOpen)
                {
                    open.Add(known);
                }

                Keep(claim, material.Value, known, at);
                // The store and the logs may know more soon; what is held does not change.
                bool mayChange = isOpen && (Logs is not null || Store is not null);
                if (!mayChange || (StaysOpen > TimeSpan.Zero && (asked || Logs is null)))
                {
                    known = mayChange ? known with { Steady = new Validity(at, known.Steady.Expires - at < StaysOpen ? known.Steady.Expires : at + StaysOpen) } : known;
                    _known.Replace((claim, rules), known, 1024 + (known.Entries.Count * 4096));
                }

                return known;
            },
            exposure);
        return Stated.Count > 0 ? Evidence.Stated(Stated, noOthers: false, evidence) : evidence;
    }

    private static CommitmentEntry[] Open(IEnumerable<CommitmentEvidence> evidence) => [.. evidence
        .Where(e => e.Outcome == CommitmentOutcome.Unavailable).SelectMany(e => e.Entries).Where(e => e.Outcome == CommitmentOutcome.Unavailable).Select(e => e.Entry).Distinct()];

    // A log's cache holds what no hash covers: whatever left an entry open there must not leave it open for good.
    private void ForgetOpen(CommitmentMaterial material, IEnumerable<CommitmentEvidence> evidence)
    {
        HashSet<CommitmentEntry> open = [.. Open(evidence)];
        foreach (LoggedEntry delivered in material.Logged.Where(l => open.Contains(l.Entry)))
        {
            Logs!.Forget(delivered);
        }
    }

    private CommitmentMaterial WithStored(IEnumerable<OrganizationIdentifier> organizations) =>
        Store is null ? Held : CommitmentMaterial.Combine([.. Store.Of(organizations).Select(r => r.Material), Held]);

    private void Keep(CommitmentClaim claim, CommitmentMaterial material, CommitmentEvidence evidence, DateTimeOffset at)
    {
        if (Store is not null && Remember && CommitmentRecord.Of(claim, material, evidence, at) is { } record)
        {
            Store.Add(record);
        }
    }

    private async Task<(CommitmentMaterial, ValueList<string>)> AskAsync(CommitmentMaterial held, CommitmentEntry[] entries, CancellationToken cancellation)
    {
        LogAnswer[] answers = await Task.WhenAll(entries.Take(MaxQuestions).Select(e => Logs!.FindAsync(e, cancellation))).ConfigureAwait(false);
        IEnumerable<CommitmentMaterial> unasked = entries.Skip(MaxQuestions).Select(e => CommitmentMaterial.Unanswered(e, $"there are more than {MaxQuestions} questions, so it was not"));
        return (
            CommitmentMaterial.Combine([held, .. answers.Select(a => a.Material), .. unasked]),
            ValueList.From(answers.SelectMany(a => a.Exposure).Distinct()));
    }
}

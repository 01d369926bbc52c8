namespace DigitalEmblem.Discovery;

/// <summary>
/// Gathers what is known of commitments: first from given chains, then from the store, and from the logs only for what is still open. A log
/// does not learn of a commitment that can be decided without it. Safe for concurrent use.
/// </summary>
public sealed class CommitmentGatherer : IEvidenceGatherer
{
    // An honest verdict needs a handful of questions; a hostile one could name hundreds.
    private const int MaxQuestions = 64;

    private readonly CommitmentMemory _memory = new();
    private readonly StatedCommitments _stated = new([], complete: false);

    /// <summary>Logs, roots and what is revoked.</summary>
    public required TransparencyTrust Trust { get; init; }

    /// <summary>What is held.</summary>
    public CommitmentMaterial Held { get; init; } = CommitmentMaterial.None;

    /// <summary>Commitments verified before; null for none.</summary>
    public ICommitmentStore? Store { get; init; }

    /// <summary>Whether commitments that are proven are kept in <see cref="Store"/>.</summary>
    public bool Remember { get; init; }

    /// <summary>Asks the logs about what stays open; null to ask no log.</summary>
    public LogClient? Logs { get; init; }

    /// <summary>
    /// How long a commitment that store and logs left open is taken as open, before they are asked again; not negative. Zero by default. In
    /// a scan, a minute saves a question for every name of one organization.
    /// </summary>
    public TimeSpan StaysOpen { get; init; }

    /// <summary>Commitments that the caller checked by other means; assumptions, and not asked about.</summary>
    public IReadOnlyList<(OrganizationIdentifier Organization, KeyIdentifier Key)> Stated
    {
        get;
        init
        {
            field = value;
            _stated = new StatedCommitments(value, complete: false);
        }
    } = [];

    /// <summary>
    /// Answers the questions from what is known and held. Commitments that are then open are looked for in the store, and those that are
    /// still open in the logs.
    /// </summary>
    /// <param name="questions">Which commitments decide, and by which rules.</param>
    /// <param name="at">The instant of judgement.</param>
    /// <param name="cancellationToken">Ends the questions.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was requested.</exception>
    /// <exception cref="IOException">The store cannot be read or written.</exception>
    public async ValueTask<GatheredEvidence> GatherAsync(
        CommitmentQuestions questions, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        (await GatherWithMaterialAsync(questions, at, cancellationToken).ConfigureAwait(false)).Evidence;

    /// <summary>
    /// The same, with all that was at hand to answer: an <see cref="DigitalEmblem.Verifier.EvidenceFile"/> is made of it. An answer that is
    /// known from an earlier call may rest on material of that time.
    /// </summary>
    /// <param name="questions">Which commitments decide, and by which rules.</param>
    /// <param name="at">The instant of judgement.</param>
    /// <param name="cancellationToken">Ends the questions.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was requested.</exception>
    /// <exception cref="IOException">The store cannot be read or written.</exception>
    public async ValueTask<(GatheredEvidence Evidence, CommitmentMaterial Material)> GatherWithMaterialAsync(
        CommitmentQuestions questions, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(questions);
        var pass = new Pass(this, Held, [], isLast: Store is null && Logs is null);
        GatheredEvidence evidence = GatheredEvidence.Answer(questions, at, pass);
        if (Store is not null && pass.Open.Count > 0)
        {
            IReadOnlyList<CommitmentRecord> records = await Store.OfAsync(
                pass.Open.Select(o => o.Claim.Organization).Distinct(), cancellationToken).ConfigureAwait(false);
            await KeepAsync(pass, cancellationToken).ConfigureAwait(false);
            CommitmentMaterial material = CommitmentMaterial.Combine([.. records.Select(r => r.Material), Held]);
            pass = new Pass(this, material, Store.Exposure is { } learns ? [learns] : [], isLast: Logs is null);
            evidence = GatheredEvidence.Answer(questions, at, pass);
        }

        if (Logs is not null && pass.Open.Count > 0)
        {
            (CommitmentMaterial material, ValueList<string> learned) = await AskAsync(
                pass.Material, Open(pass), cancellationToken).ConfigureAwait(false);
            await KeepAsync(pass, cancellationToken).ConfigureAwait(false);
            pass = new Pass(this, material, [.. pass.Exposure, .. learned], isLast: true);
            evidence = GatheredEvidence.Answer(questions, at, pass);
            ForgetOpen(pass);
        }

        await KeepAsync(pass, cancellationToken).ConfigureAwait(false);
        return (evidence, pass.Material);
    }

    private static CommitmentEntry[] Open(Pass pass) => [.. pass.Open
        .SelectMany(o => o.Evidence.Entries).Where(e => e.Outcome == CommitmentOutcome.Unavailable).Select(e => e.Entry).Distinct()];

    // A log's cache also holds data that no hash covers. Evict unresolved entries, so that a bad cached response is fetched again.
    private void ForgetOpen(Pass pass)
    {
        HashSet<CommitmentEntry> open = [.. Open(pass)];
        foreach (LoggedEntry delivered in pass.Material.Logged.Where(l => open.Contains(l.Entry)))
        {
            Logs!.Forget(delivered);
        }
    }

    private async ValueTask KeepAsync(Pass pass, CancellationToken cancellationToken)
    {
        if (Store is null || !Remember)
        {
            return;
        }

        foreach ((CommitmentClaim claim, CommitmentEvidence evidence, DateTimeOffset at) in pass.Found)
        {
            if (CommitmentRecord.Of(claim, pass.Material, evidence, Trust.Logs, at) is { } record)
            {
                await Store.AddAsync(record, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<(CommitmentMaterial, ValueList<string>)> AskAsync(
        CommitmentMaterial held, CommitmentEntry[] entries, CancellationToken cancellationToken)
    {
        LogAnswer[] answers = await Task.WhenAll(
            entries.Take(MaxQuestions).Select(e => Logs!.FindAsync(e, cancellationToken))).ConfigureAwait(false);
        IEnumerable<CommitmentMaterial> unasked = entries.Skip(MaxQuestions)
            .Select(e => CommitmentMaterial.Unanswered(e, $"there are more than {MaxQuestions} questions, so it was not"));
        return (
            CommitmentMaterial.Combine([held, .. answers.Select(a => a.Material), .. unasked]),
            ValueList.From(answers.SelectMany(a => a.Exposure).Distinct()));
    }

    /// <summary>One round of answers: what they may rest on, and the result for each commitment that was not known before.</summary>
    private sealed class Pass(
        CommitmentGatherer gatherer, CommitmentMaterial material, IReadOnlyList<string> exposure, bool isLast) : ICommitmentAnswers
    {
        public CommitmentMaterial Material => material;

        public IReadOnlyList<string> Exposure => exposure;

        public IReadOnlyList<string> Assumptions => gatherer._stated.Assumptions;

        public List<(CommitmentClaim Claim, CommitmentEvidence Evidence, DateTimeOffset At)> Found { get; } = [];

        public List<(CommitmentClaim Claim, CommitmentEvidence Evidence, DateTimeOffset At)> Open { get; } = [];

        public CommitmentEvidence ForCommitment(CommitmentClaim claim, CommitmentRules rules, DateTimeOffset at)
        {
            if ((gatherer._stated.Find(claim) ?? gatherer._memory.Find(claim, rules, at)) is { } known)
            {
                return known;
            }

            CommitmentEvidence found = CommitmentVerification.Verify(claim, gatherer.Trust, material, rules, at);
            (found.Outcome == CommitmentOutcome.Unavailable ? Open : Found).Add((claim, found, at));
            if (Lasting(found, at) is { } lasting)
            {
                gatherer._memory.Keep(claim, rules, lasting);
            }

            return found;
        }

        /// <summary>
        /// The part of an answer that is kept; null if it must be found out again. Held material does not change, but the store and the
        /// logs may know more soon.
        /// </summary>
        private CommitmentEvidence? Lasting(CommitmentEvidence found, DateTimeOffset at)
        {
            if (found.Outcome != CommitmentOutcome.Unavailable || (gatherer.Logs is null && gatherer.Store is null))
            {
                return found;
            }

            TimeSpan open = gatherer.StaysOpen;
            return isLast && open > TimeSpan.Zero
                ? found with { Steady = new Validity(at, found.Steady.Expires - at < open ? found.Steady.Expires : at + open) }
                : null;
        }
    }
}

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
    public ICommitmentStore? Store { get; init; }

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
    /// <exception cref="IOException">The store cannot be read or written.</exception>
    public async Task<VerifiedTokens> VerifyAsync(EmblemVerifier verifier, Discovered found, DateTimeOffset at, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(verifier);
        ArgumentNullException.ThrowIfNull(found);
        (VerifiedTokens verified, _) = await GatherAsync(evidence => verifier.Verify(found.Tokens, evidence.WithSources(found.Sources), at), cancellation).ConfigureAwait(false);
        return verified;
    }

    /// <summary>Verifies commitments by themselves, in the same way.</summary>
    /// <param name="claims">What is claimed.</param>
    /// <param name="rules">How strictly they are verified.</param>
    /// <param name="at">The instant of judgement.</param>
    /// <param name="cancellation">Ends the questions.</param>
    /// <returns>What is known of each, in their order, and who could have learned of the questions.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    /// <exception cref="IOException">The store cannot be read or written.</exception>
    public async Task<(IReadOnlyList<CommitmentEvidence> Evidence, ValueList<string> Exposure)> JudgeAsync(
        IReadOnlyList<CommitmentClaim> claims, CommitmentRules rules, DateTimeOffset at, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(claims);
        ArgumentNullException.ThrowIfNull(rules);
        return await GatherAsync<IReadOnlyList<CommitmentEvidence>>(evidence => [.. claims.Select(c => evidence.ForCommitment(c, rules, at))], cancellation).ConfigureAwait(false);
    }

    /// <summary>Judges with what is known and held; what that leaves open with the store, and what is open still with the logs.</summary>
    private async Task<(T Result, ValueList<string> Exposure)> GatherAsync<T>(Func<Evidence, T> judge, CancellationToken cancellation)
    {
        var pass = new Pass(Held, [], IsLast: Store is null && Logs is null);
        T result = judge(EvidenceOf(pass));
        if (Store is not null && pass.Open.Count > 0)
        {
            IReadOnlyList<CommitmentRecord> records = await Store.OfAsync(pass.Open.Select(o => o.Claim.Organization).Distinct(), cancellation).ConfigureAwait(false);
            await KeepAsync(pass, cancellation).ConfigureAwait(false);
            pass = new Pass(
                CommitmentMaterial.Combine([.. records.Select(r => r.Material), Held]), Store.Exposure is { } learns ? [learns] : [], IsLast: Logs is null);
            result = judge(EvidenceOf(pass));
        }

        if (Logs is not null && pass.Open.Count > 0)
        {
            (CommitmentMaterial material, ValueList<string> learned) = await AskAsync(pass.Material, Open(pass), cancellation).ConfigureAwait(false);
            await KeepAsync(pass, cancellation).ConfigureAwait(false);
            pass = new Pass(material, [.. pass.Exposure, .. learned], IsLast: true);
            result = judge(EvidenceOf(pass));
            ForgetOpen(pass);
        }

        await KeepAsync(pass, cancellation).ConfigureAwait(false);
        return (result, pass.Exposure);
    }

    /// <summary>What was found out of a commitment before, else what the material of a pass shows.</summary>
    private Evidence EvidenceOf(Pass pass)
    {
        var shown = new Lazy<Evidence>(() => Evidence.Of(pass.Material, Trust));
        var evidence = Evidence.FromUnsafe(
            (claim, rules, at) =>
            {
                if (_known.TryGet((claim, rules), out CommitmentEvidence? known) && known.Steady.Contains(at))
                {
                    return known;
                }

                known = shown.Value.ForCommitment(claim, rules, at);
                (known.Outcome == CommitmentOutcome.Unavailable ? pass.Open : pass.Found).Add((claim, known, at));
                Note(pass, claim, rules, known, at);
                return known;
            },
            pass.Exposure);
        return Stated.Count > 0 ? Evidence.Stated(Stated, noOthers: false, evidence) : evidence;
    }

    private void Note(Pass pass, CommitmentClaim claim, CommitmentRules rules, CommitmentEvidence known, DateTimeOffset at)
    {
        // The store and the logs may know more soon; what is held does not change.
        if (known.Outcome == CommitmentOutcome.Unavailable && (Logs is not null || Store is not null))
        {
            if (!pass.IsLast || StaysOpen <= TimeSpan.Zero)
            {
                return;
            }

            known = known with { Steady = new Validity(at, known.Steady.Expires - at < StaysOpen ? known.Steady.Expires : at + StaysOpen) };
        }

        _known.Replace((claim, rules), known, 1024 + (known.Entries.Count * 4096));
    }

    private static CommitmentEntry[] Open(Pass pass) => [.. pass.Open
        .SelectMany(o => o.Evidence.Entries).Where(e => e.Outcome == CommitmentOutcome.Unavailable).Select(e => e.Entry).Distinct()];

    // A log's cache holds what no hash covers: whatever left an entry open there must not leave it open for good.
    private void ForgetOpen(Pass pass)
    {
        HashSet<CommitmentEntry> open = [.. Open(pass)];
        foreach (LoggedEntry delivered in pass.Material.Logged.Where(l => open.Contains(l.Entry)))
        {
            Logs!.Forget(delivered);
        }
    }

    private async ValueTask KeepAsync(Pass pass, CancellationToken cancellation)
    {
        if (Store is null || !Remember)
        {
            return;
        }

        foreach ((CommitmentClaim claim, CommitmentEvidence evidence, DateTimeOffset at) in pass.Found)
        {
            if (CommitmentRecord.Of(claim, pass.Material, evidence, at) is { } record)
            {
                await Store.AddAsync(record, cancellation).ConfigureAwait(false);
            }
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

    /// <summary>One judgement: what it may rest on, and what came of each commitment that was not known before.</summary>
    private sealed record Pass(CommitmentMaterial Material, ValueList<string> Exposure, bool IsLast)
    {
        public List<(CommitmentClaim Claim, CommitmentEvidence Evidence, DateTimeOffset At)> Found { get; } = [];

        public List<(CommitmentClaim Claim, CommitmentEvidence Evidence, DateTimeOffset At)> Open { get; } = [];
    }
}

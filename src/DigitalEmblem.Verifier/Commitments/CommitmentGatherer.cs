namespace DigitalEmblem.Verifier;

/// <summary>
/// Gathers what is known of commitments, from what is held to what must be asked: given chains, the store, and only for what they leave open the logs. What can be decided without a log, it does not learn of. Safe for
/// concurrent use.
/// </summary>
public sealed class CommitmentGatherer
{
    // An honest verdict needs a handful; a hostile one could name hundreds.
    private const int MaxQuestions = 64;

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
        (CommitmentMaterial material, ValueList<string> exposure) = await WithStoredAsync(
            found.Tokens.Items.Select(i => i.Token?.Claims).OfType<Endorsement>().Select(e => e.Issuer).OfType<OrganizationIdentifier>(), cancellation).ConfigureAwait(false);
        VerifiedTokens verified = verifier.Verify(found.Tokens, EvidenceOf(material, exposure).WithSources(found.Sources), at);
        CommitmentEntry[] open = Open(Commitments(verified).Select(c => c.Evidence));
        if (Logs is not null && open.Length > 0)
        {
            (material, ValueList<string> learned) = await AskAsync(material, open, cancellation).ConfigureAwait(false);
            exposure = [.. exposure, .. learned];
            verified = verifier.Verify(found.Tokens, EvidenceOf(material, exposure).WithSources(found.Sources), at);
        }

        await KeepAsync(Commitments(verified).Select(c => (c.Claim, c.Evidence)), material, at, cancellation).ConfigureAwait(false);
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
        (CommitmentMaterial material, ValueList<string> exposure) = await WithStoredAsync(claims.Select(c => c.Organization), cancellation).ConfigureAwait(false);
        CommitmentEvidence[] Judge() => [.. claims.Select(c => EvidenceOf(material).ForCommitment(c, rules, at))];
        CommitmentEvidence[] evidence = Judge();
        CommitmentEntry[] open = Open(evidence);
        if (Logs is not null && open.Length > 0)
        {
            (material, ValueList<string> learned) = await AskAsync(material, open, cancellation).ConfigureAwait(false);
            exposure = [.. exposure, .. learned];
            evidence = Judge();
        }

        await KeepAsync(claims.Zip(evidence), material, at, cancellation).ConfigureAwait(false);
        return (evidence, exposure);
    }

    private static IEnumerable<JudgedCommitment> Commitments(VerifiedTokens verified) => verified.Sets.SelectMany(s => s.Commitments);

    private static CommitmentEntry[] Open(IEnumerable<CommitmentEvidence> evidence) => [.. evidence
        .Where(e => e.Outcome == CommitmentOutcome.Unavailable).SelectMany(e => e.Entries).Where(e => e.Outcome == CommitmentOutcome.Unavailable).Select(e => e.Entry).Distinct()];

    private async ValueTask<(CommitmentMaterial Material, ValueList<string> Exposure)> WithStoredAsync(IEnumerable<OrganizationIdentifier> organizations, CancellationToken cancellation)
    {
        OrganizationIdentifier[] wanted = [.. organizations.Distinct()];
        if (Store is null || wanted.Length == 0)
        {
            return (Held, []);
        }

        IReadOnlyList<CommitmentRecord> records = await Store.OfAsync(wanted, cancellation).ConfigureAwait(false);
        return (CommitmentMaterial.Combine([.. records.Select(r => r.Material), Held]), Store.Exposure is { } learns ? [learns] : []);
    }

    private async ValueTask KeepAsync(IEnumerable<(CommitmentClaim Claim, CommitmentEvidence Evidence)> judged, CommitmentMaterial material, DateTimeOffset at, CancellationToken cancellation)
    {
        if (Store is null || !Remember)
        {
            return;
        }

        foreach (CommitmentRecord record in judged.Select(j => CommitmentRecord.Of(j.Claim, material, j.Evidence, at)).OfType<CommitmentRecord>())
        {
            await Store.AddAsync(record, cancellation).ConfigureAwait(false);
        }
    }

    private Evidence EvidenceOf(CommitmentMaterial material, ValueList<string>? exposure = null)
    {
        var evidence = Evidence.Of(material, Trust, exposure);
        return Stated.Count > 0 ? Evidence.Stated(Stated, noOthers: false, evidence) : evidence;
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

namespace DigitalEmblem.Verifier;

/// <summary>
/// Asks logs for the commitments that what is held leaves open, and for no others: what can be decided without them, they do not learn of. Immutable; safe for concurrent use.
/// </summary>
public sealed class CommitmentGatherer
{
    // An honest verdict needs a handful; a hostile one could name hundreds.
    private const int MaxQuestions = 64;

    private readonly LogClient _logs;
    private readonly TransparencyTrust _trust;
    private readonly CommitmentMaterial _held;

    /// <summary>A gatherer.</summary>
    /// <param name="logs">Asks the logs.</param>
    /// <param name="trust">Logs, roots and what is revoked.</param>
    /// <param name="held">What is held already.</param>
    public CommitmentGatherer(LogClient logs, TransparencyTrust trust, CommitmentMaterial held)
    {
        ArgumentNullException.ThrowIfNull(logs);
        ArgumentNullException.ThrowIfNull(trust);
        ArgumentNullException.ThrowIfNull(held);
        _logs = logs;
        _trust = trust;
        _held = held;
    }

    /// <summary>Verifies with what is held, asks the logs about what that left open, and verifies again with their answers.</summary>
    /// <param name="verifier">The verifier.</param>
    /// <param name="tokens">What was read.</param>
    /// <param name="sources">What each source said, if emblems were looked for.</param>
    /// <param name="at">The instant of judgement.</param>
    /// <param name="cancellation">Ends the questions.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public async Task<VerifiedTokens> VerifyAsync(
        EmblemVerifier verifier, UnverifiedTokens tokens, IReadOnlyList<SourceReport> sources, DateTimeOffset at, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(verifier);
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(sources);
        VerifiedTokens first = verifier.Verify(tokens, Evidence.Of(_held, _trust).WithSources(sources), at);
        CommitmentEntry[] open = [.. first.Sets.SelectMany(s => s.Commitments).Where(c => c.Evidence.Outcome == CommitmentOutcome.Unavailable)
            .SelectMany(c => c.Evidence.Entries).Where(e => e.Outcome == CommitmentOutcome.Unavailable).Select(e => e.Entry).Distinct()];
        if (open.Length == 0)
        {
            return first;
        }

        GatheredCommitments gathered = await AskAsync(open, cancellation).ConfigureAwait(false);
        return verifier.Verify(tokens, Evidence.Of(gathered.Material, _trust, gathered.Exposure).WithSources(sources), at);
    }

    /// <summary>Asks the logs of entries for them.</summary>
    /// <param name="entries">The entries; past 64 the rest stays unanswered.</param>
    /// <param name="cancellation">Ends the questions.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was requested.</exception>
    public async Task<GatheredCommitments> AskAsync(IReadOnlyList<CommitmentEntry> entries, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(entries);
        LogAnswer[] answers = await Task.WhenAll(entries.Take(MaxQuestions).Select(e => _logs.FindAsync(e, cancellation))).ConfigureAwait(false);
        IEnumerable<CommitmentMaterial> unasked = entries.Skip(MaxQuestions).Select(e => CommitmentMaterial.Unanswered(e, $"there are more than {MaxQuestions} questions, so it was not"));
        return new GatheredCommitments(
            CommitmentMaterial.Combine([_held, .. answers.Select(a => a.Material), .. unasked]),
            ValueList.From(answers.SelectMany(a => a.Exposure).Distinct()));
    }
}

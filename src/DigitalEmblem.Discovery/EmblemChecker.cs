using DigitalEmblem.Verifier;

namespace DigitalEmblem.Discovery;

/// <summary>
/// All four stages in one line: finds what is published for a name, verifies it, and decides. Immutable; safe for
/// concurrent use if its source is.
/// </summary>
public sealed class EmblemChecker : IEmblemChecker
{
    private readonly IReadOnlyList<IEmblemSource> _sources;
    private readonly EmblemVerifier _verifier;
    private readonly TrustPolicy _policy;
    private readonly IEvidenceGatherer _evidence;
    private readonly TimeProvider _clock;

    /// <summary>A checker.</summary>
    /// <param name="sources">Where emblems are looked for; at least one.</param>
    /// <param name="verifier">The verifier.</param>
    /// <param name="policy">The policy. Its trusted keys are at hand for verification too.</param>
    /// <param name="evidence">
    /// Gathers what is known of commitments: <see cref="HeldEvidence"/> asks no other party, a <see cref="CommitmentGatherer"/> asks what
    /// it is given.
    /// </param>
    /// <param name="clock">The clock whose time is the instant of judgement.</param>
    /// <exception cref="ArgumentException">There is no source, or the policy contradicts itself.</exception>
    public EmblemChecker(
        IReadOnlyList<IEmblemSource> sources, EmblemVerifier verifier, TrustPolicy policy, IEvidenceGatherer evidence, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(verifier);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(evidence);
        ArgumentNullException.ThrowIfNull(clock);
        if (sources.Count == 0)
        {
            throw new ArgumentException("There is no source to look for emblems at.", nameof(sources));
        }

        policy.Validate();
        _sources = [.. sources];
        _verifier = verifier.Knowing(policy.TrustedKeys);
        _policy = policy;
        _evidence = evidence;
        _clock = clock;
    }

    /// <summary>The time of judgement, now.</summary>
    internal DateTimeOffset Now => _clock.GetUtcNow();

    /// <summary>
    /// Does the name bear an emblem, and may it be relied on? An unexpected exception, of a source or of this library, gives Indeterminate
    /// with the finding <see cref="FindingCode.ProgramFault"/>.
    /// </summary>
    /// <param name="name">The name; what counts is this name, also if it is an alias.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was requested.</exception>
    public async Task<Verdict> CheckAsync(DomainName name, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        DiscoveredEmblems? all = null;
        try
        {
            all = _sources is [var only]
                ? await only.FindAsync(name, cancellationToken).ConfigureAwait(false)
                : DiscoveredEmblems.Combine(
                    await Task.WhenAll(_sources.Select(s => s.FindAsync(name, cancellationToken))).ConfigureAwait(false));
            AuthenticatedTokens authenticated = _verifier.Authenticate(all.Tokens, Now);
            GatheredEvidence evidence = await _evidence.GatherAsync(
                authenticated.Questions, authenticated.At, cancellationToken).ConfigureAwait(false);
            VerifiedTokens verified = _verifier.Conclude(authenticated, evidence.WithSources(all.Sources));
            return _policy.Decide(verified, AssetIdentifier.ForName(name));
        }
        catch (Exception e) when (ProgramFault.Is(e, cancellationToken))
        {
            return Failed(name, all, e);
        }
    }

    private Verdict Failed(DomainName name, DiscoveredEmblems? found, Exception exception)
    {
        // An empty report would say that no party was asked, and that is not known.
        const string Exposure = "It is not known who learned of the question: the program failed while it was asked or answered.";
        GatheredEvidence evidence = GatheredEvidence.Nothing(Now, [Exposure]).WithSources(found?.Sources ?? []);
        var always = new Validity(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        var verified = new VerifiedTokens(UnverifiedTokens.Combine([]), [], Now, evidence, always);
        return new Verdict(verified, AssetIdentifier.ForName(name), ProgramFault.Describe(exception));
    }
}

using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Commands;

/// <summary>Where what is known of commitments comes from in this run, with what must be closed at the end.</summary>
internal sealed class CommitmentSetting(IEvidenceGatherer evidence, LogHttp? http = null) : IDisposable
{
    /// <summary>Runs the stages from tokens to what they show.</summary>
    public async Task<VerifiedTokens> VerifyAsync(EmblemVerifier verifier, UnverifiedTokens tokens, DateTimeOffset at, CancellationToken cancellation)
    {
        AuthenticatedTokens authenticated = verifier.Authenticate(tokens, at);
        return verifier.Conclude(authenticated, await evidence.GatherAsync(authenticated.Questions, authenticated.At, cancellation));
    }

    public EmblemChecker Checker(IReadOnlyList<IEmblemSource> sources, EmblemVerifier verifier, TrustPolicy policy, TimeProvider clock) =>
        new(sources, verifier, policy, evidence, clock);

    public void Dispose()
    {
        ((evidence as CommitmentGatherer)?.Store as IDisposable)?.Dispose();
        http?.Dispose();
    }
}

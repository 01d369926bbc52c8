using DigitalEmblem.Verifier;

namespace DigitalEmblem.Cli.Commands;

/// <summary>Where what is known of commitments comes from in this run: evidence that stands, or a gatherer; with what must be closed at the end.</summary>
internal sealed class CommitmentSetting : IDisposable
{
    private readonly Evidence? _evidence;
    private readonly CommitmentGatherer? _gatherer;
    private readonly LogHttp? _http;

    public CommitmentSetting(Evidence evidence) => _evidence = evidence;

    public CommitmentSetting(CommitmentGatherer gatherer, LogHttp? http)
    {
        _gatherer = gatherer;
        _http = http;
    }

    public async Task<VerifiedTokens> VerifyAsync(EmblemVerifier verifier, UnverifiedTokens tokens, DateTimeOffset at, CancellationToken cancellation) => _gatherer is null
        ? verifier.Verify(tokens, _evidence!, at)
        : await _gatherer.VerifyAsync(verifier, new Discovered(tokens, []), at, cancellation);

    public EmblemChecker Checker(IReadOnlyList<IEmblemSource> sources, EmblemVerifier verifier, TrustPolicy policy, TimeProvider clock) => _gatherer is null
        ? new EmblemChecker(sources, verifier, policy, _evidence!, clock)
        : new EmblemChecker(sources, verifier, policy, _gatherer, clock);

    public void Dispose()
    {
        (_gatherer?.Store as IDisposable)?.Dispose();
        _http?.Dispose();
    }
}

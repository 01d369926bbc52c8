using DigitalEmblem.Issuer.CheckPage.Answering;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Issuer.CheckPage.Asking;

/// <summary>
/// Checks one host name: by DNS and by the logs of the list, never by the well-known resource, which the host itself would see. All that a
/// check makes ends with it, connections too: an answer that came faster than the first would tell that another person asked before.
/// </summary>
internal sealed class HostCheck(CheckOptions options, TimeProvider clock)
{
    // A failed question may be asked once more within the time of the check, not for longer.
    private static readonly LogHttpOptions Hasty = new() { AttemptTimeout = TimeSpan.FromSeconds(5), Retries = 1 };

    private readonly TransparencyFiles _files = new(new TransparencyOptions { LogList = options.LogList, Roots = options.Roots });
    private readonly TrustPolicy _policy = options.Policy;
    private readonly LogHttpOptions _http = Hasty with { Roots = OutgoingHttp.Roots(options.Roots) };

    /// <summary>What is asked of an emblem.</summary>
    public TrustPolicy Policy => _policy;

    /// <summary>The log list in use, and the roots.</summary>
    public TransparencyTrust Trust => _files.Trust;

    /// <summary>Checks it.</summary>
    /// <param name="name">The name, which may be asked about (<see cref="Naming.AskedHost"/>).</param>
    /// <param name="cancellationToken">Ends the check: nobody waits for its answer any more.</param>
    public async Task<CheckAnswer> RunAsync(DomainName name, CancellationToken cancellationToken)
    {
        TransparencyTrust trust = Trust;
        DateTimeOffset at = clock.GetUtcNow();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.Patience);
        await using var exchange = new DnsExchange(new DnsExchangeOptions { Servers = options.Servers });
        using var http = new LogHttp(_http);
        var lookup = new RecordedLookup(exchange);
        var verifierOptions = new VerifierOptions { Cache = VerificationCache.None };
        var evidence = new RecordedEvidence(new CommitmentGatherer
        {
            Trust = trust,
            Logs = trust.Logs is null ? null : new LogClient(http.Client, trust.Logs, clock: clock),
        });
        var checker = new EmblemChecker(
            [new DnsEmblemSource(lookup, options.IhleType)], new EmblemVerifier(verifierOptions), _policy, evidence, clock);
        try
        {
            Verdict verdict = await checker.CheckAsync(name, patience.Token);
            EvidenceFile file = new EvidenceFile
            {
                Producer = Software.Name,
                At = verdict.At,
                Asset = AssetIdentifier.ForName(name),
                Inputs = AnswersInWords.Of(name, options.IhleType, lookup.Answers),
                IhleType = options.IhleType,
                Options = verifierOptions,
                Policy = _policy,
            }
                // Without the log list, which is many times larger than the rest; those who judge again use a list of their own anyway.
                .With([verdict.Verified.Evidence], evidence.Material, trust with { Logs = null });
            return new CheckAnswer(name, verdict.At, verdict, trust.Logs, PackedEvidence.Of(file));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new CheckAnswer(name, at, null, trust.Logs, null);
        }
    }
}

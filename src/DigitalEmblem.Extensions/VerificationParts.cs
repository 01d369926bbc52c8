using DigitalEmblem.Discovery;
using DigitalEmblem.Verifier;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalEmblem.Extensions;

/// <summary>A checker, and the objects that must be closed when the container is closed.</summary>
internal sealed class VerificationParts : IAsyncDisposable, IDisposable
{
    private readonly EmblemCache? _cache;
    private readonly DnsExchange? _dns;
    private readonly LogHttp? _http;

    public VerificationParts(EmblemVerificationOptions options, TimeProvider clock, IServiceProvider services)
    {
        _cache = options.Cache is { } kept
            ? new EmblemCache(kept, clock, kept.Shared ? services.GetService<IDistributedCache>() : null)
            : null;
        _dns = options.Dns() is { } servers ? new DnsExchange(servers) : null;
        _http = options.AskLogs ? new LogHttp() : null;
        IEnumerable<IEmblemSource> dns = _dns is null ? [] : [new DnsEmblemSource(
            _cache is null ? _dns : new CachedLookup(_dns, _dns.Identity, _cache),
            options.IhleType,
            options.Verifier.Limits,
            options.Verifier.Cache)];
        IEmblemSource[] sources = [.. dns, .. options.Sources];
        IEvidenceGatherer evidence = options.Trust is { } trust ? Gatherer(options, trust, clock) : options.Evidence;
        Checker = new EmblemChecker(sources, new EmblemVerifier(options.Verifier), options.Policy, evidence, clock);
    }

    public EmblemChecker Checker { get; }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    public async ValueTask DisposeAsync()
    {
        if (_dns is not null)
        {
            await _dns.DisposeAsync().ConfigureAwait(false);
        }

        _http?.Dispose();
        _cache?.Dispose();
    }

    private CommitmentGatherer Gatherer(EmblemVerificationOptions options, TransparencyTrust trust, TimeProvider clock) => new()
    {
        Trust = trust,
        Held = options.Held,
        Logs = _http is null
            ? options.Logs
            : new LogClient(
                _http.Client,
                trust.Logs!,
                options.LogCacheFolder is { } folder ? LogCache.InFolder(folder) : null,
                clock),
        Store = _cache is null ? null : new SharedCommitments(_cache),
        Remember = _cache is not null,
    };
}

using DigitalEmblem.Discovery;
using DigitalEmblem.Verifier;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DigitalEmblem.Extensions;

/// <summary>A checker, and the objects that must be closed when the container is closed.</summary>
internal sealed class VerificationParts : IAsyncDisposable, IDisposable
{
    private readonly EmblemCache? _cache;
    private readonly DnsExchange? _dns;
    private readonly LogHttp? _http;
    private readonly EmblemVerificationOptions _options;
    private readonly TimeProvider _clock;

    public VerificationParts(EmblemVerificationOptions options, string? name, TimeProvider clock, IServiceProvider services)
    {
        (_options, _clock) = (options, clock);
        var observer = new Observer(
            services.GetRequiredService<VerificationMeter>(),
            services.GetService<ILoggerFactory>()?.CreateLogger(EmblemTelemetry.LogCategory) ?? NullLogger.Instance,
            name,
            options.Telemetry);
        _cache = options.Cache is { } kept
            ? new EmblemCache(kept, clock, kept.Shared ? SecondLevel(services) : null)
            : null;
        DnsExchangeOptions? servers = options.Dns();
        Servers = new ServerAnswers(servers?.Servers ?? []);
        _dns = servers is null ? null : new DnsExchange(servers);
        HttpClient? client = null;
        if (options.AskLogs)
        {
            client = services.GetService<IHttpClientFactory>()?.CreateClient(LogHttp.ClientName) ?? (_http = new LogHttp()).Client;
        }

        IEnumerable<IEmblemSource> dns = _dns is null ? [] : [new DnsEmblemSource(
            Lookup(_dns, observer), options.IhleType, options.Verifier.Limits, options.Verifier.Cache)];
        IEvidenceGatherer evidence = options.Trust is { } trust ? Gatherer(options, trust, client, observer, clock) : options.Evidence;
        Checker = new EmblemChecker(
            [.. dns, .. options.Sources],
            new EmblemVerifier(options.Verifier),
            options.Policy,
            new ObservedEvidence(evidence, observer),
            clock);
        Observed = new ObservedChecker(Checker, observer, clock);
    }

    /// <summary>The checker, whose checks are not counted; what it asks is.</summary>
    public EmblemChecker Checker { get; }

    /// <summary>The same, observed.</summary>
    public IEmblemChecker Observed { get; }

    /// <summary>Which DNS servers answered lately.</summary>
    public ServerAnswers Servers { get; }

    /// <summary>The health check of this checker.</summary>
    public VerificationHealth Health() => new(
        Servers, _options.AskAll, _options.Trust?.Logs, _options.Verifier.Commitments.MaximumLogListAge, _clock);

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

    /// <summary>What the application shares: its hybrid cache, if it has registered one, else its distributed cache.</summary>
    private static IDistributedCache? SecondLevel(IServiceProvider services) =>
        services.GetService<HybridCache>() is { } hybrid ? new HybridSecondLevel(hybrid) : services.GetService<IDistributedCache>();

    private IDnsLookup Lookup(DnsExchange dns, Observer observer)
    {
        var asked = new ObservedLookup(dns, observer, Servers);
        return _cache is null ? asked : new ObservedCache(new CachedLookup(asked, dns.Identity, _cache), observer);
    }

    private CommitmentGatherer Gatherer(
        EmblemVerificationOptions options, TransparencyTrust trust, HttpClient? client, Observer observer, TimeProvider clock)
    {
        ICommitmentStore? store = options.Store ?? (_cache is null ? null : new SharedCommitments(_cache));
        LogCache? answers = options.LogCacheFolder is { } folder ? LogCache.InFolder(folder) : null;
        return new CommitmentGatherer
        {
            Trust = trust,
            Held = options.Held,
            Stated = options.Stated,
            Logs = client is null ? options.Logs : new LogClient(client, trust.Logs!, answers, clock),
            StaysOpen = options.StaysOpen,
            Store = store is null ? null : new ObservedStore(store, observer),
            Remember = store is not null,
        };
    }
}

using System.Diagnostics.Metrics;

namespace DigitalEmblem.Extensions;

/// <summary>
/// The instruments of all checkers of a container (spec/telemetry.md). The host's factory owns the meter, if there is one.
/// </summary>
internal sealed class VerificationMeter : IDisposable
{
    private readonly Meter? _own;

    public VerificationMeter(IMeterFactory? factory)
    {
        Meter meter = factory?.Create(EmblemTelemetry.Name) ?? (_own = new Meter(EmblemTelemetry.Name));
        Checks = meter.CreateCounter<long>("digitalemblem.checks", "{check}", "Checks, by how they ended.");
        CheckDuration = meter.CreateHistogram<double>(
            "digitalemblem.check.duration",
            "s",
            "How long a check took.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
            });
        Lookups = meter.CreateCounter<long>("digitalemblem.dns.lookups", "{lookup}", "Look-ups that servers were asked for.");
        CacheRequests = meter.CreateCounter<long>("digitalemblem.cache.requests", "{request}", "Questions to the cache.");
        EvidenceUnavailable = meter.CreateCounter<long>(
            "digitalemblem.evidence.unavailable", "{commitment}", "Commitments that could not be verified from what is held and asked.");
    }

    public Counter<long> Checks { get; }

    public Histogram<double> CheckDuration { get; }

    public Counter<long> Lookups { get; }

    public Counter<long> CacheRequests { get; }

    public Counter<long> EvidenceUnavailable { get; }

    public void Dispose() => _own?.Dispose();
}

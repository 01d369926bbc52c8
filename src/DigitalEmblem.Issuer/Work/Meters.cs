using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DigitalEmblem.Issuer.Work;

/// <summary>What is counted, by the names that dashboards use.</summary>
internal static class Meters
{
    /// <summary>The name of the meter and of the source of traces.</summary>
    public const string Name = "DigitalEmblem.Issuer";

    private static readonly Meter Meter = new(Name);

    /// <summary>Steps of the work that take time.</summary>
    public static ActivitySource Traces { get; } = new(Name);

    /// <summary>Emblems signed and recorded.</summary>
    public static Counter<long> Issued { get; } = Meter.CreateCounter<long>("issuer.emblems.issued", "{emblem}", "Emblems signed and recorded.");

    /// <summary>Assets that were due and got none.</summary>
    public static Counter<long> NotIssued { get; } = Meter.CreateCounter<long>("issuer.emblems.not_issued", "{emblem}", "Emblems that were due and could not be issued.");

    /// <summary>Names seen in the DNS as they should be.</summary>
    public static Counter<long> Published { get; } = Meter.CreateCounter<long>("issuer.publications.seen", "{name}", "Names brought into their state and read back.");

    /// <summary>Attempts to publish that failed.</summary>
    public static Counter<long> PublicationFaults { get; } = Meter.CreateCounter<long>("issuer.publications.failed", "{name}", "Attempts to bring a name into its state that failed.");

    /// <summary>How long a batch took.</summary>
    public static Histogram<double> Batch { get; } = Meter.CreateHistogram<double>("issuer.batch.duration", "s", "How long a batch of renewals or publications took.");
}

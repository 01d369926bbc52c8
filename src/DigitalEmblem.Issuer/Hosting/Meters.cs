using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// The metrics, by the names that dashboards use (README.md, figures). Tags come from closed lists, so that they hold no names, tokens or
/// people. Only committed changes are counted, not attempts.
/// </summary>
internal static class Meters
{
    // The names of the tags.
    private const string Work = "work", State = "state", Kind = "kind";

    /// <summary>The name of the meter and of the source of traces.</summary>
    public const string Name = "DigitalEmblem.Issuer";

    private static readonly Meter Meter = new(Name);

    /// <summary>Steps of the work that take time.</summary>
    public static ActivitySource Traces { get; } = new(Name);

    /// <summary>How long it took to sign one emblem.</summary>
    public static Histogram<double> Signing { get; } = Meter.CreateHistogram<double>(
        "issuer.signing.duration", "s", "How long it took to sign one emblem, in a token or in memory.");

    /// <summary>Emblems signed and recorded.</summary>
    public static Counter<long> Issued { get; } = Meter.CreateCounter<long>(
        "issuer.emblems.issued", "{emblem}", "Emblems signed and recorded.");

    /// <summary>Assets that were due and got none.</summary>
    public static Counter<long> NotIssued { get; } = Meter.CreateCounter<long>(
        "issuer.emblems.not_issued", "{emblem}", "Emblems that were due and could not be issued.");

    /// <summary>Names seen in the DNS as they should be.</summary>
    public static Counter<long> Published { get; } = Meter.CreateCounter<long>(
        "issuer.publications.seen", "{name}", "Names brought into their state and read back.");

    /// <summary>Attempts to publish that failed.</summary>
    public static Counter<long> PublicationFaults { get; } = Meter.CreateCounter<long>(
        "issuer.publications.failed", "{name}", "Attempts to bring a name into its state that failed.");

    /// <summary>How long a batch took.</summary>
    public static Histogram<double> Batch { get; } = Meter.CreateHistogram<double>(
        "issuer.batch.duration", "s", "How long a batch of renewals or publications took.");

    /// <summary>How long a change had the database.</summary>
    public static Histogram<double> Change { get; } = Meter.CreateHistogram<double>(
        "issuer.change.duration", "s", "How long a change had the database, so that others waited.");

    /// <summary>Work that is due.</summary>
    public static Gauge<long> Due { get; } = Meter.CreateGauge<long>(
        "issuer.names.due",
        "{name}",
        "Names and data whose emblem is due to be renewed, or names whose records are due to be published or removed.");

    /// <summary>Alerts raised.</summary>
    public static Counter<long> AlertsRaised { get; } = Meter.CreateCounter<long>(
        "issuer.alerts.raised", "{alert}", "Alerts raised, by kind.");

    /// <summary>Alerts cleared.</summary>
    public static Counter<long> AlertsCleared { get; } = Meter.CreateCounter<long>(
        "issuer.alerts.cleared", "{alert}", "Alerts cleared, by kind.");

    /// <summary>When a round last succeeded.</summary>
    public static Gauge<double> LastRound { get; } = Meter.CreateGauge<double>(
        "issuer.round.last", "s", "When a round last went through, in seconds since 1970.");

    /// <summary>Rounds that failed.</summary>
    public static Counter<long> RoundsFailed { get; } = Meter.CreateCounter<long>("issuer.rounds.failed", "{round}", "Rounds that failed.");

    /// <summary>Renewing.</summary>
    public static KeyValuePair<string, object?> OfRenewal { get; } = new(Work, "renewal");

    /// <summary>Publishing and removing.</summary>
    public static KeyValuePair<string, object?> OfPublication { get; } = new(Work, "publication");

    /// <summary>Renewing and publishing, as one round.</summary>
    public static KeyValuePair<string, object?> OfWork { get; } = new(Work, "work");

    /// <summary>Watching.</summary>
    public static KeyValuePair<string, object?> OfWatching { get; } = new(Work, "watching");

    /// <summary>The tag for a published or removed emblem.</summary>
    public static KeyValuePair<string, object?> Wanted(bool wanted) => new(State, wanted ? "published" : "removed");

    /// <summary>The tag for a kind of alert.</summary>
    public static KeyValuePair<string, object?> Of(Domain.AlertKind kind) => new(Kind, kind.ToString());
}

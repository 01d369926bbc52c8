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

    // From a signature in memory to a batch that waits for a slow name server; the usual boundaries are meant for milliseconds.
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
    };

    /// <summary>Steps of the work that take time.</summary>
    public static ActivitySource Traces { get; } = new(Name);

    /// <summary>How long it took to sign one emblem.</summary>
    public static Histogram<double> Signing { get; } = Meter.CreateHistogram<double>(
        "issuer.signing.duration", "s", "How long it took to sign one emblem, in a token or in memory.", advice: Seconds);

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
        "issuer.batch.duration", "s", "How long a batch of renewals or publications took.", advice: Seconds);

    /// <summary>How long a change had the database.</summary>
    public static Histogram<double> Change { get; } = Meter.CreateHistogram<double>(
        "issuer.change.duration", "s", "How long a change had the database, so that others waited.", advice: Seconds);

    /// <summary>Work that is due.</summary>
    public static Gauge<long> Due { get; } = Meter.CreateGauge<long>(
        "issuer.names.due",
        "{name}",
        "Names and data whose emblem is due to be renewed, or names whose records are due to be published or removed.");

    /// <summary>How long the longest has waited.</summary>
    public static Gauge<double> DueAge { get; } = Meter.CreateGauge<double>(
        "issuer.due.age", "s", "How long what waits longest is due; 0 if nothing is.");

    /// <summary>Whether this instance cannot sign.</summary>
    public static Gauge<long> CannotSign { get; } = Meter.CreateGauge<long>(
        "issuer.cannot_sign", description: "1 while this instance cannot sign emblems: the key cannot be opened, or is suspended.");

    /// <summary>Alerts raised.</summary>
    public static Counter<long> AlertsRaised { get; } = Meter.CreateCounter<long>(
        "issuer.alerts.raised", "{alert}", "Alerts raised, by kind.");

    /// <summary>Alerts cleared.</summary>
    public static Counter<long> AlertsCleared { get; } = Meter.CreateCounter<long>(
        "issuer.alerts.cleared", "{alert}", "Alerts cleared, by kind.");

    /// <summary>Alerts that are open.</summary>
    public static Gauge<long> AlertsOpen { get; } = Meter.CreateGauge<long>(
        "issuer.alerts.open", "{alert}", "Alerts that are raised and not cleared, by kind.");

    /// <summary>When the service started.</summary>
    public static Gauge<double> Started { get; } = Meter.CreateGauge<double>(
        "issuer.start.time", "s", "When the service started, in seconds since 1970.");

    /// <summary>When a round last succeeded, or a part of one.</summary>
    public static Gauge<double> LastRound { get; } = Meter.CreateGauge<double>(
        "issuer.round.last",
        "s",
        "When a round, or a batch of a long one, last went through, or else when the service started, in seconds since 1970.");

    /// <summary>Rounds that failed.</summary>
    public static Counter<long> RoundsFailed { get; } = Meter.CreateCounter<long>("issuer.rounds.failed", "{round}", "Rounds that failed.");

    /// <summary>
    /// Records each counter with nothing in it, so that it is there before its first event: a rule over a figure that is missing never
    /// fires. What is counted in the database gets no 0 here, because a rule would take it for the end of what it tells. Call it once
    /// someone listens.
    /// </summary>
    /// <param name="startedAt">When the service started.</param>
    public static void Begin(DateTimeOffset startedAt)
    {
        Started.Record(SecondsOf(startedAt));
        Issued.Add(0);
        NotIssued.Add(0);
        Published.Add(0, Wanted(true));
        Published.Add(0, Wanted(false));
        PublicationFaults.Add(0);
        foreach (Domain.AlertKind kind in Enum.GetValues<Domain.AlertKind>())
        {
            AlertsRaised.Add(0, Of(kind));
            AlertsCleared.Add(0, Of(kind));
        }
    }

    /// <summary>The same for the rounds of one loop.</summary>
    /// <param name="loop">The loop's tag.</param>
    /// <param name="startedAt">When it started.</param>
    public static void Begin(KeyValuePair<string, object?> loop, DateTimeOffset startedAt)
    {
        RoundsFailed.Add(0, loop);
        LastRound.Record(SecondsOf(startedAt), loop);
    }

    /// <summary>An instant as figures have it: seconds since 1970.</summary>
    public static double SecondsOf(DateTimeOffset at) => at.ToUnixTimeMilliseconds() / 1000.0;

    /// <summary>Renewing.</summary>
    public static KeyValuePair<string, object?> OfRenewal { get; } = new(Work, "renewal");

    /// <summary>Publishing, and for batches removing too.</summary>
    public static KeyValuePair<string, object?> OfPublication { get; } = new(Work, "publication");

    /// <summary>Removing.</summary>
    public static KeyValuePair<string, object?> OfRemoval { get; } = new(Work, "removal");

    /// <summary>What a person publishes or removes.</summary>
    public static KeyValuePair<string, object?> OfByHand { get; } = new(Work, "byHand");

    /// <summary>The tag for a loop.</summary>
    public static KeyValuePair<string, object?> OfLoop(string name) => new(Work, name);

    /// <summary>The tag for a published or removed emblem.</summary>
    public static KeyValuePair<string, object?> Wanted(bool wanted) => new(State, wanted ? "published" : "removed");

    /// <summary>The tag for a kind of alert.</summary>
    public static KeyValuePair<string, object?> Of(Domain.AlertKind kind) => new(Kind, kind.ToString());
}

using System.Collections;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// The variables of OpenTelemetry (<c>OTEL_…</c>) by which many services of a machine are set alike. The service's own setting for the
/// collector wins over them. Anyone who can change the environment of the service learns how much is issued and published, and what fails.
/// </summary>
internal sealed class TelemetryVariables
{
    private const string Prefix = "OTEL_", Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT", Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL",
        Disabled = "OTEL_SDK_DISABLED";

    // They would win over those for all signals, and send to a place that nothing here has checked.
    private static readonly string[] OfOneSignal =
    [
        "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL",
        "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL",
    ];

    private readonly Dictionary<string, string?> _all;

    // Whether the collector is that of the settings, which are checked where they are read.
    private readonly bool _isOfSettings;

    /// <summary>Those that are given.</summary>
    /// <param name="variables">All variables, by name; others are passed over.</param>
    /// <param name="options">The settings, whose collector wins.</param>
    public TelemetryVariables(IEnumerable<KeyValuePair<string, string?>> variables, TelemetryOptions options)
    {
        _all = variables.Where(v => v.Key.StartsWith(Prefix, StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(v.Value))
            .ToDictionary(v => v.Key, v => v.Value);
        if (options.Otlp is { } collector)
        {
            _isOfSettings = true;
            _all[Endpoint] = collector.ToString();
            Array.ForEach(OfOneSignal, n => _all.Remove(n));
        }
    }

    /// <summary>All of them, as OpenTelemetry reads them.</summary>
    public IReadOnlyDictionary<string, string?> All => _all;

    /// <summary>Where figures and traces go; null to send nothing.</summary>
    public string? Collector => _all.GetValueOrDefault(Endpoint);

    /// <summary>Whether nothing is to be measured at all.</summary>
    public bool IsOff => "true".Equals(_all.GetValueOrDefault(Disabled)?.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>Those of this process.</summary>
    public static TelemetryVariables OfProcess(TelemetryOptions options) => new(
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(v => KeyValuePair.Create((string)v.Key, v.Value as string)),
        options);

    /// <summary>
    /// What is wrong with them, each fault in a sentence. OpenTelemetry itself would pass over it, and send to another place.
    /// </summary>
    public IEnumerable<string> Validate()
    {
        if (!_isOfSettings && Collector is { } collector
            && !(Uri.TryCreate(collector, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https"))
        {
            yield return $"{Endpoint} (in the environment) is no address of a collector: write it as http://127.0.0.1:4317, or unset it.";
        }

        foreach (string name in OfOneSignal.Where(_all.ContainsKey))
        {
            yield return $"{name} (in the environment) is not read by this service, which sends figures and traces to one place: set "
                + $"{Endpoint} and {Protocol}, and unset it.";
        }

        if (_all.TryGetValue(Protocol, out string? protocol) && protocol is not ("grpc" or "http/protobuf"))
        {
            yield return $"{Protocol} (in the environment) is no protocol that this service has: write grpc or http/protobuf, or unset it.";
        }
    }
}

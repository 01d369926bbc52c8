namespace DigitalEmblem.Extensions;

/// <summary>What logs, metrics and traces of a checker hold (spec/telemetry.md).</summary>
public sealed record EmblemTelemetryOptions
{
    /// <summary>
    /// Whether log lines and spans name the host that is checked, and log lines give reasons, which may name hosts and organizations. False
    /// by default: logs travel, and who can read them would learn whom this application looks at. Metrics never name a host.
    /// </summary>
    public bool NameHosts { get; init; }
}

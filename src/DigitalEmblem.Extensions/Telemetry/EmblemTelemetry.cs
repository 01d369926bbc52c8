using System.Diagnostics;

namespace DigitalEmblem.Extensions;

/// <summary>Names under which an application listens to checkers (spec/telemetry.md).</summary>
public static class EmblemTelemetry
{
    /// <summary>The name of the meter and of the source of spans, for <c>AddMeter</c> and <c>AddSource</c>.</summary>
    public const string Name = "DigitalEmblem";

    /// <summary>The category of log lines.</summary>
    public const string LogCategory = "DigitalEmblem.Verification";

    internal const string CheckSpan = "emblem.check", LookupSpan = "emblem.dns.lookup", EvidenceSpan = "emblem.evidence";

    internal static ActivitySource Source { get; } = new(Name);
}

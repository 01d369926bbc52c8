namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// Where figures and traces go. Anyone who receives them sees how much is issued and published and what fails, and no names, tokens or
/// people.
/// </summary>
internal sealed class TelemetryOptions
{
    /// <summary>
    /// An OpenTelemetry collector (OTLP, over gRPC unless <c>OTEL_EXPORTER_OTLP_PROTOCOL</c> says otherwise), as http://127.0.0.1:4317;
    /// null for that of <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, and if there is none to send nothing. Anyone who can change it learns how
    /// much is issued and published, and what fails.
    /// </summary>
    public Uri? Otlp { get; set; }

    /// <summary>What is wrong with it, each fault in a sentence.</summary>
    public IEnumerable<string> Validate()
    {
        if (Otlp is not null && !(Otlp.IsAbsoluteUri && Otlp.Scheme is "http" or "https"))
        {
            yield return "Telemetry:Otlp is an address, as http://127.0.0.1:4317.";
        }
    }
}

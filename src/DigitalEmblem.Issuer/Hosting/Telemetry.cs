using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>Sends figures and traces to the collector that the settings name, and nothing to nobody if they name none.</summary>
internal static class Telemetry
{
    public static void AddTelemetry(this IServiceCollection services, TelemetryOptions options)
    {
        if (options.Otlp is not { } collector)
        {
            return;
        }

        // Of the public address nothing is traced: who looks at an emblem leaves no trace, not even in a trace.
        services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService("digital-emblem-issuer"))
            .WithMetrics(m => m.AddMeter(Meters.Name).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation().AddOtlpExporter(o => o.Endpoint = collector))
            .WithTracing(t => t.AddSource(Meters.Name).AddAspNetCoreInstrumentation(a => a.Filter = c => c.CameInOn() == Listener.Api).AddOtlpExporter(o => o.Endpoint = collector));
    }
}

using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>Sends figures and traces to the collector that the settings name, if they name one.</summary>
internal static class Telemetry
{
    public static void AddTelemetry(this IServiceCollection services, TelemetryOptions options)
    {
        if (options.Otlp is not { } collector)
        {
            return;
        }

        // Do not trace the public address: a look at an emblem must leave no record.
        services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService("digital-emblem-issuer"))
            .WithMetrics(m => m.AddMeter(Meters.Name).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation()
                .AddOtlpExporter(o => o.Endpoint = collector))
            .WithTracing(t => t.AddSource(Meters.Name).AddAspNetCoreInstrumentation(a => a.Filter = c => c.CameInOn() == Listener.Api)
                .AddOtlpExporter(o => o.Endpoint = collector));
    }
}

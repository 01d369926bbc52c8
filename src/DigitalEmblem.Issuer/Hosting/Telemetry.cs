using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// Sends figures and traces to the collector that the settings or variables name, and shows the figures to Prometheus, if there is an
/// address for that.
/// </summary>
internal static class Telemetry
{
    private const string AspNetCore = "Microsoft.AspNetCore", Path = "/metrics";

    // What figures of ASP.NET Core may carry: all of it is from closed lists. A listener's address is left out.
    private static readonly string[] Tags =
    [
        "http.request.method", "http.response.status_code", "http.route", "error.type", "network.protocol.version", "server.port",
        "aspnetcore.routing.match_status", "kestrel.connection.close_reason",
    ];

    /// <summary>Adds them.</summary>
    /// <param name="services">The services.</param>
    /// <param name="variables">The variables, with what the settings say.</param>
    /// <param name="shows">Whether Prometheus may read the figures.</param>
    public static void AddTelemetry(this IServiceCollection services, TelemetryVariables variables, bool shows)
    {
        bool sends = variables.Collector is not null && !variables.IsOff;
        if (!sends && !shows)
        {
            return;
        }

        OpenTelemetryBuilder telemetry = services.AddOpenTelemetry()
            // The variables come last, because the later name counts.
            .ConfigureResource(r => r.AddService("digital-emblem-issuer").AddEnvironmentVariableDetector())
            .WithMetrics(m => Measure(m, sends, shows));
        if (sends)
        {
            // Do not trace the public address: a look at an emblem must leave no record.
            telemetry.WithTracing(t => t.AddSource(Meters.Name)
                .AddAspNetCoreInstrumentation(a => a.Filter = c => c.CameInOn() == Listener.Api).AddProcessor(new NamelessTraces(Tags))
                .AddOtlpExporter());
        }

        services.AddHostedService<FirstFigures>();
    }

    /// <summary>Maps the figures, on their own address.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder app) => app.MapPrometheusScrapingEndpoint(Path)
        .WithMetadata(new HttpMethodMetadata([HttpMethods.Get, HttpMethods.Head])).OnMetricsListener().AllowAnonymous();

    private static void Measure(MeterProviderBuilder metrics, bool sends, bool shows)
    {
        metrics.AddMeter(Meters.Name).AddAspNetCoreInstrumentation().AddRuntimeInstrumentation()
            .AddView(i => i.Meter.Name.StartsWith(AspNetCore, StringComparison.Ordinal)
                ? new MetricStreamConfiguration { TagKeys = Tags }
                : null);
        if (sends)
        {
            metrics.AddOtlpExporter();
        }

        if (shows)
        {
            metrics.AddPrometheusExporter();
        }
    }
}

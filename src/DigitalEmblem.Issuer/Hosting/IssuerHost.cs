using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Public;
using DigitalEmblem.Issuer.Web;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting.Systemd;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// The service as a web application: API, public endpoints, pages and figures, each on an address of its own, and the rounds of work.
/// </summary>
internal static class IssuerHost
{
    /// <summary>The category of its own lines in the log.</summary>
    public const string LogCategory = "DigitalEmblem.Issuer";

    /// <summary>How long it may take to finish its current work when it is told to stop.</summary>
    public static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(10), IdleAtMost = TimeSpan.FromMinutes(1);

    /// <summary>Puts it together; the caller runs it.</summary>
    /// <param name="options">The settings, checked.</param>
    /// <param name="configuration">Where they come from, for logging.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    public static WebApplication Build(IssuerOptions options, IConfiguration configuration, TimeProvider? clock = null)
    {
        // The empty builder reads no appsettings.json and no ASPNETCORE_ variables, which may be meant for another service.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ApplicationName = "issuer", ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(configuration);
        var variables = TelemetryVariables.OfProcess(options.Telemetry);
        builder.Configuration.AddInMemoryCollection(variables.All);
        AddLogging(builder.Logging, configuration);
        // Made by the container, so that they end with the service.
        builder.Services.AddSingleton(_ => new PublicLimits(options.Listen.PublicConnections, options.Listen.PublicPerSecond));
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration()
            .ConfigureKestrel(k => Listen(k, options.Listen, k.ApplicationServices.GetRequiredService<PublicLimits>()));
        builder.Services.Configure<HostOptions>(h => h.ShutdownTimeout = LongestStop);
        builder.Services.AddRouting();
        if (clock is not null)
        {
            builder.Services.AddSingleton(clock);
        }

        builder.Services.AddIssuer(options);
        // First, because it is then the last to stop.
        builder.Services.AddHostedService<ServiceLines>();
        builder.Services.AddIssuerApi(options);
        builder.Services.AddIssuerWeb(options);
        bool shows = options.Listen.MetricsEndPoint is not null && !variables.IsOff;
        builder.Services.AddTelemetry(variables, shows);
        builder.Services.AddSingleton<ISystemdNotifier, SystemdNotifier>();
        builder.Services.AddHostedService<ReadinessNotice>();
        builder.Services.AddIssuerRounds(options.Watching.Logs, options.Journal.Heads is not null);

        WebApplication app = builder.Build();
        app.UsePublicLimits(app.Services.GetRequiredService<PublicLimits>());
        app.UseRouting();
        app.UseListeners();
        app.UseIssuerWeb();
        app.UseIssuerApi();
        app.MapIssuerApi();
        app.MapIssuerWeb();
        app.MapWellKnown();
        app.MapHealth();
        if (shows)
        {
            app.MapMetrics();
        }

        return app;
    }

    private static void AddLogging(ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.AddConsoleLines(configuration["Logging:Console:FormatterName"]);
        // Request lines have addresses and paths of people who look at emblems, so do not log them.
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        logging.AddConfiguration(configuration.GetSection("Logging"));
    }

    private static void Listen(KestrelServerOptions kestrel, ListenOptions options, PublicLimits limits)
    {
        kestrel.AddServerHeader = false;
        // Slow clients hold connections; Kestrel's own minimum data rates end those that send or read almost nothing.
        (kestrel.Limits.RequestHeadersTimeout, kestrel.Limits.KeepAliveTimeout) = (HeadersWithin, IdleAtMost);
        var certificate = new ListenerCertificate(options.Certificate, options.CertificateKey);

        void Open(Microsoft.AspNetCore.Server.Kestrel.Core.ListenOptions listen, Listener listener)
        {
            listen.Note(listener);
            if (listener == Listener.Public)
            {
                listen.Limit(limits);
            }

            certificate.UseOn(listen);
        }

        kestrel.Listen(options.ApiEndPoint, l => Open(l, Listener.Api));
        if (options.PublicEndPoint is { } open)
        {
            kestrel.Listen(open, l => Open(l, Listener.Public));
        }

        if (options.WebEndPoint is { } web)
        {
            kestrel.Listen(web, l => Open(l, Listener.Web));
        }

        if (options.MetricsEndPoint is { } metrics)
        {
            // Without the certificate: it does not name loopback, so that Prometheus would refuse it.
            kestrel.Listen(metrics, l => l.Note(Listener.Metrics));
        }
    }
}

using System.Text.Encodings.Web;
using System.Text.Unicode;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.CheckPage.Answering;
using DigitalEmblem.Issuer.CheckPage.Asking;
using DigitalEmblem.Issuer.CheckPage.Stages;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Web;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Issuer.Web.Stages;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.WebEncoders;

namespace DigitalEmblem.Issuer.CheckPage;

/// <summary>The check page as a web application. It has the stages of the issuer's pages, and none of its services.</summary>
internal static class CheckHost
{
    /// <summary>The category of its own lines in the log.</summary>
    public const string LogCategory = "DigitalEmblem.Issuer.CheckPage";

    private const string Folder = "/CheckPage/Pages", Stylesheet = "checkpage.css", Script = "checkpage.js", Icon = "icon.svg";

    private static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(10), IdleAtMost = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The largest form: 128 KiB. A name of 10,000 letters, each of nine bytes in a form, fits into it and gets an answer that says what is
    /// wrong with it. The service refuses a larger body and does not read it.
    /// </summary>
    public static BodyLimit Bodies { get; } = new(128 << 10, TimeSpan.FromSeconds(30));

    /// <summary>Puts it together; the caller runs it.</summary>
    /// <param name="options">The settings, checked.</param>
    /// <param name="clock">The clock; null for the system's.</param>
    /// <param name="isQuiet">Whether it does not say that it has started.</param>
    public static WebApplication Build(CheckOptions options, TimeProvider? clock = null, bool isQuiet = false)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { ApplicationName = "issuer", ContentRootPath = AppContext.BaseDirectory });
        AddLogging(builder.Logging, isQuiet);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(k => Listen(k, options));
        builder.Services.AddSingleton(clock ?? TimeProvider.System).AddSingleton(options).AddSingleton<HostCheck>()
            .AddSingleton<CheckBudgets>().AddSingleton(new ClientAddress(options.Proxy)).AddSingleton<IFaultWords, CheckFaults>()
            .AddSingleton(WebOrigin.Of(options.Origin)).AddTransient<Speech>();
        builder.Services.AddRouting(o => o.ConstraintMap.Add(SpokenLanguage.Name, typeof(SpokenLanguage)));
        AddPages(builder.Services);

        WebApplication app = builder.Build();
        // Reads the log list now: if it cannot be read, the page does not start.
        _ = app.Services.GetRequiredService<HostCheck>().Trust;
        app.UseRouting();
        app.UseMiddleware<WebHeaders>().UseMiddleware<PathLanguage>().UseMiddleware<WebFaults>().UseMiddleware<OneHost>()
            .UseMiddleware<SameOrigin>().UseMiddleware<PlainForms>().UseMiddleware<WebBodies>();
        app.MapGet("/", context =>
        {
            context.Response.Redirect($"/{PageLanguage.Asked(context.Request).Tag}/");
            return Task.CompletedTask;
        });
        app.MapRazorPages().WithMetadata(Bodies);
        app.MapEvidence();
        RouteGroupBuilder assets = app.MapGroup(PageAssets.Root);
        assets.MapAsset(Stylesheet, "text/css; charset=utf-8", [.. PageAssets.Read("site.css"), .. PageAssets.Read(Stylesheet)]);
        assets.MapAsset(Script, "text/javascript; charset=utf-8", PageAssets.Read(Script));
        assets.MapAsset(Icon, "image/svg+xml", PageAssets.Read(Icon));
        return app;
    }

    // Without antiforgery tokens, which would need a cookie and keys: each form must come from this origin (SameOrigin), and changes
    // nothing here.
    private static void AddPages(IServiceCollection services)
    {
        services.AddRazorPages(o =>
        {
            o.RootDirectory = Folder;
            o.Conventions.ConfigureFilter(new IgnoreAntiforgeryTokenAttribute());
        });
        // Razor Pages bring data protection with them, which would make keys and a folder for them at the start.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        foreach (ServiceDescriptor start in services.Where(s => s.ServiceType == typeof(IHostedService)
            && s.ImplementationType?.Assembly == typeof(DataProtectionServiceCollectionExtensions).Assembly
            && s.ImplementationType.Namespace == typeof(IDataProtector).Namespace + ".Internal").ToArray())
        {
            services.Remove(start);
        }

        // Otherwise each letter of Arabic or Chinese is written in eight bytes.
        services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
    }

    // No setting reaches this: ASP.NET Core logs addresses, paths and, at its finest, what a form held.
    private static void AddLogging(ILoggingBuilder logging, bool isQuiet) => logging
        .AddConsoleLines()
        .AddFilter(null, LogLevel.None)
        .AddFilter(LogCategory, LogLevel.Information)
        .AddFilter("Microsoft.Hosting.Lifetime", isQuiet ? LogLevel.Warning : LogLevel.Information);

    private static void Listen(KestrelServerOptions kestrel, CheckOptions options)
    {
        kestrel.AddServerHeader = false;
        (kestrel.Limits.RequestHeadersTimeout, kestrel.Limits.KeepAliveTimeout) = (HeadersWithin, IdleAtMost);
        kestrel.Limits.MaxConcurrentConnections = 2000;
        var certificate = new ListenerCertificate(options.Certificate, options.CertificateKey);
        kestrel.Listen(options.EndPoint, certificate.UseOn);
    }
}

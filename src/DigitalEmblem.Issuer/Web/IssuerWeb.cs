using System.Text.Encodings.Web;
using System.Text.Unicode;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.Fields;
using DigitalEmblem.Issuer.Web.Providing;
using DigitalEmblem.Issuer.Web.Sealing;
using DigitalEmblem.Issuer.Web.SigningIn;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Issuer.Web.Stages;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.WebEncoders;

namespace DigitalEmblem.Issuer.Web;

/// <summary>
/// The pages for people: Razor Pages over the acts of the Work rooms, on an address of their own. The host adds them in three steps:
/// services, stages, endpoints.
/// </summary>
internal static class IssuerWeb
{
    private const string Application = "digital-emblem-issuer", Folder = "/Web/Pages";

    /// <summary>Adds what the pages need, beside what the acts need; nothing if there are no pages.</summary>
    public static IServiceCollection AddIssuerWeb(this IServiceCollection services, IssuerOptions options)
    {
        if (options.Listen.WebEndPoint is null)
        {
            return services;
        }

        services.AddSingleton(options.Web).AddSingleton(WebOrigin.Of(options.Web.Origin))
            .AddSingleton(new ClientAddress(options.Web.Proxy)).AddSingleton<IFaultWords, IssuerFaults>();
        services.AddSingleton(
            new WebSeal(() => options.Web.Secret?.Read() ?? throw new InvalidOperationException("Web:Secret is missing.")));
        services.AddSingleton<Entrance>().AddSingleton<SlowDown>().AddSingleton<CodeKeys>();
        AddPasskeys(services, WebOrigin.Of(options.Web.Origin));
        services.AddIdentityProvider(options.Access);
        services.AddSingleton<FormKeys>().AddTransient<Speech>().AddTransient<FormFields>();
        services.AddDataProtection().SetApplicationName(Application);
        services.AddOptions<KeyManagementOptions>().Configure<FormKeys, IServiceProvider>(
            (o, keys, provider) => (o.XmlRepository, o.XmlEncryptor) = (keys, new SealedXml(provider)));
        services.Configure<AntiforgeryOptions>(o =>
        {
            o.Cookie = new HostCookie("form");
            // The stage before it has a header for this.
            o.SuppressXFrameOptionsHeader = true;
        });
        services.Configure<CookieTempDataProviderOptions>(o => o.Cookie = new HostCookie("told"));
        services.AddSingleton<KeptForms>().AddSingleton<StepUpFilter>();
        services.AddRazorPages(o =>
        {
            o.RootDirectory = Folder;
            o.Conventions.Add(new HandlerRoles());
            o.Conventions.ConfigureFilter(new HandlerRoles());
            o.Conventions.ConfigureFilter(new ServiceFilterAttribute<StepUpFilter>());
            o.Conventions.AddPageApplicationModelConvention("/Assets/Import", m => m.EndpointMetadata.Add(BodyLimit.Csv));
        });
        // Otherwise each letter of Arabic or Chinese is written in eight bytes.
        services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        return services;
    }

    /// <summary>Adds the stages of the pages, in their order; call it after UseListeners and before authentication.</summary>
    public static void UseIssuerWeb(this WebApplication app)
    {
        if (app.Services.GetService<WebOrigin>() is not null)
        {
            app.UseWhen(IsWeb, web => web.UseMiddleware<WebHeaders>().UseMiddleware<WebFaults>().UseMiddleware<OneHost>()
                .UseMiddleware<SameOrigin>().UseMiddleware<WebBodies>());
        }
    }

    /// <summary>Maps the pages and what they load.</summary>
    public static void MapIssuerWeb(this WebApplication app)
    {
        if (app.Services.GetService<WebOrigin>() is not null)
        {
            app.MapRazorPages().OnWebListener();
            app.MapAssets();
        }
    }

    // Of Identity only what verifies passkeys: no cookies, no sign-in manager, no database of its own.
    private static void AddPasskeys(IServiceCollection services, WebOrigin origin)
    {
        services.AddIdentityCore<Person>().AddUserStore<PasskeyStore>();
        services.AddScoped<IPasskeyHandler<Person>, PasskeyHandler<Person>>().AddScoped<Passkeys>();
        services.Configure<IdentityPasskeyOptions>(o =>
        {
            o.ServerDomain = origin.Domain;
            o.UserVerificationRequirement = "required";
            o.ResidentKeyRequirement = "required";
            o.ValidateOrigin = context => ValueTask.FromResult(!context.CrossOrigin && context.Origin == origin.ToString());
        });
    }

    private static bool IsWeb(HttpContext context) => context.CameInOn() == Listener.Web;
}

using DigitalEmblem.Issuer.Api;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace DigitalEmblem.Issuer.Web.Providing;

/// <summary>Sets the package for OpenID Connect up: code flow with PKCE, nothing kept, no answer but by the address of a GET.</summary>
internal static class IdentityProviderSettings
{
    /// <summary>The name of the scheme.</summary>
    public const string Scheme = "Provider";

    /// <summary>Where a browser begins.</summary>
    public const string Begin = "/sign-in/provider";

    /// <summary>Where the provider sends the browser back to.</summary>
    public const string Answer = "/sign-in/provider/answer";

    /// <summary>What a tab shows in which a person signed in for a form in another tab.</summary>
    public const string Shown = "/sign-in/provider/shown";

    private static readonly TimeSpan WaitForProvider = TimeSpan.FromSeconds(30);

    /// <summary>Adds what the pages need for it.</summary>
    public static void AddIdentityProvider(this IServiceCollection services, AccessOptions access)
    {
        var offer = ProviderOffer.Of(access);
        services.AddSingleton(offer).AddSingleton<ProviderProofs>().AddTransient<AskProvider>();
        if (offer.Provider is not { } provider)
        {
            return;
        }

        services.AddAuthentication().AddRemoteScheme<OpenIdConnectOptions, ProviderHandler>(Scheme, null, o => Configure(o, provider));
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IPostConfigureOptions<OpenIdConnectOptions>, OpenIdConnectPostConfigureOptions>());
        // Its lines hold addresses with codes in them. What failed is logged by AskProvider.
        services.AddLogging(l => l.AddFilter(typeof(ProviderHandler).FullName, LogLevel.None));
    }

    private static void Configure(OpenIdConnectOptions o, OidcOptions provider)
    {
        o.Authority = provider.Authority;
        o.ClientId = provider.ClientId;
        o.RequireHttpsMetadata = provider.Authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        o.CallbackPath = Answer;
        o.SignInScheme = SessionAuthentication.Name;
        (o.ResponseType, o.ResponseMode) = (OpenIdConnectResponseType.Code, OpenIdConnectResponseMode.Query);
        o.UsePkce = true;
        // The browser carries the request: a push of it would be one more call that a stranger can cause.
        o.PushedAuthorizationBehavior = PushedAuthorizationBehavior.Disable;
        o.Scope.Clear();
        o.Scope.Add(OpenIdConnectScope.OpenId);
        (o.SaveTokens, o.GetClaimsFromUserInfoEndpoint, o.MapInboundClaims, o.DisableTelemetry) = (false, false, false, true);
        o.TokenHandler = new SignedTokensOnly { MapInboundClaims = false };
        o.TokenValidationParameters = ProviderClaims.Required(provider.ClientId!);
        o.BackchannelTimeout = WaitForProvider;
        o.RemoteAuthenticationTimeout = ProviderErrand.Longest;
        o.CorrelationCookie = new HostCookie("correlation.") { Expiration = ProviderErrand.Longest };
        o.NonceCookie = new HostCookie("nonce.") { Expiration = ProviderErrand.Longest };
        o.Events = new OpenIdConnectEvents { OnAuthorizationCodeReceived = context => BeforeTheCodeIsUsedAsync(context, provider) };
    }

    private static async Task BeforeTheCodeIsUsedAsync(AuthorizationCodeReceivedContext context, OidcOptions provider)
    {
        DateTimeOffset now = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        OpenIdConnectConfiguration known = await context.Options.ConfigurationManager!.GetConfigurationAsync(
            context.HttpContext.RequestAborted);
        string? iss = context.ProtocolMessage.Iss;
        if (now - ProviderErrand.Of(context.Properties!).AskedAt >= ProviderErrand.Longest)
        {
            context.Fail(new ProviderException(ProviderFailure.Foreign, "older than a sign-in may be"));
        }
        else if (iss is null ? known.AuthorizationResponseIssParameterSupported : iss != known.Issuer)
        {
            // Mix-up (RFC 9207): another provider's answer must not be redeemed at this one.
            context.Fail(new ProviderException(ProviderFailure.NotValid, iss is null ? "iss is missing" : "iss is another provider's"));
        }
        else
        {
            // Read when it is needed, and kept nowhere.
            context.TokenEndpointRequest!.ClientSecret = provider.ClientSecret?.Read();
        }
    }
}

using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Web;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// The REST API of the service, below <c>/api/v1</c>: a thin surface over the acts of the Work rooms. The host adds it in three steps:
/// services, stages, endpoints.
/// </summary>
internal static class IssuerApi
{
    /// <summary>The path below which all endpoints are.</summary>
    public const string Root = "/api/v1";

    private const string Scheme = "Access";

    /// <summary>Adds what the API needs, beside what <see cref="IssuerServices.AddIssuer"/> adds.</summary>
    public static IServiceCollection AddIssuerApi(this IServiceCollection services, IssuerOptions options)
    {
        services.AddSingleton<DenialBook>();
        services.AddSingleton<UseBook>();
        services.AddSingleton<WaitingCalls>();
        services.AddCallRounds();
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(o => ApiJson.Configure(o.SerializerOptions));
        services.AddOpenApi(ApiDocument.Name, ApiDocument.Configure);
        services.AddSingleton(_ => new CallLimiter(options.Access.Limits));

        AuthenticationBuilder authentication = services.AddAuthentication(Scheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.Name, null)
            .AddScheme<AuthenticationSchemeOptions, SessionAuthentication>(SessionAuthentication.Name, null);
        if (options.Access.Oidc is { } oidc)
        {
            authentication.AddOidc(oidc);
        }

        authentication.AddPolicyScheme(Scheme, null, o => o.ForwardDefaultSelector = context => context.CameInOn() == Listener.Web
            ? SessionAuthentication.Name
            : options.Access.Oidc is not null && context.CameInOn() == Listener.Api && ApiKeyAuthentication.TokenOf(context) is { } token
                && !token.StartsWith(ApiKeySecret.Prefix, StringComparison.Ordinal)
                ? OidcAuthentication.Name
                : ApiKeyAuthentication.Name);
        AuthorizationBuilder authorization = services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        foreach (AccessRoles role in Callers.Each)
        {
            authorization.AddPolicy(role.ToString(), p => p.RequireRole(role.ToString()));
        }

        return services;
    }

    /// <summary>
    /// Adds the stages of every call, in their order; call it after UseRouting and UseListeners. Requests on the public address skip all of
    /// them except authentication and authorization.
    /// </summary>
    public static void UseIssuerApi(this WebApplication app)
    {
        app.UseWhen(IsApi, api => api.UseMiddleware<DeniedCalls>().UseMiddleware<ApiFaults>());
        app.UseAuthentication();
        app.UseWhen(IsApi, api => api.UseMiddleware<LimitedCalls>());
        app.UseAuthorization();
        app.UseWhen(IsApi, api => api.UseMiddleware<BoundCalls>().UseMiddleware<RequestBodies>().UseMiddleware<IdempotentCalls>());
    }

    /// <summary>Maps the endpoints.</summary>
    public static void MapIssuerApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder api = app.MapGroup(Root);
        api.AddEndpointFilter<RouteGroupBuilder, ConditionalAnswers>();
        api.MapWhoAmIApi();
        api.MapOrganizationApi();
        api.MapKeyApi();
        api.MapCertificateApi();
        api.MapEndorsementApi();
        api.MapRequestApi();
        api.MapSigningApi();
        api.MapAssetApi();
        api.MapDataApi();
        api.MapMarkProposalApi();
        api.MapErrandApi();
        api.MapEmblemApi();
        api.MapTargetApi();
        api.MapPublicationApi();
        api.MapLawApi();
        api.MapApplicationApi();
        api.MapRegisterApi();
        api.MapCompromiseApi();
        api.MapAccessApi();
        api.MapPersonApi();
        api.MapSessionApi();
        api.MapInvitationApi();
        api.MapProposalApi();
        api.MapJournalApi();
        api.MapStatusApi();
        api.MapAlertApi();
        api.MapOpenApi("/openapi.json").By(Callers.Readers).WithoutNames();
    }

    private static bool IsApi(HttpContext context) => context.CameInOn() == Listener.Api;
}

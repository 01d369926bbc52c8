using System.Security.Claims;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// Authenticates callers by a token of the organization's identity provider. The handler fetches the provider's keys. Only a subject and
/// roles of the token are used; the subject says which person it is.
/// </summary>
internal static class OidcAuthentication
{
    /// <summary>The scheme.</summary>
    public const string Name = "Oidc";

    public static void AddOidc(this AuthenticationBuilder builder, OidcOptions options) => builder.AddJwtBearer(Name, jwt =>
    {
        jwt.Authority = options.Authority;
        jwt.Audience = options.Audience;
        jwt.RequireHttpsMetadata = options.Authority.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        jwt.MapInboundClaims = false;
        jwt.IncludeErrorDetails = false;
        jwt.SaveToken = false;
        jwt.TokenValidationParameters = ProviderClaims.Required(options.Audience);
        jwt.Events = new JwtBearerEvents
        {
            OnTokenValidated = context => KnowAsync(context, options),
            OnAuthenticationFailed = TellProviderThatIsAwayAsync,
        };
    });

    /// <summary>Takes the person whom the token's subject belongs to as the caller, with our roles; or says why there is none.</summary>
    private static async Task KnowAsync(TokenValidatedContext context, OidcOptions options)
    {
        string? subject = ProviderClaims.SubjectOf(context.Principal!, options);
        AccessRoles roles = ProviderClaims.RolesOf(context.Principal!, options);
        string? fault = subject is null
            ? $"The token names no one person: its claim {options.NameClaim} (Access:Oidc:NameClaim) is missing, is there twice, or is "
                + "no subject."
            : ApiKey.Contradiction(roles) is { } contradiction
                ? $"The roles of the token (Access:Oidc:RolesClaim) do not do here. {contradiction}"
                : null;
        if (fault is null)
        {
            try
            {
                context.Principal = await CallerAsync(
                    context.HttpContext, subject!, roles, options, new DateTimeOffset(context.SecurityToken.ValidTo, TimeSpan.Zero));
                return;
            }
            catch (RefusedException e)
            {
                fault = e.Message;
            }
        }

        ApiFaults.Because(context.HttpContext, ProblemKind.Unauthenticated, fault);
        context.Fail(fault);
    }

    private static async Task<ClaimsPrincipal> CallerAsync(
        HttpContext context, string subject, AccessRoles roles, OidcOptions options, DateTimeOffset until)
    {
        FindSubject find = context.RequestServices.GetRequiredService<FindSubject>();
        Person person = await find.RunAsync(subject, options.Unbound == UnboundSubject.Make, context.RequestAborted);
        await find.RequireTogetherAsync(
            person, roles, context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow(), context.RequestAborted);
        return Caller.Principal(person.Handle, PersonSubject.CredentialOf(subject), roles, Name, until);
    }

    /// <summary>Tells a provider whose keys cannot be had from a token that is not valid.</summary>
    private static async Task TellProviderThatIsAwayAsync(AuthenticationFailedContext context)
    {
        try
        {
            await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
        }
        catch (Exception e) when (e is InvalidOperationException or HttpRequestException or IOException)
        {
            const string Away = "The identity provider (Access:Oidc:Authority) does not answer, or not with its keys, so its tokens cannot "
                + "be checked. Try again soon; an API key works meanwhile.";
            ApiFaults.Because(context.HttpContext, ProblemKind.ProviderUnavailable, Away);
            context.Fail(Away);
        }
    }
}

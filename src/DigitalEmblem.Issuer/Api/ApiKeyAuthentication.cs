using System.Text.Encodings.Web;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// Authenticates callers by their API key. The key is looked up at each call, so that a revoked key is refused at once by every instance.
/// </summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, FindAccess find, UseBook uses,
    TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme.</summary>
    public const string Name = "ApiKey";

    private const string Bearer = "Bearer ";

    /// <summary>The bearer token of the request; null if there is none, or more than one.</summary>
    public static string? TokenOf(HttpContext context) =>
        context.Request.Headers.Authorization is [{ } value] && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            ? value[Bearer.Length..].Trim()
            : null;

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // The public address never authenticates, so that its callers cannot cause database queries; the pages take sessions only.
        if (Context.CameInOn() != Listener.Api
            || TokenOf(Context) is not { } token
            || await find.RunAsync(token, Context.RequestAborted) is not { } key)
        {
            return AuthenticateResult.NoResult();
        }

        if (key.IsProposed && key.IsInForceAt(clock.GetUtcNow()))
        {
            ApiFaults.Because(
                Context,
                ProblemKind.Unauthenticated,
                "This API key gives access to approve, and opens nothing until another approver has confirmed it (GET /proposals).");
            return AuthenticateResult.Fail("The API key waits for an approver.");
        }

        if (!key.IsUsableAt(clock.GetUtcNow()))
        {
            string why = key.Person.EndedAt is not null ? "person ended" : key.RevokedAt is null ? "key expired" : "key revoked";
            Context.Items[typeof(FormerHolder)] = new FormerHolder(key.Person.Handle, why);
            return AuthenticateResult.Fail("The API key has expired or was revoked.");
        }

        if (ApiKey.Contradiction(key.Roles) is not null)
        {
            return AuthenticateResult.Fail("The API key has roles that do not go together.");
        }

        uses.Note(key);
        return AuthenticateResult.Success(new AuthenticationTicket(
            Caller.Principal(key.Person.Handle, key.Id.ToString(), key.Roles, Name, key.ExpiresAt, key.Zones), Name));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}

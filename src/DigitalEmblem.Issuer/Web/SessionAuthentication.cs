using System.Text.Encodings.Web;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.SigningIn;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace DigitalEmblem.Issuer.Web;

/// <summary>
/// Authenticates people by the cookie of their session, on the address of the pages only. The session is looked up at each request, so that
/// one that was ended opens nothing, at every instance.
/// </summary>
internal sealed class SessionAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, FindSession find, KeptForms kept)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The scheme.</summary>
    public const string Name = "Session";

    /// <summary>Where one signs in.</summary>
    public const string SignIn = "/sign-in";

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Context.CameInOn() != Listener.Web || SignedIn.TokenOf(Context) is not { } token
            || await find.RunAsync(token, Context.RequestAborted) is not { } session)
        {
            return AuthenticateResult.NoResult();
        }

        SignedIn.Note(Context, session);
        return AuthenticateResult.Success(new AuthenticationTicket(SignedIn.Principal(session), Name));
    }

    /// <inheritdoc/>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (HttpMethods.IsPost(Request.Method) && Request.HasFormContentType)
        {
            // Nothing is done by itself after the sign-in: the person confirms what was sent, and nobody else does.
            await kept.KeepAsync(Context, await find.OwnerAsync(SignedIn.TokenOf(Context), Context.RequestAborted));
            Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        Response.Redirect(Request.Path == "/" ? SignIn : $"{SignIn}?back={Uri.EscapeDataString(Request.Path + Request.QueryString)}");
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}

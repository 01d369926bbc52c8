using System.Security.Claims;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.People;

namespace DigitalEmblem.Issuer.Web.SigningIn;

/// <summary>The session of a request, and its cookie: an opaque token, of which the database keeps the hash.</summary>
internal static class SignedIn
{
    private static readonly CookieBuilder Cookie = new HostCookie("session");
    private static readonly object Known = new();

    /// <summary>The token that a browser sent; null if it sent none.</summary>
    public static string? TokenOf(HttpContext context) => context.Request.Cookies[Cookie.Name!];

    /// <summary>The session of this request; null if nobody is signed in.</summary>
    public static Session? Of(HttpContext context) => context.Items[Known] as Session;

    /// <summary>The session of this request, on a page that needs one.</summary>
    public static Session Required(HttpContext context) =>
        Of(context) ?? throw new WebFaultException(StatusCodes.Status403Forbidden);

    /// <summary>Notes the session that the token of the request opened.</summary>
    public static void Note(HttpContext context, Session session) => context.Items[Known] = session;

    /// <summary>
    /// Gives the browser the token of a session that began or was renewed. The browser keeps it until it is closed. Pages go by
    /// <see cref="Entrance"/>, which ends the session before.
    /// </summary>
    public static void Give(HttpContext context, OpenedSession opened) =>
        context.Response.Cookies.Append(Cookie.Name!, opened.Token, Cookie.Build(context));

    /// <summary>
    /// Gives the browser the token, and lets the rest of this request be the person's, so that forms of its answer are too.
    /// </summary>
    public static void Enter(HttpContext context, OpenedSession opened)
    {
        Give(context, opened);
        Note(context, opened.Session);
        context.User = Principal(opened.Session);
    }

    /// <summary>The person of a session as ASP.NET Core takes it.</summary>
    public static ClaimsPrincipal Principal(Session session) =>
        Caller.Principal(session.Actor.Name, session.Actor.Credential!, session.Roles, SessionAuthentication.Name);

    /// <summary>Takes the token away from the browser.</summary>
    public static void Take(HttpContext context) => context.Response.Cookies.Delete(Cookie.Name!, Cookie.Build(context));
}

using System.Globalization;
using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Http;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;

namespace DigitalEmblem.IdentityProvider;

/// <summary>
/// Where a person signs in at the provider: by the name of the account alone, because only the provider's answer is of interest. Who signed
/// in once is not asked again (single sign-on), unless the client wants it.
/// </summary>
internal static class SignInPage
{
    private const string Cookie = "account", Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    public static IResult Answer(HttpContext context)
    {
        OpenIddictRequest request = context.GetOpenIddictServerRequest()!;
        if (HttpMethods.IsPost(context.Request.Method))
        {
            return (string?)request["refuse"] is null ? Enter(context, request) : Results.Forbid(authenticationSchemes: [Scheme]);
        }

        bool isAnew = request.Prompt == "login" || request.MaxAge is not null;
        return !isAnew && context.Request.Cookies[Cookie] is { } known && known.Split('|') is [string account, string time]
            ? SignedIn(account, [], long.Parse(time, CultureInfo.InvariantCulture))
            : Page(context.Request.Query);
    }

    // Fields of the form: account, roles (divided by commas), time (in seconds since 1970; empty for now, "none" to say nothing of it).
    private static IResult Enter(HttpContext context, OpenIddictRequest request)
    {
        string account = (string?)request["account"] ?? "", roles = (string?)request["roles"] ?? "", time = (string?)request["time"] ?? "";
        long? at = time switch
        {
            "none" => null,
            "" => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
            _ => long.Parse(time, CultureInfo.InvariantCulture),
        };
        if (at is { } known)
        {
            context.Response.Cookies.Append(Cookie, $"{account}|{known}");
        }

        return SignedIn(account, roles.Split(',', StringSplitOptions.RemoveEmptyEntries), at);
    }

    private static IResult SignedIn(string account, string[] roles, long? at)
    {
        var identity = new ClaimsIdentity("provider");
        identity.SetClaim(OpenIddictConstants.Claims.Subject, account);
        identity.SetClaims("roles", [.. roles]);
        if (at is { } time)
        {
            identity.SetClaim(OpenIddictConstants.Claims.AuthenticationTime, time);
        }

        identity.SetScopes(OpenIddictConstants.Scopes.OpenId);
        identity.SetDestinations(_ => [OpenIddictConstants.Destinations.IdentityToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), authenticationScheme: Scheme);
    }

    private static IResult Page(IQueryCollection query)
    {
        string kept = string.Concat(query.Select(
            q => $"""<input type="hidden" name="{WebUtility.HtmlEncode(q.Key)}" value="{WebUtility.HtmlEncode(q.Value)}">"""));
        return Results.Content(
            $"""
            <!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Your organization</title><h1>Your organization</h1>
            <form method="post" action="{Provider.Authorize}">{kept}
            <label>Account <input name="account"></label> <label>Roles <input name="roles"></label>
            <label>Time <input name="time"></label>
            <button>Enter</button> <button name="refuse" value="yes">Refuse</button></form></html>
            """,
            "text/html; charset=utf-8");
    }
}

using System.Security.Cryptography;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace DigitalEmblem.Issuer.Web.SigningIn;

/// <summary>
/// Passkeys (WebAuthn) by ASP.NET Core Identity. What a ceremony began with is kept, protected, in a cookie of the browser that began it,
/// for five minutes, and is taken away at its end.
/// </summary>
internal sealed class Passkeys(IPasskeyHandler<Person> handler, IDataProtectionProvider protection)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly CookieBuilder Cookie = new HostCookie("passkey") { SameSite = SameSiteMode.Strict };

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("passkeys").ToTimeLimitedDataProtector();

    /// <summary>Begins a sign-in by any passkey.</summary>
    /// <returns>The options for the browser, as JSON.</returns>
    public async Task<string> BeginSignInAsync(HttpContext context)
    {
        PasskeyRequestOptionsResult made = await handler.MakeRequestOptionsAsync(null, context);
        Keep(context, made.AssertionState ?? "");
        return made.RequestOptionsJson;
    }

    /// <summary>Begins making a passkey for a person.</summary>
    /// <returns>The options for the browser, as JSON.</returns>
    public async Task<string> BeginMakingAsync(HttpContext context, string handle, string? displayName)
    {
        PasskeyCreationOptionsResult made = await handler.MakeCreationOptionsAsync(
            new PasskeyUserEntity { Id = handle, Name = handle, DisplayName = displayName ?? handle }, context);
        Keep(context, made.AttestationState ?? "");
        return made.CreationOptionsJson;
    }

    /// <summary>Verifies what the browser answered to a sign-in; null if it does not hold.</summary>
    public async Task<UserPasskeyInfo?> VerifySignInAsync(HttpContext context, string json)
    {
        if (Kept(context) is not { } state || json.Length == 0)
        {
            return null;
        }

        PasskeyAssertionResult<Person> result = await handler.PerformAssertionAsync(
            new PasskeyAssertionContext { HttpContext = context, CredentialJson = json, AssertionState = state });
        return result is { Succeeded: true, Passkey: { IsUserVerified: true } passkey } ? passkey : null;
    }

    /// <summary>Verifies a passkey that the browser made for a person; null if it does not hold.</summary>
    public async Task<NewCredential?> VerifyMadeAsync(HttpContext context, string handle, string json, string? name)
    {
        if (Kept(context) is not { } state || json.Length == 0)
        {
            return null;
        }

        PasskeyAttestationResult result = await handler.PerformAttestationAsync(
            new PasskeyAttestationContext { HttpContext = context, CredentialJson = json, AttestationState = state });
        if (!result.Succeeded || result.UserEntity?.Id != handle)
        {
            return null;
        }

        result.Passkey.Name = name;
        return NewCredential.OfPasskey(result.Passkey);
    }

    private void Keep(HttpContext context, string state) =>
        context.Response.Cookies.Append(Cookie.Name!, _protector.Protect(state, Longest), Cookie.Build(context));

    // Taken away at once: no answer is looked at twice in one browser.
    private string? Kept(HttpContext context)
    {
        context.Response.Cookies.Delete(Cookie.Name!, Cookie.Build(context));
        try
        {
            return context.Request.Cookies[Cookie.Name!] is { } kept ? _protector.Unprotect(kept) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

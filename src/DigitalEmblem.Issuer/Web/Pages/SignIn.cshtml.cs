using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.SigningIn;
using DigitalEmblem.Issuer.Work.People;
using DigitalEmblem.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalEmblem.Issuer.Web.Pages;

/// <summary>Where a person signs in. All failures read alike, so that nobody learns which handles there are.</summary>
[May(AccessRoles.None)]
internal sealed class SignInModel(SignIn signIn, Passkeys passkeys, CodeKeys keys, SlowDown slow, ClientAddress address,
    Entrance entrance) : PageModel
{
    /// <summary>The page to go to afterwards.</summary>
    public string Back { get; private set; } = "/";

    /// <summary>What was typed as the handle.</summary>
    public string Handle { get; private set; } = "";

    /// <summary>Why it failed; null if nothing was tried.</summary>
    public Sentence? Failure { get; private set; }

    public IActionResult OnGet(string? back)
    {
        Back = OwnPath.Of(back);
        return SignedIn.Of(HttpContext) is null ? Page() : LocalRedirect(Back);
    }

    [May(AccessRoles.None)]
    public async Task<IActionResult> OnPostOptionsAsync() =>
        Content(await passkeys.BeginSignInAsync(HttpContext), "application/json");

    [May(AccessRoles.None)]
    public async Task<IActionResult> OnPostPasskeyAsync(string? passkey, string? back, CancellationToken cancellationToken)
    {
        Back = OwnPath.Of(back);
        return await passkeys.VerifySignInAsync(HttpContext, passkey ?? "") is { } used
            && await signIn.ByPasskeyAsync(used.CredentialId, used.SignCount, used.IsBackedUp, cancellationToken) is { } opened
                ? await GoOnAsync(opened, cancellationToken)
                : Failed();
    }

    [May(AccessRoles.None)]
    public async Task<IActionResult> OnPostPasswordAsync(
        string? handle, string? password, string? code, string? back, CancellationToken cancellationToken)
    {
        (Back, Handle) = (OwnPath.Of(back), handle is { Length: <= Person.LongestHandle } ? handle : "");
        if (slow.Begin(Handle, address.Of(HttpContext)) is { } wait)
        {
            Failure = SlowedDown.Answer(HttpContext, wait);
            return Page();
        }

        if (await signIn.ByPasswordAsync(Handle, password ?? "", code ?? "", k => keys.Open(Handle, k), cancellationToken)
            is not { } opened)
        {
            return Failed();
        }

        slow.Succeeded(Handle, address.Of(HttpContext));
        return await GoOnAsync(opened, cancellationToken);
    }

    private async Task<IActionResult> GoOnAsync(OpenedSession opened, CancellationToken cancellationToken)
    {
        await entrance.GiveAsync(HttpContext, opened, cancellationToken);
        return LocalRedirect(Back);
    }

    private PageResult Failed()
    {
        Failure = Sentence.Of($"You are not signed in: the handle, the password or the code is wrong. Check the handle and the "
            + $"password, and wait for a new code, because each code works once.");
        return Page();
    }
}

using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.SigningIn;
using DigitalEmblem.Issuer.Work.People;
using DigitalEmblem.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Identity;

namespace DigitalEmblem.Issuer.Web.Pages;

/// <summary>
/// Asks a person to sign in again, because the session is over, or to show who they are (step-up), and keeps the form that was sent. What
/// was sent is carried out only when the person confirms it afterwards.
/// </summary>
[May(AccessRoles.None)]
internal sealed class SignInAgainModel(
    SignIn signIn, RenewSession renew, Passkeys passkeys, CodeKeys keys, SlowDown slow, ClientAddress address, KeptForms kept,
    Entrance entrance) : PageModel
{
    /// <summary>The form that is kept; null if there is none any more.</summary>
    public KeptForm? Form { get; private set; }

    /// <summary>The form as the page carries it.</summary>
    public string Kept { get; private set; } = "";

    /// <summary>Whether the person has signed in, and only has to confirm.</summary>
    public bool IsProven { get; private set; }

    /// <summary>Whether the form was sent by another person in this browser, and is not shown.</summary>
    public bool IsAnothers { get; private set; }

    /// <summary>What was typed as the handle.</summary>
    public string Handle { get; private set; } = "";

    /// <summary>Why the sign-in failed; null if nothing was tried.</summary>
    public Sentence? Failure { get; private set; }

    public IActionResult OnGet()
    {
        if (KeptForm.Of(HttpContext) is not { } form)
        {
            return LocalRedirect(SessionAuthentication.SignIn);
        }

        Keep(form);
        Failure = KeptForm.WhyOf(HttpContext);
        return Page();
    }

    [May(AccessRoles.None)]
    public async Task<IActionResult> OnPostOptionsAsync() =>
        Content(await passkeys.BeginSignInAsync(HttpContext), "application/json");

    [May(AccessRoles.None)]
    public async Task<IActionResult> OnPostPasskeyAsync(string? passkey, string? kept, CancellationToken cancellationToken)
    {
        Take(kept);
        return await passkeys.VerifySignInAsync(HttpContext, passkey ?? "") is { } used
            ? await ProvenAsync(await ByPasskeyAsync(used, cancellationToken), cancellationToken)
            : Failed();
    }

    [May(AccessRoles.None)]
    public async Task<IActionResult> OnPostPasswordAsync(
        string? handle, string? password, string? code, string? kept, CancellationToken cancellationToken)
    {
        Take(kept);
        Handle = SignedIn.Of(HttpContext)?.Person.Handle ?? (handle is { Length: <= Person.LongestHandle } ? handle : "");
        if (slow.Begin(Handle, address.Of(HttpContext)) is { } wait)
        {
            Failure = SlowedDown.Answer(HttpContext, wait);
            return Page();
        }

        OpenedSession? opened = SignedIn.Of(HttpContext) is null
            ? await signIn.ByPasswordAsync(Handle, password ?? "", code ?? "", k => keys.Open(Handle, k), cancellationToken)
            : await renew.ByPasswordAsync(
                SignedIn.TokenOf(HttpContext)!, password ?? "", code ?? "", k => keys.Open(Handle, k), cancellationToken);
        if (opened is not null)
        {
            slow.Succeeded(Handle, address.Of(HttpContext));
        }

        return await ProvenAsync(opened, cancellationToken);
    }

    private async Task<OpenedSession?> ByPasskeyAsync(UserPasskeyInfo used, CancellationToken cancellationToken) =>
        SignedIn.Of(HttpContext) is null
            ? await signIn.ByPasskeyAsync(used.CredentialId, used.SignCount, used.IsBackedUp, cancellationToken)
            : await renew.ByPasskeyAsync(
                SignedIn.TokenOf(HttpContext)!, used.CredentialId, used.SignCount, used.IsBackedUp, cancellationToken);

    private async Task<IActionResult> ProvenAsync(OpenedSession? opened, CancellationToken cancellationToken)
    {
        if (opened is null)
        {
            return Failed();
        }

        await entrance.EnterAsync(HttpContext, opened, cancellationToken);
        if (Form is null)
        {
            return LocalRedirect("/");
        }

        if (Form.IsGet)
        {
            return LocalRedirect(Form.Path);
        }

        (IsProven, IsAnothers) = (true, Form.Handle is { } owner && owner != opened.Session.Person.Handle);
        return Page();
    }

    private PageResult Failed()
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Failure = Sentence.Of($"You are not signed in: the handle, the password or the code is wrong. Check the handle and the "
            + $"password, and wait for a new code, because each code works once.");
        return Page();
    }

    private void Take(string? text)
    {
        if (kept.Read(text) is { } form)
        {
            Keep(form);
        }
    }

    private void Keep(KeptForm form) => (Form, Kept) = (form, kept.Protect(form));
}

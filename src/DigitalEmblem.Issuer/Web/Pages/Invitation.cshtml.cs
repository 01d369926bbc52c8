using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Providing;
using DigitalEmblem.Issuer.Web.SigningIn;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Issuer.Work.People;
using DigitalEmblem.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalEmblem.Issuer.Web.Pages;

/// <summary>
/// Where a person joins, or comes back. Opening the link changes nothing, because programs that preview links open it; the form's post uses
/// it up. Used, expired and altered links are one page.
/// </summary>
[May(AccessRoles.None)]
internal sealed class InvitationModel(
    FindInvitation find, AcceptInvitation accept, Passkeys passkeys, CodeKeys keys, ProviderProofs proofs,
    Entrance entrance, TimeProvider clock) : PageModel
{
    /// <summary>The secret of the link.</summary>
    public string Secret { get; private set; } = "";

    /// <summary>The invitation; null if the link opens nothing.</summary>
    public Invitation? Invitation { get; private set; }

    /// <summary>Why it failed; null if nothing was tried.</summary>
    public Sentence? Failure { get; private set; }

    /// <summary>The key of the codes as the form carries it.</summary>
    public string FormKey { get; private set; } = "";

    /// <summary>The key for a person to type.</summary>
    public string Key { get; private set; } = "";

    /// <summary>The key as SVG, drawn here from nothing that a stranger wrote.</summary>
    public string Picture { get; private set; } = "";

    public async Task OnGetAsync(string secret, CancellationToken cancellationToken)
    {
        if (await IsOpenAsync(secret, cancellationToken))
        {
            ShowKey(keys.New(Invitation!.Handle));
        }
    }

    [May(AccessRoles.None)]
    public async Task<IActionResult> OnPostOptionsAsync(string secret, CancellationToken cancellationToken) =>
        await IsOpenAsync(secret, cancellationToken)
            ? Content(
                await passkeys.BeginMakingAsync(HttpContext, Invitation!.Handle, Invitation.DisplayName), "application/json")
            : throw new WebFaultException(StatusCodes.Status404NotFound);

    [May(AccessRoles.None)]
    public async Task<IActionResult> OnPostPasskeyAsync(string secret, string? passkey, CancellationToken cancellationToken)
    {
        if (!await IsOpenAsync(secret, cancellationToken))
        {
            return Page();
        }

        ShowKey(keys.New(Invitation!.Handle));
        return await passkeys.VerifyMadeAsync(HttpContext, Invitation.Handle, passkey ?? "", null) is { } way
            ? await AcceptAsync(way, cancellationToken)
            : Fail($"The passkey could not be verified. Make it again, or choose password and code.");
    }

    [May(AccessRoles.None)]
    public async Task<IActionResult> OnPostPasswordAsync(
        string secret, string? password, string? code, string? key, CancellationToken cancellationToken)
    {
        if (!await IsOpenAsync(secret, cancellationToken))
        {
            return Page();
        }

        string handle = Invitation!.Handle;
        if (keys.Read(handle, key) is not { } codeKey)
        {
            ShowKey(keys.New(handle));
            return Fail($"This form is older than an hour. There is a new key below: take it over, and try again.");
        }

        // The same key again, because the authenticator has it already.
        ShowKey(key!);
        try
        {
            return await AcceptAsync(
                NewCredential.OfPassword(handle, password ?? "", codeKey, keys.Seal(handle, codeKey), code ?? "", clock.GetUtcNow()),
                cancellationToken);
        }
        catch (RefusedException e) when (e.Refusal == Refusal.Malformed)
        {
            return Fail(e.AsSentence());
        }
    }

    [May(AccessRoles.None)]
    public async Task<IActionResult> OnPostProviderAsync(string secret, string? proof, CancellationToken cancellationToken)
    {
        if (!await IsOpenAsync(secret, cancellationToken))
        {
            return Page();
        }

        ShowKey(keys.New(Invitation!.Handle));
        if (proofs.Read(Secret, proof) is not { } word)
        {
            return Fail($"Your sign-in is older than ten minutes. Sign in by your organization again.");
        }

        try
        {
            await entrance.GiveAsync(
                HttpContext, await accept.ByProviderAsync(Secret, word, cancellationToken), cancellationToken);
            return LocalRedirect("/");
        }
        catch (RefusedException e) when (e.Refusal != Refusal.NotFound)
        {
            return Fail(e.AsSentence());
        }
    }

    private async Task<IActionResult> AcceptAsync(NewCredential way, CancellationToken cancellationToken)
    {
        await entrance.GiveAsync(HttpContext, await accept.RunAsync(Secret, way, null, cancellationToken), cancellationToken);
        return LocalRedirect("/");
    }

    private async Task<bool> IsOpenAsync(string secret, CancellationToken cancellationToken)
    {
        (Secret, Invitation) = (secret, await find.RunAsync(secret, cancellationToken));
        if (Invitation is null)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }

        return Invitation is { IsProposed: false };
    }

    private PageResult Fail(Sentence why)
    {
        Failure = why;
        return Page();
    }

    private void ShowKey(string form)
    {
        byte[] key = keys.Read(Invitation!.Handle, form)!;
        (FormKey, Key, Picture) = (form, CodeKeys.InWords(key), CodeKeys.Picture(Invitation.Handle, key));
    }
}

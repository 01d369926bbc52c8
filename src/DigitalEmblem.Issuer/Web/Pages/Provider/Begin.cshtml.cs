using System.Net;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Providing;
using DigitalEmblem.Issuer.Web.SigningIn;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Issuer.Web.Stages;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalEmblem.Issuer.Web.Pages.Provider;

/// <summary>
/// Sends a browser to the identity provider. It is a link and no form, because browsers let no form of these pages end at another site
/// (form-action). It changes nothing: another site that leads here has a person sign in as themselves at most.
/// </summary>
[May(AccessRoles.None)]
internal sealed class BeginModel(
    ProviderOffer offer, AskProvider ask, FindInvitation find, SlowDown slow, ClientAddress address, TimeProvider clock) : PageModel
{
    /// <summary>Why the browser was not sent.</summary>
    public ShownFault Fault { get; private set; } = null!;

    /// <summary>Begins.</summary>
    /// <param name="back">The page to go to afterwards.</param>
    /// <param name="again">Whether a form in another tab waits for it.</param>
    /// <param name="invitation">The secret of the invitation that is answered.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IActionResult> OnGetAsync(string? back, bool again, string? invitation, CancellationToken cancellationToken)
    {
        offer.Required();
        Session? session = SignedIn.Of(HttpContext);
        if (invitation is not null && await find.RunAsync(invitation, cancellationToken) is not { IsProposed: false })
        {
            // One page for all links that open nothing.
            return LocalRedirect($"/invitation/{Uri.EscapeDataString(invitation)}");
        }

        if (invitation is null && !again && session is not null)
        {
            return LocalRedirect(OwnPath.Of(back));
        }

        IPAddress from = address.Of(HttpContext);
        if (slow.Begin(from) is { } wait)
        {
            return Failed(ProviderWords.TooMany(SlowedDown.Answer(HttpContext, wait)));
        }

        try
        {
            await ask.SendAsync(HttpContext, new ProviderErrand(
                clock.GetUtcNow(),
                again ? IdentityProviderSettings.Shown : OwnPath.Of(back),
                again ? session?.Id : null,
                invitation));
        }
        catch (ProviderException e)
        {
            return Failed(ProviderWords.Of(e.Failure));
        }

        slow.Succeeded(from);
        return new EmptyResult();
    }

    private PageResult Failed(ShownFault fault)
    {
        (Fault, Response.StatusCode) = (fault, fault.Status);
        return Page();
    }
}

using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.SigningIn;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalEmblem.Issuer.Web.Pages;

/// <summary>Ends the session of this browser, at every instance.</summary>
[May(AccessRoles.None)]
internal sealed class SignOutModel(EndSessions end) : PageModel
{
    public IActionResult OnGet() => SignedIn.Of(HttpContext) is null ? LocalRedirect(SessionAuthentication.SignIn) : Page();

    [May(AccessRoles.None)]
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        if (SignedIn.Of(HttpContext) is { } session)
        {
            await end.OwnAsync(session.Actor, session.Id, cancellationToken);
        }

        SignedIn.Take(HttpContext);
        return LocalRedirect(SessionAuthentication.SignIn);
    }
}

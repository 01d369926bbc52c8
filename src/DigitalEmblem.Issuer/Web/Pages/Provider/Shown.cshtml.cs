using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Providing;
using DigitalEmblem.Issuer.Web.SigningIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalEmblem.Issuer.Web.Pages.Provider;

/// <summary>Says in a tab in which a person signed in that the form waits in the other one.</summary>
[May(AccessRoles.None)]
internal sealed class ShownModel(ProviderOffer offer) : PageModel
{
    public IActionResult OnGet()
    {
        offer.Required();
        return SignedIn.Of(HttpContext) is null ? LocalRedirect(SessionAuthentication.SignIn) : Page();
    }
}

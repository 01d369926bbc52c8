using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Stages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalEmblem.Issuer.Web.Pages;

/// <summary>
/// Shows what was wrong with a request (<see cref="WebFaults"/>). At its own address it answers 404. It takes no token, because it changes
/// nothing, and is also shown where the token was wrong.
/// </summary>
[May(AccessRoles.None)]
[IgnoreAntiforgeryToken]
internal sealed class FaultModel : PageModel
{
    public ShownFault Fault => WebFaults.Of(HttpContext) ?? throw new WebFaultException(StatusCodes.Status404NotFound);

    public void OnGet() => _ = Fault;
}

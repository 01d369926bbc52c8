using DigitalEmblem.Issuer.Web;
using DigitalEmblem.Issuer.Web.Stages;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalEmblem.Issuer.CheckPage.Pages;

/// <summary>Shows what was wrong with a request. At its own address it answers 404.</summary>
internal sealed class FaultModel : PageModel
{
    public ShownFault Fault => WebFaults.Of(HttpContext) ?? throw new WebFaultException(StatusCodes.Status404NotFound);

    public void OnGet() => _ = Fault;
}

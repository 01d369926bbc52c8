using DigitalEmblem.Issuer.Api;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalEmblem.Issuer.Web.Pages;

/// <summary>Whether all emblems are in force and seen, and what needs this person.</summary>
[May(Callers.Readers)]
internal sealed class IndexModel : PageModel
{
    public void OnGet() => Name = User.Identity!.Name!;

    public string Name { get; private set; } = "";
}

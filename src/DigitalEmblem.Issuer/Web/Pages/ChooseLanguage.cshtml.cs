using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalEmblem.Issuer.Web.Pages;

/// <summary>Chooses the language of the pages in this browser, also before one signs in.</summary>
[May(AccessRoles.None)]
internal sealed class ChooseLanguageModel : PageModel
{
    /// <summary>The page to go back to.</summary>
    public string Back { get; private set; } = "/";

    public void OnGet(string? back) => Back = OwnPath.Of(back);

    [May(AccessRoles.None)]
    public IActionResult OnPost(string? tag, string? back)
    {
        if (Language.TryFind(tag, out Language? language))
        {
            PageLanguage.Choose(HttpContext, language);
        }

        return LocalRedirect(OwnPath.Of(back));
    }
}

using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.SigningIn;
using DigitalEmblem.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalEmblem.Issuer.Web.Pages.Provider;

/// <summary>
/// Goes on with a form that waited while its person signed in at the identity provider, in another tab. It only shows what would be sent,
/// so it takes no token: the token of the waiting page is that of the session before.
/// </summary>
[May(AccessRoles.None)]
[IgnoreAntiforgeryToken]
internal sealed class ContinueModel(KeptForms kept, TimeProvider clock) : PageModel
{
    /// <summary>The form.</summary>
    public KeptForm Form { get; private set; } = null!;

    /// <summary>Whether the form was sent by another person in this browser, and is not shown.</summary>
    public bool IsAnothers { get; private set; }

    public IActionResult OnGet() => LocalRedirect("/");

    [May(AccessRoles.None)]
    public IActionResult OnPost([FromForm(Name = "kept")] string? text)
    {
        if (kept.Read(text) is not { } form)
        {
            return LocalRedirect("/");
        }

        // If a form that waits for a sign-in needs a step-up too, that is asked for when it is sent.
        if (SignedIn.Of(HttpContext) is not { } session
            || (form.NeedsStepUp && !StepUpFilter.IsFresh(session, clock.GetUtcNow())))
        {
            form.Note(HttpContext, Sentence.Of($"The sign-in in the other tab is not finished. Finish it there, then go on here."));
            throw new WebFaultException(StatusCodes.Status401Unauthorized);
        }

        if (form.IsGet)
        {
            return LocalRedirect(form.Path);
        }

        (Form, IsAnothers) = (form, form.Handle is { } owner && owner != session.Person.Handle);
        return Page();
    }
}

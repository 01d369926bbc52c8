using DigitalEmblem.Issuer.CheckPage.Answering;
using DigitalEmblem.Issuer.CheckPage.Asking;
using DigitalEmblem.Issuer.CheckPage.Naming;
using DigitalEmblem.Issuer.CheckPage.Stages;
using DigitalEmblem.Issuer.Web;
using DigitalEmblem.Texts;
using DigitalEmblem.Verifier;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DigitalEmblem.Issuer.CheckPage.Pages;

/// <summary>
/// Takes a host name, and answers whether it is marked. The name comes in the body of a form only, so that it stands in no address and no
/// proxy's log; a link that names one after # fills the form, and asks nothing. To GET it shows the form, and looks at nothing of the
/// address.
/// </summary>
internal sealed class CheckModel(HostCheck check, CheckBudgets budgets, ClientAddress address) : PageModel
{
    /// <summary>The name of the field.</summary>
    public const string Field = "name";

    /// <summary>
    /// The most findings that are shown. A hostile zone can cause hundreds, and the evidence holds what they are found in.
    /// </summary>
    public const int MostFindings = 30;

    /// <summary>What was entered, to be shown in the form again.</summary>
    public string Entered { get; private set; } = "";

    /// <summary>What is wrong with the name; null if nothing is, or none was entered.</summary>
    public Sentence? Fault { get; private set; }

    /// <summary>The answer; null if nothing was asked.</summary>
    public CheckAnswer? Answer { get; private set; }

    /// <summary>What this page asks of an emblem.</summary>
    public TrustPolicy Policy => check.Policy;

    public async Task OnPostAsync(CancellationToken cancellationToken)
    {
        // Named inputs only; ReadFormAsync throws for what is no form, which the stages answer.
        IFormCollection form = await Request.ReadFormAsync(cancellationToken);
        string entered = form[Field].ToString();
        Entered = Printable.Cut(entered, AskedHost.LongestShown);
        if (!AskedHost.TryRead(entered, out DomainName? name, out Sentence? fault))
        {
            Fault = fault;
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return;
        }

        (IDisposable? place, TimeSpan wait) = budgets.Take(address.Of(HttpContext));
        if (place is null)
        {
            throw TooOftenException.At(HttpContext, wait);
        }

        using (place)
        {
            Answer = await check.RunAsync(name, cancellationToken);
        }
    }
}

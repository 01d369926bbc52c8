using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Primitives;

namespace DigitalEmblem.Issuer.Web.Acting;

/// <summary>
/// A page of a person who is signed in. What the domain refuses is said on the page itself, at its field and above the form, with what was
/// typed; nothing was changed then.
/// </summary>
internal abstract class ActPage : PageModel
{
    /// <summary>The field in which a person says why; the journal keeps it.</summary>
    public const string ReasonField = "reason";

    private const int LongestReason = 200;
    private readonly List<Fault> _faults = [];

    /// <summary>What is wrong with what was sent; empty if nothing is.</summary>
    public IReadOnlyList<Fault> Faults => _faults;

    /// <summary>Whether something is wrong with what was sent.</summary>
    protected bool IsWrong => _faults.Count > 0;

    /// <summary>The roles of the person.</summary>
    public AccessRoles Roles => Caller.Of(User).Roles;

    /// <summary>Whether the person has one of these roles.</summary>
    public bool May(AccessRoles roles) => (Roles & roles) != 0;

    /// <summary>What was typed into a field that was sent; null if no such field was sent, or if a private key was typed into it.</summary>
    public string? Typed(string field) => HttpMethods.IsPost(Request.Method) && Request.HasFormContentType
        && Request.Form.TryGetValue(field, out StringValues sent) && sent.ToString() is var typed && !PrivateKeyText.IsIn(typed)
            ? typed
            : null;

    /// <summary>Gathers what the page shows. It is called before each time that the page is shown.</summary>
    protected abstract Task LoadAsync(CancellationToken cancellationToken);

    /// <summary>Shows the page.</summary>
    protected async Task<IActionResult> ShowAsync(CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        return Page();
    }

    /// <summary>Reads a field; what it refuses is a fault of that field.</summary>
    /// <returns>The value; the default of its type if there is a fault.</returns>
    protected T? Read<T>(string field, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (RefusedException e)
        {
            Wrong(field, e.AsSentence());
            return default;
        }
    }

    /// <summary>Notes what is wrong.</summary>
    /// <param name="field">The name of the field; null for the whole form.</param>
    /// <param name="why">What is wrong, and what to do.</param>
    protected void Wrong(string? field, Sentence why)
    {
        Response.StatusCode = StatusCodes.Status400BadRequest;
        _faults.Add(new Fault(field, why));
    }

    /// <summary>
    /// Carries an act out, unless a field is wrong, and goes on to another page. What the domain refuses is shown on this one.
    /// </summary>
    /// <param name="act">The act; it returns where to go on.</param>
    /// <param name="cancellationToken">Ends it.</param>
    protected async Task<IActionResult> ActAsync(Func<Actor, Task<IActionResult>> act, CancellationToken cancellationToken)
    {
        Actor actor = Me();
        if (IsWrong)
        {
            return await ShowAsync(cancellationToken);
        }

        try
        {
            return await act(actor);
        }
        catch (RefusedException e) when (e.Refusal != Refusal.NotFound)
        {
            _faults.Add(new Fault(null, e.AsSentence()));
            Response.StatusCode = ProblemKind.Of(e.Refusal).Status;
            return await ShowAsync(cancellationToken);
        }
    }

    /// <summary>Goes to a page, which says once what was done.</summary>
    /// <param name="path">A path of this service.</param>
    /// <param name="done">What was done.</param>
    protected LocalRedirectResult Done(string path, Sentence done)
    {
        ToldOnce.Tell(HttpContext, TempData, done);
        return LocalRedirect(path);
    }

    private Actor Me()
    {
        Actor actor = Caller.Of(User).Actor;
        string reason = Typed(ReasonField)?.Trim() ?? "";
        if (reason.Length > LongestReason || reason.Any(char.IsControl))
        {
            Wrong(ReasonField, $"A note has up to {LongestReason} characters, in one line.");
        }

        return reason.Length == 0 ? actor : actor with { Reason = reason };
    }
}

using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.SigningIn;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages;

/// <summary>What belongs to the person who is signed in: ways to sign in, sessions, time zone.</summary>
[May(Callers.Readers)]
internal sealed class YouModel(ListPeople list, EndSessions end, RevokeCredential revoke) : ActPage
{
    /// <summary>The person, and all that opens something for it.</summary>
    public PersonAccess Access { get; private set; } = null!;

    /// <summary>The session of this browser.</summary>
    public Session Session => SignedIn.Required(HttpContext);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    /// <summary>A request is enough to extend the session. The browser stays at its page.</summary>
    [May(Callers.Readers)]
    public IActionResult OnPostStay() => StatusCode(StatusCodes.Status204NoContent);

    [May(Callers.Readers)]
    public IActionResult OnPostZone(string? zone)
    {
        if (PageZone.TryFind(zone, out TimeZoneInfo? found))
        {
            PageZone.Choose(HttpContext, found);
        }

        return LocalRedirect("/you");
    }

    [May(Callers.Readers)]
    public Task<IActionResult> OnPostEndSessionAsync(Guid id, CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            await end.OwnAsync(actor, id, cancellationToken);
            return Done("/you", $"The session is ended.");
        },
        cancellationToken);

    [May(Callers.Readers)]
    public Task<IActionResult> OnPostEndOthersAsync(CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            await end.OfPersonAsync(actor, actor.Name, Session.Id, cancellationToken);
            return Done("/you", $"All your other sessions are ended.");
        },
        cancellationToken);

    [May(Callers.Readers)]
    [StepUp]
    public Task<IActionResult> OnPostRemoveAsync(Guid id, CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            await revoke.OwnAsync(actor, id, cancellationToken);
            return Done("/you", $"It opens nothing any more.");
        },
        cancellationToken);

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        Access = await list.OfAsync(Session.Person.Handle, cancellationToken);
}

using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Issuer.Work.Authority;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Register;

/// <summary>One endorsement that this authority gave, fit for print, and what an approver may still decide about it.</summary>
[May(Callers.Readers)]
internal sealed class EntryModel(
    FindRegister find, ListPeople people, LetEndorsementLapse lapse, RevokeEndorsement revoke, TimeProvider clock) : ActPage
{
    /// <summary>The entry.</summary>
    public RegisterRow Row { get; private set; } = null!;

    /// <summary>The present.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>Until when this person's access to approve approves nothing; null if it does, or if there is none.</summary>
    public DateTimeOffset? WaitsUntil { get; private set; }

    /// <summary>Whether this person is the first of the two who revoke it, and a second can still do it.</summary>
    public bool HasAsked => Row.Given.IsRevocationOpen(Now) && FourEyes.SamePerson(Row.Given.RevocationAskedBy!, User.Identity!.Name!);

    /// <summary>Whether something can still be decided about it.</summary>
    public bool IsInForce => Row.Given.RevokedSince is null && Row.Given.Expires > Now;

    private Guid Id => Guid.Parse((string)RouteData.Values["id"]!);

    private string Path => $"/register/{Id}";

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    [May(AccessRoles.Approver)]
    public Task<IActionResult> OnPostLapseAsync(Guid seen, CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            GivenEndorsement given = await lapse.RunAsync(actor, Id, seen, cancellationToken);
            return Done(Path, $"It is not renewed any more. {DeskWords.StaysValid(given)}");
        },
        cancellationToken);

    [May(AccessRoles.Approver)]
    [StepUp]
    public Task<IActionResult> OnPostRevokeAsync(Guid seen, string? why, CancellationToken cancellationToken)
    {
        string text = Read("why", () => Given.Reason(why?.Trim() ?? "")) ?? "";
        return ActAsync(
            async actor =>
            {
                GivenEndorsement given = await revoke.RunAsync(actor, Id, seen, text, cancellationToken);
                return given.RevokedSince is null
                    ? Done(Path, $"You have asked to revoke it. Nothing is revoked before another approver does the same within a day.")
                    : Done(Path, $"It is revoked: it is not given out or renewed. {DeskWords.StaysValid(given)}");
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        Row = await find.OfAsync(Id, cancellationToken);
        WaitsUntil = May(AccessRoles.Approver) ? (await people.OfAsync(User.Identity!.Name!, cancellationToken)).WaitsUntil : null;
    }
}

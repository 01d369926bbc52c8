using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.People;

/// <summary>Invites a person by a link, which is shown once, on the answer to the form.</summary>
[May(AccessRoles.Administrator)]
internal sealed class InviteModel(InvitePerson invite, InvitationLinks links) : ActPage
{
    /// <summary>The invitation that was made; null before.</summary>
    public Invitation? Made { get; private set; }

    /// <summary>Its link.</summary>
    public string Link { get; private set; } = "";

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    [May(AccessRoles.Administrator)]
    [StepUp]
    public Task<IActionResult> OnPostAsync(string? handle, string? displayName, AccessRoles[]? roles, CancellationToken cancellationToken)
    {
        string name = Read("handle", () => Person.Canonical(handle ?? "")) ?? "";
        string? called = Read("displayName", () => DisplayName.Checked(displayName is { Length: > 0 } ? displayName : null));
        AccessRoles given = Callers.Together(roles ?? []);
        if (given == AccessRoles.None)
        {
            Wrong("roles", $"Choose at least one role.");
        }

        return ActAsync(
            async actor =>
            {
                (Made, string secret) = await invite.RunAsync(actor, name, given, called, cancellationToken);
                Link = links.Of(secret);
                return Page();
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task LoadAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

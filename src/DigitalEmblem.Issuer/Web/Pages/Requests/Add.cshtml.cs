using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.Fields;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Requests;

/// <summary>Asks an authority to endorse a root key. The root key signs the request.</summary>
[May(AccessRoles.Administrator)]
internal sealed class AddModel(ListKeys list, AskForEndorsement ask) : ActPage
{
    private const int LongestDays = 398;

    /// <summary>The root keys that can be endorsed, the one in use first.</summary>
    public IReadOnlyList<OrganizationKey> Roots { get; private set; } = [];

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    [May(AccessRoles.Administrator)]
    [StepUp]
    public Task<IActionResult> OnPostAsync(
        string? authority,
        Purposes[]? purposes,
        string? days,
        string? contact,
        Guid? root,
        string? rule,
        string? national,
        string? reference,
        string? day,
        string? competence,
        CancellationToken cancellationToken)
    {
        OrganizationIdentifier? asked = Read("authority", () => FormValues.Organization(authority));
        Purposes wanted = Read("purposes", () => FormValues.Of(purposes));
        int lasting = Read("days", () => FormValues.Number(days, 1, LongestDays));
        var ground = new GroundFields(rule, national, reference, day, competence);
        ValueList<Entitlement> grounds = Read("rule", () => ground.Read(wanted)) ?? [];
        return ActAsync(
            async actor =>
            {
                (SentRequest? request, PendingSigning? pending) = await ask.RunAsync(
                    actor,
                    asked!,
                    wanted,
                    TimeSpan.FromDays(lasting),
                    string.IsNullOrWhiteSpace(contact) ? null : contact.Trim(),
                    root,
                    grounds,
                    cancellationToken);
                return pending is null
                    ? Done($"/requests/{request!.Id}", $"The request is made and signed. Send its file to the authority.")
                    : Done($"/signings/{pending.Id}", $"The root key is on another machine: carry this request there first.");
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        Roots = await list.EndorsableRootsAsync(cancellationToken);
}

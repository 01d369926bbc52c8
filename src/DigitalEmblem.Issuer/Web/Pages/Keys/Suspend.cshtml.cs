using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.Fields;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Keys;

/// <summary>Suspends a key, by one press of one person, because it can be undone.</summary>
[May(Callers.Readers)]
internal sealed class SuspendModel(ListKeys list, SuspendKey suspend) : ActPage
{
    // Words of the journal, which are English.
    private const string NoReason = "no reason was given";

    /// <summary>The key.</summary>
    public OrganizationKey Key { get; private set; } = null!;

    /// <summary>What stops, and what stays in force until when.</summary>
    public SuspensionEffect Effect { get; private set; } = null!;

    private Guid Id => Guid.Parse((string)RouteData.Values["id"]!);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    [May(AccessRoles.Administrator | AccessRoles.Officer)]
    public Task<IActionResult> OnPostAsync(Guid seen, string? why, CancellationToken cancellationToken)
    {
        string? line = Read("why", () => FormValues.LineOrNone(why));
        return ActAsync(
            async actor =>
            {
                await suspend.RunAsync(actor, Id, seen, line ?? NoReason, cancellationToken);
                return Done($"/keys/{Id}", $"The key is suspended: from now on it signs nothing, and people were told.");
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        Key = await list.KeyAsync(Id, cancellationToken);
        Effect = await list.EffectAsync(Id, cancellationToken);
    }
}

using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.Fields;
using DigitalEmblem.Issuer.Work.Assets;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Assets;

/// <summary>Puts one name on the list.</summary>
[May(AccessRoles.Officer)]
internal sealed class AddModel(AddAsset add, IssuingOptions issuing) : ActPage
{
    /// <summary>How long emblems last by the setting.</summary>
    public TimeSpan UsualLifetime => issuing.EmblemLifetime;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    [May(AccessRoles.Officer)]
    public Task<IActionResult> OnPostAsync(string? name, string[]? purposes, string? lifetime, CancellationToken cancellationToken)
    {
        DomainName? given = Read("name", () => FormValues.Name(name));
        Purposes serves = Read(PurposesField.Name, () => PurposesField.Read(purposes));
        TimeSpan? lasts = Read(LifetimeField.Name, () => LifetimeField.Read(lifetime));
        return ActAsync(
            async actor =>
            {
                Asset asset = await add.RunAsync(actor, given!, serves, lasts, cancellationToken);
                return Done($"/assets/{asset.Id}", $"{asset.Name} is on the list. Nothing is published yet: this page says what is next.");
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task LoadAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

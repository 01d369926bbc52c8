using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.Fields;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.DataMarks;
using DigitalEmblem.Texts;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.DataMarks;

/// <summary>Asks to mark data, by their root alone.</summary>
[May(AccessRoles.Officer)]
internal sealed class AddModel(AddData add, IssuingOptions issuing) : ActPage
{
    /// <summary>How long signs last by the setting.</summary>
    public TimeSpan UsualLifetime => issuing.EmblemLifetime;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    [May(AccessRoles.Officer)]
    public Task<IActionResult> OnPostAsync(
        string? root, string[]? purposes, string? lifetime, string? label, CancellationToken cancellationToken)
    {
        if (!DataRoot.TryParse(root?.Trim() ?? "", out DataRoot? given))
        {
            Wrong("root", $"The root is {new Verbatim("adem-data:1:")} and 52 letters and digits, as "
                + $"{new Verbatim("emblem data prepare")} prints it.");
        }

        Purposes serve = Read(PurposesField.Name, () => PurposesField.Read(purposes));
        TimeSpan? lasts = Read(LifetimeField.Name, () => LifetimeField.Read(lifetime));
        return ActAsync(
            async actor =>
            {
                (MarkedData data, bool isNew) = await add.RunAsync(
                    actor, given!, serve, lasts, string.IsNullOrWhiteSpace(label) ? null : label.Trim(), cancellationToken);
                return isNew
                    ? Done($"/data/{data.Root}", $"The data are on the list. Declare them next, and then mark them.")
                    : Done($"/data/{data.Root}", $"The same was asked for before. Nothing was changed.");
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task LoadAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

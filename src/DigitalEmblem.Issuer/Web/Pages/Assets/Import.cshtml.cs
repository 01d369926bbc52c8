using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.Fields;
using DigitalEmblem.Issuer.Work.Assets;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Assets;

/// <summary>Brings a list of names, to be looked at before it is taken.</summary>
[May(AccessRoles.Officer)]
[RequestFormLimits(ValueLengthLimit = KeptImport.LargestFile)]
internal sealed class ImportModel(KeepImport keep) : ActPage
{
    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    [May(AccessRoles.Officer)]
    public async Task<IActionResult> OnPostAsync(IFormFile? file, string? lines, CancellationToken cancellationToken)
    {
        byte[]? list = await PastedOrFile.ReadAsync(file, lines, cancellationToken);
        if (list is null)
        {
            Wrong("file", $"Choose the file of your list, or paste its lines.");
        }

        return await ActAsync(
            async actor =>
            {
                KeptImport kept = await keep.RunAsync(actor, list!, cancellationToken);
                return LocalRedirect($"/assets/import/{kept.Id}");
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task LoadAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

using System.Globalization;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Errands;
using DigitalEmblem.Texts;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Assets;

/// <summary>A list that was brought: what is in it, what is wrong with it by line, and whether to take it.</summary>
[May(AccessRoles.Officer)]
internal sealed class ImportedModel(TakeImport take, ImportAssets import, StartErrand start) : ActPage
{
    /// <summary>So many names and faults are shown.</summary>
    public const int Shown = 20, FaultsShown = 100;

    /// <summary>The file.</summary>
    public KeptImport Kept { get; private set; } = null!;

    /// <summary>Its rows that can be read.</summary>
    public IReadOnlyList<AssetRow> Rows { get; private set; } = [];

    /// <summary>What is wrong with it, by line.</summary>
    public IReadOnlyList<RowFault> LineFaults { get; private set; } = [];

    /// <summary>Whether it becomes an errand.</summary>
    public bool IsLong => Rows.Count > Errand.AtOnce;

    private Guid Id => Guid.Parse((string)RouteData.Values["id"]!, CultureInfo.InvariantCulture);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    [May(AccessRoles.Officer)]
    public Task<IActionResult> OnPostTakeAsync(CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            IActionResult? done = null;
            await take.RunAsync(
                actor,
                Id,
                async file =>
                {
                    done = await TakeAsync(actor, file, cancellationToken);
                    return true;
                },
                cancellationToken);
            return done!;
        },
        cancellationToken);

    [May(AccessRoles.Officer)]
    public Task<IActionResult> OnPostDropAsync(CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            await take.DropAsync(actor, Id, cancellationToken);
            return Done("/assets", $"The list was dropped. Nothing was taken from it.");
        },
        cancellationToken);

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        Kept = await take.FindAsync(Caller.Of(User).Actor, Id, cancellationToken);
        (Rows, LineFaults) = AssetCsv.Read(Kept.Bytes);
        LineFaults = await import.LookAsync(Rows, LineFaults, cancellationToken);
    }

    // What it refuses gives the file back: it is kept as before.
    private async Task<IActionResult> TakeAsync(Actor actor, byte[] file, CancellationToken cancellationToken)
    {
        (IReadOnlyList<AssetRow> rows, IReadOnlyList<RowFault> faults) = AssetCsv.Read(file);
        if (rows.Count == 0)
        {
            throw new RefusedException(Refusal.Malformed, $"The list has no names that can be taken.");
        }

        faults = await import.LookAsync(rows, faults, cancellationToken);
        if (faults.Count == 0 && rows.Count > Errand.AtOnce)
        {
            Errand errand = await start.OfImportAsync(actor, rows, cancellationToken);
            return Done($"/errands/{errand.Id}", $"The list is taken part by part. This page says how far it is.");
        }

        faults = faults.Count == 0 ? await import.RunAsync(actor, rows, cancellationToken) : faults;
        return faults.Count == 0
            ? Done("/assets", Sentence.Counting(
                rows.Count,
                $"1 name is put on the list. Nothing is published yet: declare it next.",
                $"{rows.Count} names are put on the list. Nothing is published yet: declare them next."))
            : throw new RefusedException(
                Refusal.Conflict,
                Sentence.Counting(
                    faults.Count,
                    $"A line cannot be taken, so none was. Mend the line, and bring the list again.",
                    $"{faults.Count} lines cannot be taken, so none was. Mend the lines, and bring the list again."));
    }
}

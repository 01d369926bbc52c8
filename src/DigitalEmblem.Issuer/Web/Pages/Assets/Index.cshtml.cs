using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Marking;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Assets;

/// <summary>The names of the organization: where each stands, what the world sees, and what ends next.</summary>
[May(Callers.Readers)]
internal sealed class IndexModel(ListAssets list, SelectAssets select, MarkingOptions marking, TimeProvider clock) : ActPage
{
    // Without it spreadsheets take the file for another encoding.
    private const string Mark = "\uFEFF";

    /// <summary>Which names are asked for.</summary>
    public AssetListing Listing { get; private set; } = new();

    /// <summary>The page of the list; null if the filter is not one.</summary>
    public AssetPage? List { get; private set; }

    /// <summary>Whether marking needs a second officer.</summary>
    public bool AreProposed => marking.FourEyes;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    /// <summary>All that match, in the form in which lists are imported.</summary>
    public IActionResult OnGetExport()
    {
        AssetListing listing = AssetListing.Of(Request.Query);
        AssetQuery query = listing.IsUnderstood
            ? listing.ToQuery(clock.GetUtcNow())
            : throw new RefusedException(Refusal.Malformed, $"A part of this address is no filter of the list: choose the filters anew.");
        // A file that began cannot become a page any more.
        SelectAssets.Require(query);
        return new StreamedFile("names.csv", $"{AssetCsv.MediaType}; charset=utf-8", (to, token) => WriteAsync(query, to, token));
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        Listing = AssetListing.Of(Request.Query);
        if (!Listing.IsUnderstood)
        {
            Wrong(null, $"A part of this address is no filter of this list, and was left out. Choose the filters below.");
        }

        try
        {
            List = await list.RunAsync(Listing.ToQuery(clock.GetUtcNow()), cancellationToken);
        }
        catch (RefusedException e) when (e.Refusal == Refusal.Malformed)
        {
            Wrong(
                "name",
                $"A name in its DNS form has the letters a to z, digits, hyphens and dots (other letters as xn--…): type a part of it.");
        }
    }

    private async Task WriteAsync(AssetQuery query, StreamWriter to, CancellationToken cancellationToken)
    {
        bool isFirst = true;
        await foreach (IReadOnlyList<Asset> page in select.PagesAsync(query, cancellationToken))
        {
            string head = isFirst ? Mark + AssetCsvWriter.Header : "";
            await to.WriteAsync((head + string.Concat(page.Select(AssetCsvWriter.Line))).AsMemory(), cancellationToken);
            isFirst = false;
        }
    }
}

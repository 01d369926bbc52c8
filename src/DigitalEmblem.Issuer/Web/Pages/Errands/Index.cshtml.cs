using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Work.Errands;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Errands;

/// <summary>Long lists that are worked through part by part.</summary>
[May(Callers.Readers)]
internal sealed class IndexModel(ListErrands list) : ActPage
{
    /// <summary>The errands, the newest first.</summary>
    public IReadOnlyList<Errand> Errands { get; private set; } = [];

    /// <summary>Whether older ones follow.</summary>
    public bool AreMore { get; private set; }

    /// <summary>Whether this is not the first page.</summary>
    public bool IsLater => Before is not null;

    private Guid? Before { get; set; }

    public Task<IActionResult> OnGetAsync(Guid? before, CancellationToken cancellationToken)
    {
        Before = before;
        return ShowAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        (Errands, AreMore) = await list.RunAsync(Before, cancellationToken);
}

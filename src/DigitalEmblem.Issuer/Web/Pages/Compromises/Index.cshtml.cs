using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Compromises;

/// <summary>The compromises of keys, and how far the world is from resting on none of them.</summary>
[May(Callers.Readers)]
internal sealed class IndexModel(ListCompromises list) : ActPage
{
    private Guid? _before;

    /// <summary>The compromises of this page.</summary>
    public IReadOnlyList<CompromiseRow> Rows { get; private set; } = [];

    /// <summary>Whether more follow.</summary>
    public bool HasMore { get; private set; }

    public Task<IActionResult> OnGetAsync(Guid? before, CancellationToken cancellationToken)
    {
        _before = before;
        return ShowAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        (Rows, HasMore) = await list.RunAsync(_before, cancellationToken);
}

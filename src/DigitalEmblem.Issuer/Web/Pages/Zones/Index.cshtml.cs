using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Work.Publishing;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Zones;

/// <summary>The zones that emblems are published in, with how it stands with their names.</summary>
[May(Callers.Readers)]
internal sealed class IndexModel(ListTargets list) : ActPage
{
    private Guid? _after;

    /// <summary>The zones of this page.</summary>
    public IReadOnlyList<TargetRow> Zones { get; private set; } = [];

    /// <summary>Whether more follow.</summary>
    public bool HasMore { get; private set; }

    public Task<IActionResult> OnGetAsync(Guid? after, CancellationToken cancellationToken)
    {
        _after = after;
        return ShowAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        (Zones, HasMore) = await list.RunAsync(_after, cancellationToken);
}

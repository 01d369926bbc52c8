using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Signings;

/// <summary>What another machine is to sign.</summary>
[May(Callers.Readers)]
internal sealed class IndexModel(ListSignings list) : ActPage
{
    private Guid? _before;

    /// <summary>The requests of this page.</summary>
    public IReadOnlyList<PendingSigning> Rows { get; private set; } = [];

    /// <summary>Whether more follow.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Whether those that were answered or closed are shown too.</summary>
    public bool WithFormer { get; private set; }

    public Task<IActionResult> OnGetAsync(Guid? before, bool former, CancellationToken cancellationToken)
    {
        (_before, WithFormer) = (before, former);
        return ShowAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        (Rows, HasMore) = await list.RunAsync(_before, !WithFormer, cancellationToken);
}

using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Work.Endorsements;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Requests;

/// <summary>What authorities were asked for.</summary>
[May(Callers.Readers)]
internal sealed class IndexModel(ListRequests list) : ActPage
{
    private Guid? _before;

    /// <summary>The requests of this page.</summary>
    public IReadOnlyList<SentRequest> Rows { get; private set; } = [];

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

using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Identity;

/// <summary>Who this organization is: its name, its keys, and what binds them.</summary>
[May(Callers.Readers)]
internal sealed class IndexModel(ListKeys list, ListSignings signings, ListCompromises compromises) : ActPage
{
    private Guid? _before;

    /// <summary>The organization; null before it is set up.</summary>
    public Organization? Organization { get; private set; }

    /// <summary>The keys that are pending or in use.</summary>
    public IReadOnlyList<KeyRow> Alive { get; private set; } = [];

    /// <summary>The keys that ended, of this page.</summary>
    public IReadOnlyList<OrganizationKey> Ended { get; private set; } = [];

    /// <summary>Whether more ended keys follow.</summary>
    public bool HasMore { get; private set; }

    /// <summary>How many requests to sign on another machine wait, up to a page of them.</summary>
    public int Signings { get; private set; }

    /// <summary>Compromises that are under way, among the newest.</summary>
    public IReadOnlyList<CompromiseRow> Compromises { get; private set; } = [];

    public Task<IActionResult> OnGetAsync(Guid? before, CancellationToken cancellationToken)
    {
        _before = before;
        return ShowAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        Organization = await list.OrganizationAsync(cancellationToken);
        Alive = await list.AliveAsync(cancellationToken);
        (Ended, HasMore) = await list.EndedAsync(_before, cancellationToken);
        Signings = (await signings.RunAsync(null, onlyOpen: true, cancellationToken)).Rows.Count;
        Compromises = [.. (await compromises.RunAsync(null, cancellationToken)).Rows.Where(c => c.Compromise.IsOpen)];
    }
}

using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Work.Endorsements;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Endorsements;

/// <summary>Who vouches for the organization's keys, for what and until when.</summary>
[May(Callers.Readers)]
internal sealed class IndexModel(ListEndorsements list, TimeProvider clock) : ActPage
{
    private Guid? _before;

    /// <summary>The endorsements of this page, with the keys that they endorse.</summary>
    public IReadOnlyList<(HeldEndorsement Held, OrganizationKey Key)> Rows { get; private set; } = [];

    /// <summary>Whether more follow.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Whether those that were replaced or have ended are shown too.</summary>
    public bool WithFormer { get; private set; }

    /// <summary>Whether an authority vouches for the root key in use.</summary>
    public bool IsVouchedFor { get; private set; }

    /// <summary>The present.</summary>
    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    public Task<IActionResult> OnGetAsync(Guid? before, bool former, CancellationToken cancellationToken)
    {
        (_before, WithFormer) = (before, former);
        return ShowAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        (Rows, HasMore) = await list.RunAsync(_before, !WithFormer, cancellationToken);
        IsVouchedFor = await list.IsVouchedForAsync(cancellationToken);
    }
}

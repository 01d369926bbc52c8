using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Publishing;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Assets;

/// <summary>How far withdrawals are: removed, waiting for a server or a person, still in caches.</summary>
[May(Callers.Readers)]
internal sealed class WithdrawnModel(FollowWithdrawals follow, HastenPublication hasten, PublishingOptions options, TimeProvider clock)
    : ActPage
{
    /// <summary>The names.</summary>
    public IReadOnlyList<WithdrawnName> Names { get; private set; } = [];

    /// <summary>The present.</summary>
    public DateTimeOffset At => clock.GetUtcNow();

    /// <summary>The record type of emblems, as zones name it.</summary>
    public string RecordType => $"TYPE{options.IhleType}";

    /// <summary>Whether records are still to be removed.</summary>
    public bool IsDue => Names.Any(n => n.IsDue);

    /// <summary>
    /// Whether this service knows records of all of the names that it removed. It knows none where nothing was published, and none of a
    /// zone that was given up without removing them.
    /// </summary>
    public bool WasPublished => Names.All(n => n.Places.Count > 0);

    /// <summary>When the last cache is clear; null while records are due, or if nothing was published.</summary>
    public DateTimeOffset? CachesClearAt => IsDue ? null : Names.Max(n => n.CachesClearAt);

    /// <summary>Until when the last kept copy validates; null if none does.</summary>
    public DateTimeOffset? CopiesUntil => Names.Max(n => n.CopiesUntil);

    /// <summary>Where a form says that records are out; these names are followed on.</summary>
    public string PublishedAt => Address([new("handler", "Published")]);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    [May(AccessRoles.Officer)]
    public Task<IActionResult> OnPostPublishedAsync(Guid asset, CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            await hasten.OfAssetAsync(actor, asset, cancellationToken);
            return Done(
                Address([]),
                $"The service looks at the name servers now. A record counts once the service itself sees it.");
        },
        cancellationToken);

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        Names = await follow.FollowAsync(Ids(), cancellationToken);

    private string Address(IEnumerable<KeyValuePair<string, string?>> more) => "/assets/withdrawn" + QueryString.Create(
        more.Concat(Ids().Select(i => new KeyValuePair<string, string?>("id", i.ToString()))));

    private Guid[] Ids() =>
        [.. Request.Query["id"].Select(i => Guid.TryParse(i, out Guid id) ? id : Guid.Empty).Where(i => i != Guid.Empty).Distinct()
            .Take(FollowWithdrawals.MostFollowed)];
}

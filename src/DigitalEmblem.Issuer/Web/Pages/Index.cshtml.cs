using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Work.Setup;
using DigitalEmblem.Issuer.Work.Standing;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages;

/// <summary>Whether all emblems are in force and seen, and what needs this person.</summary>
[May(Callers.Readers)]
internal sealed class IndexModel(
    FindOverview find, FindOrganization organization, WorkHealth work, WatchingOptions watching, TimeProvider clock) : ActPage
{
    // A round is due once an interval, and one over very many names takes hours itself.
    private const int LateRounds = 3;
    private static readonly TimeSpan LongestRound = TimeSpan.FromHours(6);

    /// <summary>The organization.</summary>
    public Organization Organization { get; private set; } = null!;

    /// <summary>How it stands.</summary>
    public Overview Overview { get; private set; } = null!;

    /// <summary>When all names were looked at last, if rounds that were due since then have failed; null if none has.</summary>
    public DateTimeOffset? OldSince =>
        Overview.WatchedAt < clock.GetUtcNow() - (LateRounds * watching.Interval) - LongestRound ? Overview.WatchedAt : null;

    /// <summary>When this instance's work last got through; null if it has not yet.</summary>
    public DateTimeOffset? WorkedAt => work.Issuing.SucceededAt;

    /// <summary>Why the last round of a loop failed; none if all got through.</summary>
    public IEnumerable<LoopHealth> Failing => work.Loops.Where(l => l.Fault is not null);

    /// <summary>Whether it marks names.</summary>
    public bool IsIssuer => Organization.Roles.HasFlag(OrganizationRoles.Issuer);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (await organization.RunAsync(cancellationToken) is not { } there)
        {
            return LocalRedirect("/set-up");
        }

        Organization = there;
        return await ShowAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        Overview = await find.RunAsync(User.Identity!.Name!, Roles, cancellationToken);
}

using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Web.Acting;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages;

/// <summary>What people should look at: the latest first, with its next step and who was told. Alerts end by themselves.</summary>
[May(Callers.Readers)]
internal sealed class AlertsModel(FindAlerts find, AcknowledgeAlert acknowledge) : ActPage
{
    /// <summary>The alerts of this page.</summary>
    public IReadOnlyList<ToldAlert> Alerts { get; private set; } = [];

    /// <summary>Whether more follow.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Whether those that are over are shown too.</summary>
    public bool WithCleared { get; private set; }

    private Guid? After { get; set; }

    public Task<IActionResult> OnGetAsync(bool all, Guid? after, CancellationToken cancellationToken)
    {
        (WithCleared, After) = (all, after);
        return ShowAsync(cancellationToken);
    }

    [May(AcknowledgeAlert.Takers)]
    public Task<IActionResult> OnPostAcknowledgeAsync(Guid id, CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            await acknowledge.RunAsync(actor, id, null, cancellationToken);
            return Done("/alerts", $"You took note of the alert. It stays open until its cause is gone, and is not told again.");
        },
        cancellationToken);

    /// <summary>Whether this person may read the page to which an alert leads.</summary>
    public bool MayGo(Alert alert) => alert.Kind is not (AlertKind.AccessChanged or AlertKind.AccessWaits)
        || May(Callers.Overseers | AccessRoles.Approver);

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        (Alerts, HasMore) = await find.RunAsync(WithCleared, After, cancellationToken);
}

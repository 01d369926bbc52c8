using System.Globalization;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Work.Errands;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Errands;

/// <summary>How far an errand is, what of it could not be done, and its stop.</summary>
[May(Callers.Readers)]
internal sealed class ErrandModel(ListErrands list, CancelErrand cancel) : ActPage
{
    /// <summary>The errand.</summary>
    public Errand Errand { get; private set; } = null!;

    /// <summary>A page of what could not be done, by line.</summary>
    public IReadOnlyList<ErrandFault> LineFaults { get; private set; } = [];

    /// <summary>Whether more of it follows.</summary>
    public bool AreMore { get; private set; }

    /// <summary>Whether it is at work.</summary>
    public bool IsOpen => Errand.State is ErrandState.Open or ErrandState.Receiving;

    private Guid Id => Guid.Parse((string)RouteData.Values["id"]!, CultureInfo.InvariantCulture);

    private int After { get; set; }

    public Task<IActionResult> OnGetAsync(int? after, CancellationToken cancellationToken)
    {
        After = after ?? 0;
        return ShowAsync(cancellationToken);
    }

    [May(AccessRoles.Officer)]
    public Task<IActionResult> OnPostStopAsync(CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            await cancel.RunAsync(actor, Id, cancellationToken);
            return Done($"/errands/{Id}", $"The errand is stopped. What was done stays done.");
        },
        cancellationToken);

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        (Errand, LineFaults, AreMore) = await list.OfAsync(Id, After, cancellationToken);
}

using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Errands;
using DigitalEmblem.Issuer.Work.Risks;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Assets;

/// <summary>Shows what would be done with several names, and does it once it is confirmed.</summary>
[May(AccessRoles.Officer)]
internal sealed class ConfirmModel(
    SelectAssets select, DeclareAssets declare, CheckControl check, MarkAssets mark, RenewAssets renew, StartErrand start,
    TimeProvider clock) : ActPage
{
    /// <summary>What is done.</summary>
    public ManyAct Act { get; private set; }

    /// <summary>With which names.</summary>
    public ChosenNames Chosen { get; private set; } = null!;

    /// <summary>After a look at zones: the names whose control is not shown, each with what was found.</summary>
    public IReadOnlyList<ControlFinding>? NotShown { get; private set; }

    /// <summary>Of how many names control was shown.</summary>
    public int ShownNow { get; private set; }

    /// <summary>The risks to read before these names are marked; null if none hold it up.</summary>
    public OpenRisksException? Risks { get; private set; }

    /// <summary>Whether it is proposed only, because marking needs a second officer.</summary>
    public bool IsOnlyProposed => Act == ManyAct.Mark && mark.IsOnlyProposed;

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    [May(AccessRoles.Officer)]
    public Task<IActionResult> OnPostAsync(string? seen, string? risks, string? read, CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            try
            {
                return await ActAsync(actor, seen, ReadRisks.Of(risks, read), cancellationToken);
            }
            catch (OpenRisksException open)
            {
                Risks = open;
                throw;
            }
        },
        cancellationToken);

    private async Task<IActionResult> ActAsync(
        Actor actor, string? seen, RiskKinds acknowledged, CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        Chosen.Require(seen);
        Guid[] ids = Chosen.Ids;
        if (Act == ManyAct.Control)
        {
            return await CheckAsync(actor, ids, cancellationToken);
        }

        if (IsOnlyProposed)
        {
            MarkProposal? proposal = await mark.RunAsync(actor, ids, IsAsSeen(), acknowledged, cancellationToken);
            return Done($"/mark-proposals/{proposal!.Id}", MarkProposalWords.Proposed);
        }

        if (ids.Length > Errand.AtOnce)
        {
            if (Act == ManyAct.Mark)
            {
                await mark.AcknowledgeAsync(actor, ids, acknowledged, cancellationToken);
            }

            Errand errand = await start.OnAssetsAsync(actor, ActOf(Act), ids, Chosen.PurposesById, cancellationToken);
            return Done($"/errands/{errand.Id}", $"This is done part by part. The page says how far it is.");
        }

        await AtOnceAsync(actor, ids, acknowledged, cancellationToken);
        return Done(ids.Length == 1 ? $"/assets/{ids[0]}" : "/assets", ManyWords.Done(Act, ids.Length));
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        Act = Request.Query["act"].ToString() switch
        {
            "declare" => ManyAct.Declare,
            "control" => ManyAct.Control,
            "mark" => ManyAct.Mark,
            "renew" => ManyAct.Renew,
            _ => throw new WebFaultException(StatusCodes.Status404NotFound),
        };
        Chosen = await ChosenNames.OfAsync(Request.Query, Act, select, clock.GetUtcNow(), cancellationToken);
    }

    private static AssetAct ActOf(ManyAct act) => act switch
    {
        ManyAct.Declare => AssetActs.Declare,
        ManyAct.Mark => AssetActs.Mark,
        _ => AssetActs.Renew,
    };

    private Task AtOnceAsync(Actor actor, Guid[] ids, RiskKinds acknowledged, CancellationToken cancellationToken)
    {
        Func<Asset, bool> isAsSeen = IsAsSeen();
        return Act switch
        {
            ManyAct.Declare => declare.RunAsync(actor, ids, isAsSeen, cancellationToken),
            ManyAct.Mark => mark.RunAsync(actor, ids, isAsSeen, acknowledged, cancellationToken),
            _ => renew.RunAsync(actor, ids, cancellationToken),
        };
    }

    // Between the look at the form and the act, another officer may change one.
    private Func<Asset, bool> IsAsSeen()
    {
        IReadOnlyDictionary<Guid, Purposes> seen = Chosen.PurposesById;
        return asset => seen[asset.Id] == asset.Purposes;
    }

    // Those that were never shown come first; more at once would hold the request open for minutes.
    private async Task<IActionResult> CheckAsync(Actor actor, Guid[] ids, CancellationToken cancellationToken)
    {
        Guid[] now = [.. Chosen.Fit.OrderBy(a => a.ControlProvenAt ?? DateTimeOffset.MinValue).Select(a => a.Id).Take(Errand.AtOnce)];
        IReadOnlyList<ControlFinding> findings = await check.RunAsync(actor, now, publish: true, cancellationToken);
        ShownNow = findings.Count(f => f.IsShown);
        NotShown = [.. findings.Where(f => !f.IsShown)];
        return NotShown.Count == 0 && now.Length == ids.Length
            ? Done(ids.Length == 1 ? $"/assets/{ids[0]}" : "/assets", ManyWords.Done(Act, ShownNow))
            : await ShowAsync(cancellationToken);
    }
}

using System.Globalization;
using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Issuer.Work.DataMarks;
using DigitalEmblem.Issuer.Work.Marking;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.DataMarks;

/// <summary>What is known of marked data, their sign to download, and what an officer does with them.</summary>
[May(Callers.Readers)]
internal sealed class DataModel(
    ListData list, ActOnData act, SignsOfData signs, FindMarkProposals proposals, MarkingOptions marking, TimeProvider clock) : ActPage
{
    /// <summary>The data.</summary>
    public MarkedData Marked { get; private set; } = null!;

    /// <summary>Until when copies of signs that were given out validate; null if none does.</summary>
    public DateTimeOffset? CopiesUntil { get; private set; }

    /// <summary>The proposal to mark them that waits for a second officer; null if there is none.</summary>
    public MarkProposal? Proposed { get; private set; }

    /// <summary>Whether marking needs a second officer.</summary>
    public bool IsOnlyProposed => marking.FourEyes;

    /// <summary>The present.</summary>
    public DateTimeOffset At => clock.GetUtcNow();

    // What is no root is at no address.
    private DataRoot Root => DataRoot.TryParse((string)RouteData.Values["root"]!, out DataRoot? root)
        ? root
        : throw new WebFaultException(StatusCodes.Status404NotFound);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    /// <summary>The sign in force, to be put beside the data.</summary>
    public async Task<IActionResult> OnGetSignAsync(CancellationToken cancellationToken)
    {
        (byte[] bundle, IssuedSign sign) = await signs.InForceAsync(Root, cancellationToken);
        return File(
            bundle,
            TokenBundle.MediaType,
            string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(sign.Digest)[..16]}.bundle"));
    }

    [May(AccessRoles.Officer)]
    public Task<IActionResult> OnPostDeclareAsync(Guid seen, CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            await act.DeclareAsync(actor, Root, seen, cancellationToken);
            return Done(Path(), $"You declared that the data serve only what their sign stands for. It holds for a year.");
        },
        cancellationToken);

    [May(AccessRoles.Officer)]
    public Task<IActionResult> OnPostMarkAsync(Guid seen, CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            MarkedData data = await act.MarkAsync(actor, Root, seen, cancellationToken);
            if (data.State != AssetState.Marked)
            {
                return Done($"/mark-proposals/{data.ProposalId}", MarkProposalWords.Proposed);
            }

            return Done(Path(), $"The data are marked. Their sign is issued within seconds, and can be downloaded here then.");
        },
        cancellationToken);

    [May(AccessRoles.Officer)]
    public Task<IActionResult> OnPostWithdrawAsync(CancellationToken cancellationToken) => ActAsync(
        async actor =>
        {
            // It means the same of any version, and a renewal meanwhile must not hold it up.
            await act.WithdrawAsync(actor, Root, null, cancellationToken);
            return Done(Path(), $"The data are withdrawn: no sign is made or given out any more.");
        },
        cancellationToken);

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        Marked = await list.OfAsync(Root, cancellationToken);
        Proposed = await proposals.AboutAsync(Marked, cancellationToken);
        CopiesUntil = await signs.CopiesUntilAsync(Marked.Id, cancellationToken);
    }

    private string Path() => $"/data/{Root}";
}

using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Work.DataMarks;
using DigitalEmblem.Issuer.Work.Marking;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.DataMarks;

/// <summary>Data that are marked by their root.</summary>
[May(Callers.Readers)]
internal sealed class IndexModel(ListData list, FindMarkProposals proposals) : ActPage
{
    private IReadOnlyDictionary<Guid, MarkProposal> _proposals = new Dictionary<Guid, MarkProposal>();

    /// <summary>The data of this page.</summary>
    public IReadOnlyList<MarkedData> Marked { get; private set; } = [];

    /// <summary>Whether some come before them.</summary>
    public bool HasBefore { get; private set; }

    /// <summary>Whether some come behind them.</summary>
    public bool HasBehind { get; private set; }

    /// <summary>Where they stand; null for all.</summary>
    public AssetState? State { get; private set; }

    /// <summary>The proposal to mark some data that waits for a second officer; null if there is none.</summary>
    public MarkProposal? ProposalOf(MarkedData data) => data.ProposalId is { } id ? _proposals.GetValueOrDefault(id) : null;

    private Guid? After { get; set; }

    private Guid? Before { get; set; }

    public Task<IActionResult> OnGetAsync(string? state, Guid? after, Guid? before, CancellationToken cancellationToken)
    {
        State = state switch
        {
            nameof(AssetState.Listed) => AssetState.Listed,
            nameof(AssetState.Marked) => AssetState.Marked,
            nameof(AssetState.Withdrawn) => AssetState.Withdrawn,
            _ => null,
        };
        (After, Before) = (after, after is null ? before : null);
        return ShowAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        (Marked, HasBefore, HasBehind) = await list.RunAsync(State, After, Before, cancellationToken);
        _proposals = await proposals.AboutAsync(Marked, cancellationToken);
    }
}

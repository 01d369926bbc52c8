using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Work.Marking;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages.Proposals;

/// <summary>What officers proposed to mark, and what became of it.</summary>
[May(Callers.Readers)]
internal sealed class IndexModel(FindMarkProposals find, TimeProvider clock) : ActPage
{
    /// <summary>The proposals, the newest first.</summary>
    public IReadOnlyList<MarkProposal> Proposals { get; private set; } = [];

    /// <summary>Whether older ones follow.</summary>
    public bool AreMore { get; private set; }

    /// <summary>Whether this is not the first page.</summary>
    public bool IsLater => Before is not null;

    /// <summary>The present.</summary>
    public DateTimeOffset At => clock.GetUtcNow();

    private Guid? Before { get; set; }

    public Task<IActionResult> OnGetAsync(Guid? before, CancellationToken cancellationToken)
    {
        Before = before;
        return ShowAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        (Proposals, AreMore) = await find.RunAsync(Before, cancellationToken);
}

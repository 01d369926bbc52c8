using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Marking;

/// <summary>Ends proposals to mark that no second officer has decided in their time, with a line for each.</summary>
internal sealed class EndLapsedMarks(IssuerStore store, TimeProvider clock)
{
    /// <summary>Does all that is due.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset lapsed = clock.GetUtcNow() - MarkProposal.Lifetime;
        if (!await store.ReadAsync(d => d.MarkProposals.AnyAsync(
            p => p.State == ProposalState.Open && p.ProposedAt <= lapsed, cancellationToken)))
        {
            return;
        }

        await store.ChangeAsync(
            Instance.Actor,
            async change =>
            {
                foreach (MarkProposal proposal in await change.Database.MarkProposals
                    .Where(p => p.State == ProposalState.Open && p.ProposedAt <= lapsed).OrderBy(p => p.Id)
                    .ToListAsync(cancellationToken))
                {
                    proposal.End(change.Now);
                    change.Journal("mark.lapsed", proposal.Id.ToString(), proposal, new JsonObject
                    {
                        ["kind"] = proposal.Kind.ToString(),
                        ["count"] = proposal.Count,
                    });
                }
            },
            cancellationToken);
    }
}

using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Errands;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Marking;

/// <summary>A second officer confirms a proposal, so that what it names is marked, or an officer refuses it.</summary>
internal sealed class DecideMarks(IssuerStore store, StartErrand start, TimeProvider clock)
{
    /// <summary>Confirms it: all that it is about is marked now, or nothing; many names become an errand.</summary>
    /// <param name="actor">The second officer.</param>
    /// <param name="id">The proposal.</param>
    /// <param name="seen">The version that the officer saw; null for any.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The proposal, and the errand that marks the names; null if all are marked.</returns>
    /// <exception cref="RefusedException">
    /// It is the same person, it does not wait any more, or something of it could not be marked now.
    /// </exception>
    public async Task<(MarkProposal Proposal, Errand? Errand)> ConfirmAsync(
        Actor actor, Guid id, Guid? seen, CancellationToken cancellationToken)
    {
        List<Guid> names = await store.ReadAsync(
            d => d.Assets.Where(a => a.ProposalId == id).OrderBy(a => a.Name).Select(a => a.Id).ToListAsync(cancellationToken));
        if (names.Count <= Errand.AtOnce)
        {
            return (await AtOnceAsync(actor, id, seen, cancellationToken), null);
        }

        // Asked before the names are looked through, and again by the change that opens the errand.
        MarkProposal proposal = await store.ReadAsync(d => d.MarkProposals.SingleOrDefaultAsync(p => p.Id == id, cancellationToken))
            ?? throw new RefusedException(Refusal.NotFound, $"There is no proposal {id}.");
        proposal.Confirm(actor.Name, clock.GetUtcNow());
        Errand errand = await start.MarkProposedAsync(
            actor, names, async change => proposal = await ConfirmAsync(change, id, seen, cancellationToken), cancellationToken);
        return (proposal, errand);
    }

    /// <summary>Refuses it, or takes it back if it is the officer's own.</summary>
    /// <exception cref="RefusedException">It does not wait any more.</exception>
    public Task<MarkProposal> RefuseAsync(Actor actor, Guid id, Guid? seen, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            MarkProposal proposal = await change.GetAsync<MarkProposal>(id, seen, cancellationToken);
            proposal.Refuse(actor.Name, change.Now);
            Journal(change, proposal.State == ProposalState.Refused ? "mark.refused" : "mark.takenBack", proposal);
            return proposal;
        },
        cancellationToken);

    private Task<MarkProposal> AtOnceAsync(Actor actor, Guid id, Guid? seen, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            MarkProposal proposal = await ConfirmAsync(change, id, seen, cancellationToken);
            if (proposal.Kind == MarkProposalKind.Data)
            {
                List<MarkedData> data = await change.Database.Data.Where(d => d.ProposalId == id).ToListAsync(cancellationToken);
                RefuseNone(data.Count);
                foreach (MarkedData one in data)
                {
                    one.Mark(change.Now);
                    change.Journal("data.marked", one.Root.ToString(), one);
                }

                return proposal;
            }

            List<Asset> assets = await change.Database.Assets.Where(a => a.ProposalId == id).OrderBy(a => a.Name)
                .ToListAsync(cancellationToken);
            RefuseNone(assets.Count);
            await AssetActs.Mark.InAsync(change, assets, null, cancellationToken);
            return proposal;
        },
        cancellationToken);

    private static async Task<MarkProposal> ConfirmAsync(Change change, Guid id, Guid? seen, CancellationToken cancellationToken)
    {
        MarkProposal proposal = await change.GetAsync<MarkProposal>(id, seen, cancellationToken);
        proposal.Confirm(change.Actor.Name, change.Now);
        Journal(change, "mark.confirmed", proposal);
        return proposal;
    }

    private static void RefuseNone(int count)
    {
        if (count == 0)
        {
            throw new RefusedException(
                Refusal.WrongState,
                $"Nothing of this proposal can be marked any more: what it names was changed, marked or withdrawn since. Refuse it, and "
                    + $"have it proposed anew if it is still wanted.");
        }
    }

    private static void Journal(Change change, string action, MarkProposal proposal) => change.Journal(
        action,
        proposal.Id.ToString(),
        proposal,
        new JsonObject
        {
            ["kind"] = proposal.Kind.ToString(),
            ["count"] = proposal.Count,
            ["proposedBy"] = change.Who(proposal.ProposedBy),
        });
}

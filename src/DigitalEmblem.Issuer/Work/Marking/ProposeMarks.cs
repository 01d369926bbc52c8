using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Errands;

namespace DigitalEmblem.Issuer.Work.Marking;

/// <summary>An officer proposes to mark names or data, so that another officer confirms it. Any number of names is one proposal.</summary>
internal sealed class ProposeMarks(IssuerStore store, MarkingOptions options, TimeProvider clock)
{
    private readonly IssuerStore _patient = store.At(Precedence.Patient);

    /// <summary>Whether marking needs a second officer.</summary>
    public bool IsNeeded => options.FourEyes;

    /// <summary>Proposes all of these names, or none.</summary>
    /// <param name="actor">The officer.</param>
    /// <param name="ids">The names.</param>
    /// <param name="isAsSeen">Whether one is as the person saw it; null if nobody looked.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RefusedException">
    /// One of them is missing, was changed meanwhile, is proposed already, or could not be marked now.
    /// </exception>
    public async Task<MarkProposal> NamesAsync(
        Actor actor, IReadOnlyList<Guid> ids, Func<Asset, bool>? isAsSeen, CancellationToken cancellationToken)
    {
        var proposal = MarkProposal.Propose(MarkProposalKind.Names, ids.Count, actor.Name, clock.GetUtcNow());
        if (ids.Count <= Errand.AtOnce)
        {
            await store.ChangeAsync(
                actor,
                async change =>
                {
                    foreach (Asset asset in await ProposeAsync(change, proposal, ids, isAsSeen, cancellationToken))
                    {
                        change.Journal(
                            "asset.markProposed", asset.Name.ToString(), asset, new JsonObject { ["proposal"] = proposal.Id });
                    }

                    Add(change, proposal);
                },
                cancellationToken);
            return proposal;
        }

        // All are looked through first, by reading only, so that a list with a fault is refused whole.
        foreach (Guid[] some in ids.Chunk(Errand.AtOnce))
        {
            await _patient.ReadAsync(async d =>
            {
                List<Asset> assets = await AssetsById.ReadAsync(d, some, cancellationToken);
                Apply(assets, await ProposedMarks.OfAsync(d, assets, proposal.ProposedAt, cancellationToken), proposal, isAsSeen);
                return assets.Count;
            });
        }

        // Until the proposal itself is stored, what points to it counts as not proposed: nothing is to be undone if this ends half-way.
        foreach (Guid[] some in ids.Chunk(Errand.AtOnce))
        {
            await _patient.ChangeAsync(
                actor,
                async change =>
                {
                    List<Asset> assets = await ProposeAsync(change, proposal, some, isAsSeen, cancellationToken);
                    change.Journal("assets.markProposed", proposal.Id.ToString(), new JsonObject
                    {
                        ["assets"] = new JsonArray([.. assets.Select(a => JsonValue.Create(a.Name.ToString()))]),
                    });
                },
                cancellationToken);
        }

        await _patient.ChangeAsync(
            actor,
            change =>
            {
                Add(change, proposal);
                return Task.CompletedTask;
            },
            cancellationToken);
        return proposal;
    }

    /// <summary>Proposes data, as a part of a change.</summary>
    /// <exception cref="RefusedException">They are proposed already, or could not be marked now.</exception>
    public static async Task DataAsync(Change change, MarkedData data, CancellationToken cancellationToken)
    {
        RefuseProposed(data, await ProposedMarks.OfAsync(change.Database, data, change.Now, cancellationToken));
        var proposal = MarkProposal.Propose(MarkProposalKind.Data, 1, change.Actor.Name, change.Now);
        data.ProposeMark(proposal, change.Now);
        change.Journal("data.markProposed", data.Root.ToString(), data, new JsonObject { ["proposal"] = proposal.Id });
        Add(change, proposal);
    }

    private static async Task<List<Asset>> ProposeAsync(
        Change change,
        MarkProposal proposal,
        IReadOnlyList<Guid> ids,
        Func<Asset, bool>? isAsSeen,
        CancellationToken cancellationToken)
    {
        List<Asset> assets = await change.AssetsAsync(ids, cancellationToken);
        Apply(assets, await ProposedMarks.OfAsync(change.Database, assets, change.Now, cancellationToken), proposal, isAsSeen);
        return assets;
    }

    private static void Apply(
        List<Asset> assets, IReadOnlyDictionary<Guid, MarkProposal> open, MarkProposal proposal, Func<Asset, bool>? isAsSeen)
    {
        foreach (Asset asset in assets)
        {
            if (isAsSeen?.Invoke(asset) == false)
            {
                throw new RefusedException(Refusal.Conflict, AssetAct.Changed(asset));
            }

            RefuseProposed(asset, asset.ProposalId is { } id ? open.GetValueOrDefault(id) : null);
            asset.ProposeMark(proposal, proposal.ProposedAt);
        }
    }

    private static void RefuseProposed(Markable marked, MarkProposal? by)
    {
        if (by is not null)
        {
            throw new RefusedException(
                Refusal.WrongState,
                $"{by.ProposedBy} has proposed to mark {marked.Called} already: another officer confirms or refuses that first.");
        }
    }

    private static void Add(Change change, MarkProposal proposal)
    {
        change.Database.Add(proposal);
        change.Journal("mark.proposed", proposal.Id.ToString(), proposal, new JsonObject
        {
            ["kind"] = proposal.Kind.ToString(),
            ["count"] = proposal.Count,
        });
    }
}

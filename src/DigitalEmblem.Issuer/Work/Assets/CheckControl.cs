using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Publishing;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>
/// Shows that the zone of a name is ours (decisions.md, 32): the asset's challenge must be in a TXT record at its control name, where only
/// those who control the zone can put it. It counts only if the resolver shows it. The target's server alone does not count, because a
/// server that takes our updates can be set up for any zone, while the resolver follows the real delegation. It makes no difference whether
/// a person or the service put the record there: control of a zone means to be able to change what resolvers see (as with the DNS challenge
/// of RFC 8555). Each name is checked separately, because a name below a zone can be delegated to another party.
/// </summary>
internal sealed class CheckControl(IssuerStore store, PublishingOptions options, Resolver resolver, TimeProvider clock)
{
    /// <summary>Looks for the challenges of assets, and notes which are there.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="ids">The assets.</param>
    /// <param name="publish">Whether the service first puts each challenge into its zone by itself, through a target that takes updates,
    /// and takes it away afterwards.</param>
    /// <param name="cancellationToken">Ends it. Results so far are then not noted.</param>
    public async Task<IReadOnlyList<ControlFinding>> RunAsync(
        Actor actor, IReadOnlyCollection<Guid> ids, bool publish, CancellationToken cancellationToken)
    {
        (List<Asset> assets, List<PublicationTarget> targets) = await store.ReadAsync(async d =>
            (await d.Assets.Where(a => ids.Contains(a.Id)).ToListAsync(cancellationToken), await d.Targets.ToListAsync(cancellationToken)));
        if (ids.Except(assets.Select(a => a.Id)).FirstOrDefault() is var missing && missing != Guid.Empty)
        {
            throw new RefusedException(Refusal.NotFound, $"There is no asset {missing}.");
        }

        var look = new ControlLook(options, resolver, clock);
        var findings = new ControlFinding[assets.Count];
        await using (var zones = new Zones(options, resolver, clock))
        {
            await Parallel.ForAsync(
                0,
                assets.Count,
                new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellationToken },
                async (i, token) =>
                {
                    IReadOnlyList<PublicationTarget> holding = PublicationTarget.AllFor(assets[i].Name, targets);
                    findings[i] = await look.CheckAsync(assets[i], holding, zones, publish, token);
                });
        }

        await NoteAsync(actor, findings, publish, cancellationToken);
        return findings;
    }

    private async Task NoteAsync(Actor actor, ControlFinding[] findings, bool publish, CancellationToken cancellationToken)
    {
        // Each finding stands by itself, so that a withdrawal may go between.
        foreach (Guid[] shown in findings.Where(f => f.IsShown).Select(f => f.Asset.Id).Chunk(Errand.AtOnce))
        {
            await NoteShownAsync(actor, shown, publish, cancellationToken);
        }
    }

    private Task NoteShownAsync(Actor actor, Guid[] shown, bool publish, CancellationToken cancellationToken) => store.ChangeAsync(
        actor,
        async change =>
        {
            foreach (Asset asset in await change.Database.Assets.Where(a => shown.Contains(a.Id)).ToListAsync(cancellationToken))
            {
                asset.ProveControl(change.Now);
                change.Journal(
                    "asset.controlShown",
                    asset.Name.ToString(),
                    new JsonObject { ["by"] = publish ? "our own update" : "a record that was there", ["resolver"] = resolver.Name });
            }
        },
        cancellationToken);
}

using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>
/// Shows that the zone of a name is ours (decisions.md, 32): a TXT record with our text must stand at the control name of the zone, or of
/// the asset itself, where only those who control the zone can put it. It counts only if the resolver shows it. The target's server alone
/// does not count, because a server that takes our updates can be set up for any zone, while the resolver follows the real delegation. It
/// makes no difference whether a person or the service put the record there: control of a zone means to be able to change what resolvers
/// see (as with the DNS challenge of RFC 8555).
/// </summary>
internal sealed class CheckControl(IssuerStore store, PublishingOptions options, Resolver resolver, TimeProvider clock)
{
    /// <summary>Looks for the records of zones and of assets, and notes for which control is shown.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="ids">The assets.</param>
    /// <param name="publish">Whether the service first puts each record into its zone by itself, through a target that takes updates,
    /// and takes it away afterwards.</param>
    /// <param name="cancellationToken">Ends it. Results so far are then not noted.</param>
    public async Task<IReadOnlyList<ControlFinding>> RunAsync(
        Actor actor, IReadOnlyCollection<Guid> ids, bool publish, CancellationToken cancellationToken)
    {
        (List<Asset> assets, List<PublicationTarget> targets, Organization? organization) = await store.ReadAsync(async d => (
            await d.Assets.Where(a => ids.Contains(a.Id)).ToListAsync(cancellationToken),
            await d.Targets.ToListAsync(cancellationToken),
            await d.Organizations.SingleOrDefaultAsync(cancellationToken)));
        if (ids.Except(assets.Select(a => a.Id)).FirstOrDefault() is var missing && missing != Guid.Empty)
        {
            throw new RefusedException(Refusal.NotFound, $"There is no asset {missing}.");
        }

        if (assets.Count == 0)
        {
            return [];
        }

        var look = new ControlLook(options, resolver, clock);
        var whole = new ControlOfZones(organization ?? throw Organization.NotSetUp(), look, options, resolver);
        var findings = new ControlFinding[assets.Count];
        await using (var zones = new Zones(options, resolver, clock))
        {
            await whole.LookAsync([.. assets.Select(a => a.Name)], targets, zones, publish, cancellationToken);
            await Parallel.ForAsync(
                0,
                assets.Count,
                new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellationToken },
                async (i, token) => findings[i] = await FindAsync(assets[i], targets, whole, look, zones, publish, token));
        }

        await NoteAsync(actor, findings, cancellationToken);
        return findings;
    }

    private static async Task<ControlFinding> FindAsync(
        Asset asset,
        List<PublicationTarget> targets,
        ControlOfZones whole,
        ControlLook look,
        Zones zones,
        bool publish,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<PublicationTarget> holding = PublicationTarget.AllFor(asset.Name, targets);
        bool may = publish && holding.Any(t => t.Kind != TargetKind.ByHand);
        if (whole.ShownFor(asset.Name) is { } zone)
        {
            return new ControlFinding(asset, may, zone, null);
        }

        // The zone may let us change some names only, or be one that we cannot change, as a provider's.
        Sentence? fault = await look.FaultOfAsync(ControlRecord.OfName(asset), holding, zones, publish, cancellationToken);
        return new ControlFinding(asset, may, null, fault is null || may ? fault : whole.Advise(asset.Name, fault));
    }

    private async Task NoteAsync(Actor actor, ControlFinding[] findings, CancellationToken cancellationToken)
    {
        // Each finding stands by itself, so that a withdrawal may go between.
        foreach (ControlFinding[] shown in findings.Where(f => f.IsShown).Chunk(Errand.AtOnce))
        {
            await NoteShownAsync(actor, shown.ToDictionary(f => f.Asset.Id), cancellationToken);
        }
    }

    private Task NoteShownAsync(Actor actor, Dictionary<Guid, ControlFinding> shown, CancellationToken cancellationToken) =>
        store.ChangeAsync(
            actor,
            async change =>
            {
                foreach (Asset asset in await change.Database.Assets.Where(a => shown.Keys.Contains(a.Id)).ToListAsync(cancellationToken))
                {
                    ControlFinding finding = shown[asset.Id];
                    asset.ProveControl(change.Now);
                    change.Journal(
                        "asset.controlShown",
                        asset.Name.ToString(),
                        new JsonObject
                        {
                            ["by"] = finding.ByUpdate ? "our own update" : "a record that was there",
                            ["resolver"] = resolver.Name,
                            ["at"] = ControlRecord.NameOf(finding.Zone ?? asset.Name),
                        });
                }
            },
            cancellationToken);
}

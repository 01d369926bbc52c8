using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Marking;

namespace DigitalEmblem.Issuer.Work.Risks;

/// <summary>
/// Demands, before names are marked or proposed, that an officer has acknowledged their risks; and keeps that. It stands before marking
/// only: a renewal and a withdrawal never wait for it.
/// </summary>
internal sealed class AcknowledgeRisks(IssuerStore store, FindRisks find, MarkingOptions options, TimeProvider clock)
{
    private readonly IssuerStore _patient = store.At(Precedence.Patient);

    /// <summary>Looks at the names, and goes on if all risks are acknowledged.</summary>
    /// <param name="actor">The officer.</param>
    /// <param name="ids">The names.</param>
    /// <param name="acknowledged">The kinds of risks that the officer acknowledges now, of each of these names.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OpenRisksException">A name has risks that were not acknowledged.</exception>
    /// <exception cref="RefusedException">One of the names is missing, or could not be marked now.</exception>
    public async Task RunAsync(
        Actor actor, IReadOnlyList<Guid> ids, RiskKinds acknowledged, CancellationToken cancellationToken)
    {
        if (!options.RiskNote)
        {
            return;
        }

        IReadOnlyList<Asset> assets = await find.ReadAsync(ids, cancellationToken);
        // These are copies in memory: what could not be marked anyway is refused for that, before anybody is asked about it.
        DateTimeOffset now = clock.GetUtcNow();
        assets.ToList().ForEach(a => a.Mark(now));
        IReadOnlyList<NameRisks> found = await find.RunAsync(assets, cancellationToken);
        NameRisks[] open = [.. found.Where(f => f.Open != RiskKinds.None)];
        NameRisks[] missing = [.. open.Where(f => (f.Open & ~acknowledged) != RiskKinds.None)];
        if (missing.Length > 0)
        {
            throw new OpenRisksException(missing, missing.Select(m => m.Open & ~acknowledged).Together());
        }

        foreach (NameRisks[] some in open.Chunk(Errand.AtOnce))
        {
            await KeepAsync(open.Length > Errand.AtOnce ? _patient : store, actor, some, cancellationToken);
        }
    }

    /// <summary>Says of which names risks were not acknowledged, and changes nothing.</summary>
    public async Task<IReadOnlyList<AssetRefused>> TryAsync(
        IReadOnlyList<Guid> ids, RiskKinds acknowledged, CancellationToken cancellationToken)
    {
        if (!options.RiskNote || ids.Count == 0)
        {
            return [];
        }

        IReadOnlyList<NameRisks> found = await find.RunAsync(await find.ReadAsync(ids, cancellationToken), cancellationToken);
        return
        [
            .. found.Where(f => (f.Open & ~acknowledged) != RiskKinds.None).Select(f => new AssetRefused(
                f.Id,
                f.Name,
                Refusal.OpenRisks,
                $"There are risks that nobody has acknowledged yet: {RiskWords.List(f.Open & ~acknowledged)}.")),
        ];
    }

    private static Task KeepAsync(IssuerStore store, Actor actor, NameRisks[] read, CancellationToken cancellationToken) =>
        store.ChangeAsync(
            actor,
            async change =>
            {
                Dictionary<Guid, RiskKinds> kinds = read.ToDictionary(r => r.Id, r => r.Open);
                foreach (Asset asset in await change.AssetsAsync([.. kinds.Keys], cancellationToken))
                {
                    asset.AcknowledgeRisks(kinds[asset.Id]);
                    change.Journal("asset.risksAcknowledged", asset.Name.ToString(), asset, new JsonObject
                    {
                        ["risks"] = new JsonArray([.. kinds[asset.Id].Each().Select(k => JsonValue.Create(k.ToString()))]),
                    });
                }
            },
            cancellationToken);
}

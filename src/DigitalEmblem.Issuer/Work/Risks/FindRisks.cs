using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Publishing;

namespace DigitalEmblem.Issuer.Work.Risks;

/// <summary>
/// Looks for the risks of marking names, by what the service's own resolver answers and by what the database knows. It asks outside of any
/// change, with bounds on time and questions, and changes nothing.
/// </summary>
internal sealed class FindRisks(IssuerStore store, IDnsLookup lookup, TimeProvider clock, RiskLimits? limits = null)
{
    private const int RowsRead = 500;

    private readonly RiskLimits _limits = limits ?? new RiskLimits();

    /// <summary>Those of one name.</summary>
    /// <exception cref="RefusedException">There is no such asset.</exception>
    public async Task<NameRisks> OfAsync(Guid id, CancellationToken cancellationToken) =>
        (await RunAsync([await store.AssetAsync(id, cancellationToken)], cancellationToken))[0];

    /// <summary>Those of names.</summary>
    /// <param name="assets">The names.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>For each name its risks, in the same order; a name that was not reached in time has that as its risk.</returns>
    public async Task<IReadOnlyList<NameRisks>> RunAsync(IReadOnlyList<Asset> assets, CancellationToken cancellationToken)
    {
        // A caller that is bound to zones must not see fewer risks, and reads no names outside of them.
        KeyZones? zones = ZonesInForce.Current;
        KnownNames known = await ZonesInForce.Unbound(() => store.ReadAsync(
            d => KnownNames.ReadAsync(d, _limits.Others, n => zones?.Has(n) ?? true, clock.GetUtcNow(), cancellationToken)));
        using var all = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        all.CancelAfter(_limits.OfAll);
        OtherNames others = await OtherNames.AskAsync(known, lookup, _limits, cancellationToken);
        var look = new LookAtName(lookup, known, others, _limits);
        var found = new NameRisks[assets.Count];
        await Parallel.ForAsync(
            0,
            assets.Count,
            new ParallelOptions { MaxDegreeOfParallelism = _limits.AtOnce, CancellationToken = cancellationToken },
            async (i, _) =>
            {
                using var time = CancellationTokenSource.CreateLinkedTokenSource(all.Token);
                time.CancelAfter(_limits.OfName);
                Asset asset = assets[i];
                found[i] = new NameRisks(
                    asset.Id,
                    asset.Name,
                    await look.RunAsync(asset.Name, time.Token, cancellationToken),
                    asset.AcknowledgedRisks ?? RiskKinds.None);
            });
        return found;
    }

    /// <summary>Reads names in pages, so that no read is long.</summary>
    /// <exception cref="RefusedException">One of them is missing.</exception>
    public async Task<IReadOnlyList<Asset>> ReadAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var assets = new List<Asset>(ids.Count);
        foreach (Guid[] some in ids.Chunk(RowsRead))
        {
            assets.AddRange(await store.ReadAsync(d => AssetsById.ReadAsync(d, some, cancellationToken)));
        }

        return assets;
    }
}

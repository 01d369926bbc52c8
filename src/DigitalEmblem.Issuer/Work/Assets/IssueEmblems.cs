using System.Diagnostics;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Keys;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>
/// Signs emblems that are due, in this order: take assets that no other instance works on; sign; let our own verifier judge each whole set;
/// put emblems, journal and publications into the database in one step. Only emblems in the database are published. If the process dies
/// before that step, its signed emblems are lost, and no copy of them exists.
/// </summary>
internal sealed class IssueEmblems(IssuerStore store, ISigningKeys keys, IssuingOptions options, Instance instance, TimeProvider clock)
{
    private readonly DueAssets _due = new(store, options, instance);
    private readonly SignEmblem _sign = new(options, clock);
    private readonly RecordEmblems _record = new(store, options);

    /// <summary>Renews one batch of emblems that are due.</summary>
    /// <returns>How many were taken; 0 when nothing is due.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        List<Asset> taken = await _due.TakeAsync(cancellationToken);
        if (taken.Count == 0)
        {
            return 0;
        }

        long start = clock.GetTimestamp();
        using Activity? trace = Meters.Traces.StartActivity("renewal")?.AddTag("names", taken.Count);
        (int issued, int notIssued) = (0, taken.Count);
        try
        {
            (issued, notIssued) = await IssueAsync(taken, cancellationToken);
        }
        catch (RefusedException e)
        {
            await _record.PostponeAsync(taken, e.Message, cancellationToken);
        }

        Meters.Issued.Add(issued);
        Meters.NotIssued.Add(notIssued);
        Meters.Batch.Record(clock.GetElapsedTime(start).TotalSeconds, Meters.OfRenewal);
        return taken.Count;
    }

    private async Task<(int Issued, int NotIssued)> IssueAsync(List<Asset> assets, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        EmblemChain chain = await store.ReadAsync(d => EmblemChain.LoadAsync(d, now, cancellationToken));
        List<SignedEmblem> signed = await keys.UseAsync(
            chain.EmblemKey, key => assets.ConvertAll(a => _sign.Run(a, chain, key, now)), cancellationToken);
        return await _record.RunAsync(chain.EmblemKey.Id, signed, cancellationToken);
    }
}

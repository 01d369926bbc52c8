using System.Diagnostics;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Keys;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>
/// Signs emblems that are due, in this order: look whether the key can be used here; take assets that no other instance works on; sign; let
/// our own verifier judge each whole set; put emblems, journal and publications into the database, some at a time. Only emblems in the
/// database are published. If the process dies before that step, its signed emblems are lost, and no copy of them exists.
/// </summary>
internal sealed class IssueEmblems(IssuerStore store, ISigningKeys keys, IssuingOptions options, Instance instance, TimeProvider clock)
{
    // What another instance takes over when the lease has run out must not be in work here any more.
    private const double ShareOfLease = 0.8;

    private readonly (Pace Pace, RecordEmblems Record) _recording = Recording(store, options);
    private readonly UsableKey _key = new(store, keys, clock);
    private readonly DueAssets _due = new(store.At(Precedence.Patient), options, instance);
    private readonly RefreshEmblems _refresh = new(store);
    private readonly SignEmblem _sign = new(options, clock);
    private string? _fault;

    /// <summary>Why this instance cannot sign emblems; null if it can, or if no key is in use.</summary>
    public Task<string?> KeyFaultAsync(CancellationToken cancellationToken) => _key.FaultAsync(cancellationToken);

    /// <summary>Renews one batch of emblems that are due.</summary>
    /// <returns>How many were taken; 0 when nothing is due, or this instance cannot sign.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await _refresh.RunAsync(cancellationToken);
        if (!await _due.IsAnyAsync(clock.GetUtcNow(), cancellationToken) || await IsUnableAsync(cancellationToken))
        {
            return 0;
        }

        DateTimeOffset takenAt = clock.GetUtcNow();
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
            (issued, notIssued) = await IssueAsync(taken, takenAt, cancellationToken);
        }
        catch (RefusedException e)
        {
            // Those that were recorded have another version by now, and are left.
            foreach (Asset[] some in taken.Chunk(_recording.Pace.Count))
            {
                await _recording.Record.PostponeAsync([.. some], e.Message, cancellationToken);
            }
        }

        Meters.Issued.Add(issued);
        Meters.NotIssued.Add(notIssued);
        Meters.Batch.Record(clock.GetElapsedTime(start).TotalSeconds, Meters.OfRenewal);
        return taken.Count;
    }

    private async Task<(int Issued, int NotIssued)> IssueAsync(
        List<Asset> assets, DateTimeOffset takenAt, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        (EmblemChain chain, ProfilesToSign profiles) = await store.ReadAsync(async d => (
            await EmblemChain.LoadAsync(d, now, cancellationToken),
            await ProfilesToSign.LoadAsync(d, assets, now, cancellationToken)));
        int done = 0, issued = 0, notIssued = 0;
        while (done < assets.Count && IsInTime(takenAt))
        {
            List<Asset> some = assets.GetRange(done, Math.Min(_recording.Pace.Count, assets.Count - done));
            List<SignedEmblem> signed = await keys.UseAsync(
                chain.EmblemKey,
                key => some.TakeWhile(_ => IsInTime(takenAt))
                    .Select(a => _sign.Run(a, chain, profiles.Of(a), key, clock.GetUtcNow())).ToList(),
                cancellationToken);
            if (signed.Count > 0)
            {
                (int recorded, int postponed) = await _recording.Record.RunAsync(chain.EmblemKey.Id, signed, cancellationToken);
                (issued, notIssued) = (issued + recorded, notIssued + postponed);
                _recording.Pace.Adapt(signed.Count);
            }

            done += signed.Count;
        }

        if (done < assets.Count)
        {
            await _due.GiveBackAsync(assets[done..], cancellationToken);
        }

        return (issued, notIssued);
    }

    private static (Pace, RecordEmblems) Recording(IssuerStore store, IssuingOptions options)
    {
        var pace = new Pace();
        return (pace, new RecordEmblems(store.At(Precedence.Patient, pace.Held), options));
    }

    private bool IsInTime(DateTimeOffset takenAt) => clock.GetUtcNow() < takenAt + (options.Lease * ShareOfLease);

    /// <summary>
    /// Looks before anything is taken: an instance that cannot sign would keep assets from those that can. What is due is then told once.
    /// </summary>
    private async Task<bool> IsUnableAsync(CancellationToken cancellationToken)
    {
        string? fault = await KeyFaultAsync(cancellationToken);
        if (fault is not null && fault != _fault)
        {
            await store.ChangeAsync(
                Instance.Actor,
                change =>
                {
                    change.Journal("emblems.notIssued", $"instance {instance.Name}", new JsonObject { ["why"] = fault });
                    return Task.CompletedTask;
                },
                cancellationToken);
        }

        _fault = fault;
        return fault is not null;
    }
}

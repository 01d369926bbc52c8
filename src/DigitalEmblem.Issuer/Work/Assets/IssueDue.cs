using System.Diagnostics;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>
/// Signs emblems that are due, in this order: look whether the key can be used here; take names or data that no other instance works on;
/// sign; let our own verifier judge each whole set; put emblems, journal and publications into the database, some at a time. Only emblems
/// in the database are given out. If the process dies before that step, its signed emblems are lost, and no copy of them exists.
/// </summary>
/// <typeparam name="T">What is marked.</typeparam>
/// <typeparam name="TSigned">What comes of signing for one of them.</typeparam>
internal abstract class IssueDue<T, TSigned>(
    IssuerStore store,
    ISigningKeys keys,
    UsableKey usable,
    DueMarks<T> due,
    MarkWords words,
    IssuingOptions options,
    Instance instance,
    TimeProvider clock)
    where T : Markable
{
    // What another instance takes over when the lease has run out must not be in work here any more.
    private const double ShareOfLease = 0.8;

    // A change has costs of its own, so that smaller ones on a busy machine would only make it busier.
    private readonly Pace _pace = new(fewest: 100);
    private Sentence? _fault;

    /// <summary>The database for what is recorded, at the pace at which it is.</summary>
    protected IssuerStore Recording => field ??= store.At(Precedence.Patient, _pace.Held);

    /// <summary>Reads what signing for some needs beside the chain.</summary>
    /// <returns>What signs for one of them.</returns>
    protected abstract Task<Func<T, SigningKey, TSigned>> PrepareAsync(
        IssuerContext database, EmblemChain chain, IReadOnlyList<T> taken, DateTimeOffset at, CancellationToken cancellationToken);

    /// <summary>Whether our own verifier refused what was signed for one of them.</summary>
    protected abstract bool IsRefused(TSigned signed);

    /// <summary>Records what was signed, in one step.</summary>
    /// <returns>How many emblems were issued, and how many were postponed.</returns>
    protected abstract Task<(int Issued, int NotIssued)> RecordAsync(
        Guid keyId, IReadOnlyList<TSigned> signed, CancellationToken cancellationToken);

    /// <summary>Renews one batch of emblems that are due.</summary>
    /// <returns>How many were taken; 0 when nothing is due, or this instance cannot sign.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        if (!await due.IsAnyAsync(clock.GetUtcNow(), cancellationToken) || await IsUnableAsync(cancellationToken))
        {
            return 0;
        }

        DateTimeOffset takenAt = clock.GetUtcNow();
        List<T> taken = await due.TakeAsync(cancellationToken);
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
            foreach (T[] some in taken.Chunk(_pace.Count))
            {
                await due.PostponeAsync(some, e.Sentence, cancellationToken);
            }
        }

        Meters.Issued.Add(issued);
        Meters.NotIssued.Add(notIssued);
        Meters.Batch.Record(clock.GetElapsedTime(start).TotalSeconds, Meters.OfRenewal);
        return taken.Count;
    }

    private async Task<(int Issued, int NotIssued)> IssueAsync(
        List<T> taken, DateTimeOffset takenAt, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        (EmblemChain chain, Func<T, SigningKey, TSigned> sign) = await store.ReadAsync(async d =>
        {
            EmblemChain loaded = await EmblemChain.LoadAsync(d, now, cancellationToken);
            return (loaded, await PrepareAsync(d, loaded, taken, now, cancellationToken));
        });
        int done = 0, issued = 0, notIssued = 0;
        Task<List<TSigned>> SignNext() => SignAsync(
            chain.EmblemKey,
            taken.GetRange(done, Math.Min(_pace.Count, taken.Count - done)),
            sign,
            () => IsInTime(takenAt),
            cancellationToken);

        Task<List<TSigned>> next = SignNext();
        while (await next is { Count: > 0 } signed)
        {
            done += signed.Count;
            // The next ones are signed while these are recorded: one takes the processor, the other the disk.
            next = done < taken.Count ? SignNext() : NoneAsync;
            try
            {
                (int recorded, int postponed) = await RecordAsync(chain.EmblemKey.Id, signed, cancellationToken);
                (issued, notIssued) = (issued + recorded, notIssued + postponed);
                _pace.Adapt(signed.Count);
            }
            catch
            {
                // The key must not be in use any more when the caller learns of the fault.
                await next.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                throw;
            }
        }

        if (done < taken.Count)
        {
            await due.GiveBackAsync(taken[done..], cancellationToken);
        }

        return (issued, notIssued);
    }

    private static Task<List<TSigned>> NoneAsync => Task.FromResult<List<TSigned>>([]);

    /// <summary>Signs for some, on a thread of its own: it would keep one of the pool from requests for long.</summary>
    private Task<List<TSigned>> SignAsync(
        OrganizationKey with, List<T> some, Func<T, SigningKey, TSigned> sign, Func<bool> isInTime, CancellationToken cancellationToken)
    {
        List<TSigned> Sign(SigningKey key) => [.. some.TakeWhile(_ => isInTime()).Select(a => sign(a, key))];
        return Task.Factory.StartNew(
            async () =>
            {
                // The judgement of each set verifies its new signature.
                List<TSigned> signed = await keys.UseUncheckedAsync(with, Sign, cancellationToken);
                // If it refuses, the checked key says whether its custody is at fault.
                return signed.Any(IsRefused) ? await keys.UseAsync(with, Sign, cancellationToken) : signed;
            },
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap();
    }

    private bool IsInTime(DateTimeOffset takenAt) => clock.GetUtcNow() < takenAt + (options.Lease * ShareOfLease);

    /// <summary>
    /// Looks before anything is taken: an instance that cannot sign would keep the due ones from those that can. What is due is then told
    /// once.
    /// </summary>
    private async Task<bool> IsUnableAsync(CancellationToken cancellationToken)
    {
        Sentence? fault = await usable.FaultAsync(cancellationToken);
        if (fault is not null && fault != _fault)
        {
            await store.ChangeAsync(
                Instance.Actor,
                change =>
                {
                    change.Journal(words.NotIssued, $"instance {instance.Name}", new JsonObject { ["why"] = fault.ToString() });
                    return Task.CompletedTask;
                },
                cancellationToken);
        }

        _fault = fault;
        return fault is not null;
    }
}

using System.Security.Cryptography;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>Takes names or data whose emblems are due, under a lease, so that no two instances sign for the same one.</summary>
/// <typeparam name="T">What is marked.</typeparam>
/// <param name="store">The database.</param>
/// <param name="options">How many are taken, and for how long.</param>
/// <param name="instance">This instance.</param>
/// <param name="words">What the journal calls them.</param>
/// <param name="misdated">Those whose emblem has times of a wrong clock: it begins after the instant, or ends before it is renewed.</param>
internal sealed class DueMarks<T>(
    IssuerStore store,
    IssuingOptions options,
    Instance instance,
    MarkWords words,
    Func<IssuerContext, DateTimeOffset, IQueryable<T>> misdated)
    where T : Markable
{
    // The largest difference between the clocks of instances.
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(5);

    private const int MendedAtOnce = 1000;

    // A change of more rows would keep a withdrawal waiting.
    private const int AtOnce = 2000;

    private DateTimeOffset _clockCheckedAt = DateTimeOffset.MinValue;

    /// <summary>Whether there may be something to take. It only reads, so that an idle instance keeps nobody from the database.</summary>
    public async Task<bool> IsAnyAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await MendAfterClockAsync(now, cancellationToken);
        return await store.ReadAsync(d => d.Set<T>().WhereFree(now).AnyAsync(
            a => a.State == AssetState.Marked && a.RenewAt <= now, cancellationToken));
    }

    /// <summary>Returns the leases of those that were taken and not worked on, in several changes if they are many.</summary>
    public async Task GiveBackAsync(IReadOnlyList<T> taken, CancellationToken cancellationToken)
    {
        foreach (T[] some in taken.Chunk(AtOnce))
        {
            await store.ChangeAsync(
                Instance.Actor,
                change => StillTaken(change, some).ExecuteUpdateAsync(
                    s => s.SetProperty(a => a.Lease, Lease.None), cancellationToken),
                cancellationToken);
        }
    }

    /// <summary>Postpones all of a batch that could not be signed. Those that have another version by now are left.</summary>
    public Task PostponeAsync(IReadOnlyList<T> taken, Sentence why, CancellationToken cancellationToken) => store.ChangeAsync(
        Instance.Actor,
        async change =>
        {
            var line = new NotIssuedLine(words);
            foreach (T marked in await StillTaken(change, taken).ToListAsync(cancellationToken))
            {
                line.Postpone(change, marked, why);
            }

            line.Write(change);
        },
        cancellationToken);

    /// <summary>Takes one batch, in several changes if it is large; none if nothing is due.</summary>
    public async Task<List<T>> TakeAsync(CancellationToken cancellationToken)
    {
        List<T> taken = [];
        int wanted, got;
        do
        {
            wanted = Math.Min(options.BatchSize - taken.Count, AtOnce);
            List<T> some = await TakeAsync(wanted, cancellationToken);
            taken.AddRange(some);
            got = some.Count;
        }
        while (got == wanted && taken.Count < options.BatchSize);
        return taken;
    }

    private Task<List<T>> TakeAsync(int most, CancellationToken cancellationToken) => store.ChangeAsync(
        Instance.Actor,
        async change =>
        {
            // While the key is suspended, what is due stays due, and is issued once the key is resumed or has been replaced.
            if (await change.Database.Keys.AnyAsync(
                k => k.Use == KeyUse.Emblem && k.State == KeyState.Active && k.SuspendedAt != null, cancellationToken))
            {
                return [];
            }

            DateTimeOffset now = change.Now;
            var claim = new Guid(RandomNumberGenerator.GetBytes(16));
            IQueryable<Guid> due = change.Database.Set<T>().WhereFree(now)
                .Where(a => a.State == AssetState.Marked && a.RenewAt <= now)
                .OrderBy(a => a.RenewAt).Select(a => a.Id).Take(most);
            var lease = Lease.For(instance.Name, now, options.Lease);
            int count = await change.Database.Set<T>().Where(a => due.Contains(a.Id)).ExecuteUpdateAsync(
                s => s.SetProperty(a => a.Lease, lease).SetProperty(a => a.Version, claim),
                cancellationToken);
            return count == 0
                ? []
                : await change.Database.Set<T>().AsNoTracking().Where(a => a.Version == claim).ToListAsync(cancellationToken);
        },
        cancellationToken);

    // A version is given by one change that took, so that nobody else's work has it.
    private static IQueryable<T> StillTaken(Change change, IReadOnlyList<T> taken)
    {
        Guid[] ids = [.. taken.Select(a => a.Id)], claims = [.. taken.Select(a => a.Version).Distinct()];
        return change.Database.Set<T>().Where(a => ids.Contains(a.Id) && claims.Contains(a.Version));
    }

    /// <summary>
    /// Makes emblems due again after a clock that ran ahead was set back: those issued meanwhile are not valid yet, and would be renewed
    /// much too late. It looks once a minute, by reading, because that takes long where there are many, and mostly finds nothing.
    /// </summary>
    private async Task MendAfterClockAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (now >= _clockCheckedAt && now < _clockCheckedAt + TimeSpan.FromMinutes(1))
        {
            return;
        }

        // An idle instance only reads: it finds out here that the database cannot be written, and is not ready then.
        await store.ChangeAsync(Instance.Actor, _ => Task.CompletedTask, cancellationToken);
        while (await store.ReadAsync(
            d => misdated(d, now + ClocksDiffer).Select(a => a.Id).Take(MendedAtOnce).ToListAsync(cancellationToken)) is { Count: > 0 } ids)
        {
            await store.ChangeAsync(Instance.Actor, change => MendAsync(change, ids, cancellationToken), cancellationToken);
        }

        _clockCheckedAt = now;
    }

    private async Task MendAsync(Change change, List<Guid> ids, CancellationToken cancellationToken)
    {
        DateTimeOffset now = change.Now;
        int count = await change.Database.Set<T>().Where(a => ids.Contains(a.Id) && a.State == AssetState.Marked).ExecuteUpdateAsync(
            s => s.SetProperty(a => a.RenewAt, now).SetProperty(a => a.Version, new Guid(RandomNumberGenerator.GetBytes(16))),
            cancellationToken);
        change.Journal(words.DueAnew, $"{count} {words.Noun}", new JsonObject
        {
            ["why"] = "Their emblems begin in the future, or would be renewed after their end: the clock was wrong.",
        });
    }
}

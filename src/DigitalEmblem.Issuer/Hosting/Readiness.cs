using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// Whether this instance can do its work: the database answers and has the right form, each loop of its work makes progress, the key that
/// signs emblems can be used, and no emblem is about to expire that it should have renewed. Anyone may ask, so the answer is kept for some
/// seconds, and opens no key.
/// </summary>
internal sealed class Readiness(IssuerContexts contexts, IssuerStore store, WorkHealth work, TimeProvider clock) : IDisposable
{
    // A batch ends with its lease, and waits at most so long for the database and for slow name servers.
    private static readonly TimeSpan ProgressAtLeast = TimeSpan.FromMinutes(5), Kept = TimeSpan.FromSeconds(5);

    // An hour is enough to mend most faults; a short-lived emblem leaves less.
    private static readonly TimeSpan LeftAtLeast = TimeSpan.FromHours(1);

    // Assets are taken in the order in which they are due: if the first ones have time left, so have the others.
    private const int LongestDue = 100;

    private readonly SemaphoreSlim _asking = new(1);
    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();
    private (DateTimeOffset At, IReadOnlyList<string> Faults)? _answer;

    /// <summary>The faults that keep it from working, each in a sentence; none if it is ready. As of some seconds ago at most.</summary>
    public async Task<IReadOnlyList<string>> FaultsAsync(CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            return _answer is { } kept && (clock.GetUtcNow() - kept.At).Duration() < Kept
                ? kept.Faults
                : await KeepAsync(cancellationToken);
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <summary>The same, as of now, for the service itself.</summary>
    public async Task<IReadOnlyList<string>> FaultsNowAsync(CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            return await KeepAsync(cancellationToken);
        }
        finally
        {
            _asking.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _asking.Dispose();

    private async Task<IReadOnlyList<string>> KeepAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> faults = await LookAsync(cancellationToken);
        _answer = (clock.GetUtcNow(), faults);
        return faults;
    }

    private async Task<IReadOnlyList<string>> LookAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        var faults = new List<string>();
        try
        {
            if (await contexts.PendingAsync(cancellationToken) is { Count: > 0 } pending)
            {
                return [$"The database lacks {pending.Count} migrations: run 'issuer migrate'."];
            }

            if (await contexts.IsNewerAsync(cancellationToken))
            {
                return ["A newer version of the issuer has migrated the database: stop this instance, and start the newer version."];
            }

            if (await ExpiringAsync(now, cancellationToken) is { } fault)
            {
                faults.Add(fault);
            }
        }
#pragma warning disable CA1031 // Any exception here means that the database does not answer, so this instance is not ready.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            faults.Add($"The database does not answer: {e.Message}");
        }

        if (work.KeyFault is { } keyFault)
        {
            faults.Add(keyFault);
        }

        faults.AddRange(work.Loops.Select(l => FaultOf(l, now)).OfType<string>());
        return faults;
    }

    private string? FaultOf(LoopHealth loop, DateTimeOffset now) =>
        loop.Fault is { } fault ? $"The last round of {loop.Name} failed: {fault}"
        : loop.ProgressAt is not { } at
            ? $"The first round of {loop.Name} is still under way{(now - _startedAt > ProgressAtLeast ? $" since {_startedAt:u}" : "")}."
        : now - at > ProgressAtLeast ? $"The loop of {loop.Name} has made no progress since {at:u}: start the service anew."
        : null;

    private Task<string?> ExpiringAsync(DateTimeOffset now, CancellationToken cancellationToken) => store.ReadAsync(async d =>
    {
        var due = await d.Assets.Where(a => a.State == AssetState.Marked && a.RenewAt <= now && a.EmblemId != null && a.DeclaredUntil > now)
            .OrderBy(a => a.RenewAt).Take(LongestDue)
            .Join(d.Emblems, a => a.EmblemId, e => e.Id, (a, e) => new { a.Name, e.NotBefore, e.Expires })
            .ToListAsync(cancellationToken);
        var data = await d.Data.Where(a => a.State == AssetState.Marked && a.RenewAt <= now && a.EmblemId != null && a.DeclaredUntil > now)
            .OrderBy(a => a.RenewAt).Take(LongestDue)
            .Join(d.Signs, a => a.EmblemId, e => e.Id, (a, e) => new { a.Root, e.NotBefore, e.Expires })
            .ToListAsync(cancellationToken);
        return due.Select(e => (Called: e.Name.ToString(), e.NotBefore, e.Expires))
            .Concat(data.Select(e => (Called: e.Root.ToString(), e.NotBefore, e.Expires)))
            .OrderBy(e => e.Expires)
            .Where(e => e.Expires - now < Min(LeftAtLeast, (e.Expires - e.NotBefore) / 6))
            .Select(e => $"The emblem of {e.Called} expires at {e.Expires:u}, and is due to be renewed: issuing does not keep up.")
            .FirstOrDefault();
    });

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}

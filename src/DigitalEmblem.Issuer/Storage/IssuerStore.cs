using System.Data.Common;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Journal;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace DigitalEmblem.Issuer.Storage;

/// <summary>Reads the database, and makes changes one after another, each in one transaction with its lines of the journal.</summary>
/// <param name="contexts">The database.</param>
/// <param name="clock">The clock.</param>
/// <param name="work">Is woken after each commit that may mean work; null if no rounds run.</param>
internal sealed class IssuerStore(IssuerContexts contexts, TimeProvider clock, WorkSignal? work = null)
{
    private const int Tries = 5;

    private ChangeGate _gate = new();
    private Precedence _precedence = Precedence.Ordinary;
    private Action<TimeSpan>? _held;
    private bool _isTrial;

    /// <summary>The same store, for changes of another precedence.</summary>
    /// <param name="precedence">Which changes go before which.</param>
    /// <param name="held">Is told after each change how long it had the database.</param>
    public IssuerStore At(Precedence precedence, Action<TimeSpan>? held = null) =>
        new(contexts, clock, work) { _gate = _gate, _precedence = precedence, _held = held, _isTrial = _isTrial };

    /// <summary>
    /// The same store, for trials: a change is made or refused as it would be, and nothing of it is kept.
    /// </summary>
    public IssuerStore Trial() => new(contexts, clock) { _gate = _gate, _precedence = _precedence, _isTrial = true };

    /// <summary>
    /// Reads without tracking. After a transient fault, such as a restart of the database server, it reads again.
    /// </summary>
    public async Task<T> ReadAsync<T>(Func<IssuerContext, Task<T>> read)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await using IssuerContext context = contexts.Open();
                context.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
                return await read(context);
            }
            catch (Exception e) when (attempt < Tries && IsTransient(e))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10 << attempt), clock);
            }
        }
    }

    /// <summary>Changes something, whole or not at all.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="change">The change. It is run again from its beginning after a transient fault.</param>
    /// <param name="cancellationToken">Ends it before it is committed.</param>
    /// <exception cref="RefusedException">The domain does not allow it, or the same was changed meanwhile.</exception>
    public async Task<T> ChangeAsync<T>(Actor actor, Func<Change, Task<T>> change, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            // Never retry once COMMIT was sent: it may have succeeded.
            bool committing = false;
            await _gate.EnterAsync(_precedence, cancellationToken);
            long start = clock.GetTimestamp();
            bool isEntered = true;
            try
            {
                await using IssuerContext context = actor == Instance.Actor ? ZonesInForce.Unbound(contexts.Open) : contexts.Open();
                await using IDbContextTransaction transaction = await context.Database.BeginTransactionAsync(cancellationToken);
                JournalHead head = await context.LockJournalAsync(cancellationToken);
                var under = new Change(context, actor, clock.GetUtcNow());
                T result = await change(under);
                if (context.Zones is { } zones)
                {
                    RowsWithinZones.Require(under, zones);
                }

                if (_isTrial)
                {
                    return result;
                }

                await under.WriteJournalAsync(head, cancellationToken);
                // WriteJournalAsync has looked for changes; since then only the head was changed.
                context.Entry(head).DetectChanges();
                context.ChangeTracker.AutoDetectChangesEnabled = false;
                await context.SaveChangesAsync(cancellationToken);
                await under.Rows.WriteAsync(cancellationToken);
                committing = true;
                await CommitAsync(transaction, cancellationToken);
                TimeSpan held = clock.GetElapsedTime(start);
                Meters.Change.Record(held.TotalSeconds);
                _held?.Invoke(held);
                WakeAfter(actor);
                return result;
            }
            catch (DbUpdateConcurrencyException)
            {
                throw new RefusedException(Refusal.Conflict, $"Someone else changed it meanwhile: read it again, and decide again.");
            }
            catch (Exception e) when (!committing && IsTransient(e) && attempt < Tries)
            {
                // Others may try meanwhile.
                isEntered = false;
                _gate.Leave();
                await Task.Delay(TimeSpan.FromMilliseconds(50 << attempt), clock, cancellationToken);
            }
            catch (DbUpdateException e) when (e.InnerException is DbException { SqlState: "23505" }
                or Microsoft.Data.Sqlite.SqliteException { SqliteExtendedErrorCode: 2067 or 1555 })
            {
                throw new RefusedException(Refusal.AlreadyThere, $"There is one of this name already.");
            }
            finally
            {
                if (isEntered)
                {
                    _gate.Leave();
                }
            }
        }
    }

    /// <summary>Changes something, whole or not at all.</summary>
    public Task ChangeAsync(Actor actor, Func<Change, Task> change, CancellationToken cancellationToken) => ChangeAsync(
        actor,
        async c =>
        {
            await change(c);
            return true;
        },
        cancellationToken);

    /// <summary>
    /// Wakes the rounds of work after each change, except those of the service itself. The rounds commit as <see cref="Instance.Actor"/>, a
    /// name that no caller can have, and would otherwise wake themselves without end. All other changes wake them, because a round without
    /// work costs only a few queries, and a list of changes that mean work could miss one.
    /// </summary>
    private void WakeAfter(Actor actor)
    {
        if (actor != Instance.Actor)
        {
            work?.Wake();
        }
    }

    /// <summary>Commits. A fault leaves it open whether the database did.</summary>
    private static async Task CommitAsync(IDbContextTransaction transaction, CancellationToken cancellationToken)
    {
        try
        {
            await transaction.CommitAsync(cancellationToken);
        }
        catch (Exception e) when (e is DbException or DbUpdateException or InvalidOperationException)
        {
            throw new CommitUnknownException(e);
        }
    }

    /// <summary>Whether a retry may succeed: the database was locked or unreachable for a moment, or found a deadlock.</summary>
    internal static bool IsTransient(Exception e) => e switch
    {
        Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: 5 or 6 } => true,
        DbException { IsTransient: true } => true,
        DbUpdateException { InnerException: { } inner } => IsTransient(inner),
        // Npgsql's provider wraps transient faults in this exception.
        InvalidOperationException { InnerException: DbException or DbUpdateException } => IsTransient(e.InnerException),
        _ => false,
    };
}

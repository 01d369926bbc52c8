using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace DigitalEmblem.Issuer.Worker;

/// <summary>
/// Counts the steps of a process at its database: before each transaction's first command, before its commit and after it, and before each command outside of one. Commands in between need no step of their own: whichever of them a process dies
/// at, the database takes the transaction back. At one step the process kills itself with SIGKILL: nothing of it is tidied up.
/// </summary>
internal sealed class KillAt(int step)
{
    private int _steps;
    private DbTransaction? _begun;

    public int Steps => _steps;

    public IReadOnlyList<IInterceptor> Interceptors => [new Commands(this), new Commits(this)];

    private void Step()
    {
        if (Interlocked.Increment(ref _steps) == step)
        {
            Process.GetCurrentProcess().Kill();
            Thread.Sleep(Timeout.Infinite);
        }
    }

    private void Step(DbCommand command)
    {
        if (command.Transaction is null || Interlocked.Exchange(ref _begun, command.Transaction) != command.Transaction)
        {
            Step();
        }
    }

    private sealed class Commands(KillAt kill) : DbCommandInterceptor
    {
        /// <inheritdoc/>
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            kill.Step(command);
            return ValueTask.FromResult(result);
        }

        /// <inheritdoc/>
        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            kill.Step(command);
            return ValueTask.FromResult(result);
        }
    }

    private sealed class Commits(KillAt kill) : DbTransactionInterceptor
    {
        /// <inheritdoc/>
        public override ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            kill.Step();
            return ValueTask.FromResult(result);
        }

        /// <inheritdoc/>
        public override Task TransactionCommittedAsync(DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            kill.Step();
            return Task.CompletedTask;
        }
    }
}

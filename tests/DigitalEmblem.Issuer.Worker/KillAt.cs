using System.Data.Common;
using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace DigitalEmblem.Issuer.Worker;

/// <summary>Counts the steps of a process at its database: before each command, before each commit, and after it. At one of them the process kills itself with SIGKILL: nothing of it is tidied up.</summary>
internal sealed class KillAt(int step)
{
    private int _steps;

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

    private sealed class Commands(KillAt kill) : DbCommandInterceptor
    {
        /// <inheritdoc/>
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            kill.Step();
            return ValueTask.FromResult(result);
        }

        /// <inheritdoc/>
        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            kill.Step();
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

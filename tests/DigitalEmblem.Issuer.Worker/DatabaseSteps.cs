using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace DigitalEmblem.Issuer.Worker;

/// <summary>
/// The steps at the database: before each transaction's first command, before its commit and after it, and before each command outside of
/// one. Commands in between need no step of their own: whichever of them an instance ends at, the database takes the transaction back.
/// </summary>
internal sealed class DatabaseSteps(Steps steps)
{
    private DbTransaction? _begun;

    public IReadOnlyList<IInterceptor> Interceptors => [new Connections(steps), new Commands(this), new Commits(steps)];

    private void Take(DbCommand command)
    {
        if (command.Transaction is null)
        {
            steps.Take(StepKind.Command);
        }
        else if (Interlocked.Exchange(ref _begun, command.Transaction) != command.Transaction)
        {
            steps.Take(StepKind.Begin);
        }
        else
        {
            steps.RefuseIfEnded();
        }
    }

    private sealed class Connections(Steps steps) : DbConnectionInterceptor
    {
        /// <inheritdoc/>
        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection,
            ConnectionEventData eventData,
            InterceptionResult result,
            CancellationToken cancellationToken = default)
        {
            steps.RefuseIfEnded();
            return ValueTask.FromResult(result);
        }
    }

    private sealed class Commands(DatabaseSteps database) : DbCommandInterceptor
    {
        /// <inheritdoc/>
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            database.Take(command);
            return ValueTask.FromResult(result);
        }

        /// <inheritdoc/>
        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            database.Take(command);
            return ValueTask.FromResult(result);
        }

        /// <inheritdoc/>
        public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
        {
            database.Take(command);
            return ValueTask.FromResult(result);
        }

        // The service asks its database without blocking a thread: what would do otherwise would pass by the steps.

        /// <inheritdoc/>
        public override InterceptionResult<DbDataReader> ReaderExecuting(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) =>
            throw new NotSupportedException(command.CommandText);

        /// <inheritdoc/>
        public override InterceptionResult<int> NonQueryExecuting(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result) =>
            throw new NotSupportedException(command.CommandText);

        /// <inheritdoc/>
        public override InterceptionResult<object> ScalarExecuting(
            DbCommand command, CommandEventData eventData, InterceptionResult<object> result) =>
            throw new NotSupportedException(command.CommandText);
    }

    private sealed class Commits(Steps steps) : DbTransactionInterceptor
    {
        /// <inheritdoc/>
        public override ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
            DbConnection connection,
            TransactionStartingEventData eventData,
            InterceptionResult<DbTransaction> result,
            CancellationToken cancellationToken = default)
        {
            steps.RefuseIfEnded();
            return ValueTask.FromResult(result);
        }

        /// <inheritdoc/>
        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction,
            TransactionEventData eventData,
            InterceptionResult result,
            CancellationToken cancellationToken = default)
        {
            steps.Take(StepKind.Commit);
            return ValueTask.FromResult(result);
        }

        /// <inheritdoc/>
        public override Task TransactionCommittedAsync(
            DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            steps.Take(StepKind.Committed);
            return Task.CompletedTask;
        }
    }
}

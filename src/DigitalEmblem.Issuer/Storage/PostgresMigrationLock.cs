using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Storage;

/// <summary>
/// The lock of a migration of PostgreSQL: EF Core locks the table of migrations in a transaction, so that it ends with the connection that
/// has it. It cannot be lost, but a connection whose machine is gone may be kept by the server for hours.
/// </summary>
internal static class PostgresMigrationLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits for a migration that runs, and names it if it does not end.</summary>
    /// <param name="context">The database.</param>
    /// <param name="tries">How often it is looked at.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">Another migration runs.</exception>
    public static async Task AwaitAsync(IssuerContext context, int tries, CancellationToken cancellationToken)
    {
        if (!await context.Database.CanConnectAsync(cancellationToken))
        {
            return;
        }

        for (int i = 1; await HolderAsync(context, cancellationToken) is { } holder; i++)
        {
            if (i >= tries)
            {
                throw new IOException(
                    $"Another 'issuer migrate' works on the database of Database:Connection: {Printable.Text(holder.Told)}. Nothing was "
                        + "changed. Wait until it has ended; a large database takes minutes. If its machine is gone, end its connection in "
                        + $"the database: SELECT pg_terminate_backend({holder.Process}).");
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    private static async Task<Holder?> HolderAsync(IssuerContext context, CancellationToken cancellationToken) =>
        (await context.Database.SqlQuery<Holder>(
            $"""
            SELECT l.pid AS "Process", concat('process ', l.pid, ' of ', a.usename, ' from ', coalesce(host(a.client_addr), 'this machine'),
                ', since ', to_char(a.xact_start AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), 'Z, ', a.state) AS "Told"
            FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid JOIN pg_database d ON d.oid = l.database
            WHERE d.datname = current_database() AND l.relation = to_regclass('"__EFMigrationsHistory"')
                AND l.mode = 'AccessExclusiveLock' AND l.granted AND l.pid <> pg_backend_pid()
            LIMIT 1
            """).ToListAsync(cancellationToken)).FirstOrDefault();

    private sealed record Holder(int Process, string Told);
}

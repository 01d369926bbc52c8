using System.Globalization;
using DigitalEmblem.Issuer.Storage.Backups;
using Microsoft.Data.Sqlite;

namespace DigitalEmblem.Issuer.Storage;

/// <summary>
/// The locks of a migration of a SQLite file. EF Core keeps a row in a table, which a process that is killed leaves there, and for which it
/// then waits for ever. So each migration also holds a file beside the database that the system unlocks however the process ends: who has
/// that file knows that a row of EF Core is nobody's, but for a program from before this rule, which is looked for by what it would write.
/// </summary>
internal static class MigrationLock
{
    /// <summary>How often a migration that runs is waited for, a fifth of a second each.</summary>
    public const int Patience = 150;

    private const string Table = "__EFMigrationsLock";

    // Between its row and its first write another program takes less.
    private static readonly TimeSpan Youngest = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Holds the file; the caller disposes it, and it is gone then.</summary>
    /// <param name="database">The database.</param>
    /// <param name="tries">How often it is tried.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">Another migration runs, or the folder cannot be written.</exception>
    public static async Task<FileStream> HoldAsync(string database, int tries, CancellationToken cancellationToken)
    {
        string file = $"{Path.GetFullPath(database)}.migrating";
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        for (int i = 1; ; i++)
        {
            try
            {
                return new FileStream(file, options);
            }
            catch (IOException e) when (e.GetType() == typeof(IOException) && File.Exists(file))
            {
                if (i >= tries)
                {
                    throw new IOException(
                        $"Another 'issuer migrate' works on the database '{Path.GetFullPath(database)}' at this moment (it holds "
                            + $"'{file}'). Nothing was changed. Wait until it has ended; a large database takes minutes.",
                        e);
                }

                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    /// <summary>Refuses a database with a row of a migration that does not run. The caller holds the file.</summary>
    /// <param name="database">The database, which is there.</param>
    /// <param name="at">The present.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DatabaseFormException">There is such a row.</exception>
    public static async Task RequireFreeAsync(string database, DateTimeOffset at, CancellationToken cancellationToken)
    {
        SqliteConnection connection = await SqliteFile.OpenAsync(database, cancellationToken);
        await using (connection)
        {
            if (await SinceAsync(connection, cancellationToken) is { } since)
            {
                throw new DatabaseFormException(
                    $"The database '{Path.GetFullPath(database)}' has the lock of a migration since {since:u} ({Age(at - since)}), and no "
                        + "'issuer migrate' of this version runs here. Most likely one was killed, and left it. Nothing was changed. If "
                        + "none of an earlier version runs either, back up and run 'issuer migrate --clear-lock': it goes on where that "
                        + "one stopped. Should it fail, restore the backup.");
            }
        }
    }

    /// <summary>Takes the row of a migration that does not run away. The caller holds the file.</summary>
    /// <param name="database">The database, which is there.</param>
    /// <param name="at">The present.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Since when it was locked; null if it was not.</returns>
    /// <exception cref="DatabaseFormException">A migration may run.</exception>
    public static async Task<DateTimeOffset?> ClearAsync(string database, DateTimeOffset at, CancellationToken cancellationToken)
    {
        string place = Path.GetFullPath(database);
        SqliteConnection connection = await SqliteFile.OpenAsync(database, cancellationToken);
        await using (connection)
        {
            if (await SinceAsync(connection, cancellationToken) is not { } since)
            {
                return null;
            }

            if ((at - since).Duration() < Youngest)
            {
                throw new DatabaseFormException($"The lock of the database '{place}' is {Age(at - since)}: a migration of an earlier "
                    + "version may just begin. Nothing was changed. Wait a minute, and try again.");
            }

            try
            {
                connection.DefaultTimeout = 5;
                await using SqliteTransaction alone = connection.BeginTransaction(deferred: false);
                await SqliteFile.ReadAsync(connection, $"DELETE FROM {Table} RETURNING 1", _ => 0, cancellationToken);
                await alone.CommitAsync(cancellationToken);
            }
            catch (SqliteException e) when (e.SqliteErrorCode is 5 or 6)
            {
                throw new DatabaseFormException($"The database '{place}' is being written to: by a service, or by a migration of an "
                    + "earlier version. The lock stays. Stop all that works with it, and try again.");
            }

            return since;
        }
    }

    private static async Task<DateTimeOffset?> SinceAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        const string There = $"SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '{Table}'";
        if ((await SqliteFile.ReadAsync(connection, There, _ => true, cancellationToken)).Count == 0)
        {
            return null;
        }

        List<string> rows = await SqliteFile.ReadAsync(connection, "SELECT Timestamp FROM "
            + $"{Table}", r => r.GetString(0), cancellationToken);
        if (rows.Count == 0)
        {
            return null;
        }

        return DateTimeOffset.TryParse(rows[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset since)
            ? since
            : DateTimeOffset.UnixEpoch;
    }

    private static string Age(TimeSpan age) => age.Duration() switch
    {
        { TotalMinutes: < 2 } span => $"{(int)span.TotalSeconds} seconds old",
        { TotalHours: < 2 } span => $"{(int)span.TotalMinutes} minutes old",
        { TotalDays: < 2 } span => $"{(int)span.TotalHours} hours old",
        var span => $"{(int)span.TotalDays} days old",
    };
}

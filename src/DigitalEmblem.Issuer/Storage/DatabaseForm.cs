using System.Reflection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace DigitalEmblem.Issuer.Storage;

/// <summary>Which form a database has, compared with the one that this version needs. To look at it changes nothing.</summary>
/// <param name="Place">How a message calls the database; without a password.</param>
/// <param name="IsThere">Whether there is a database; of PostgreSQL, whether it could be asked.</param>
/// <param name="IsForeign">Whether it holds tables, and none of this program.</param>
/// <param name="Unknown">Migrations that it has and this version does not know.</param>
/// <param name="Pending">Migrations that this version needs and it does not have.</param>
/// <param name="Known">The migrations that this version knows, in their order.</param>
internal sealed record DatabaseForm(
    string Place, bool IsThere, bool IsForeign, IReadOnlyList<string> Unknown, IReadOnlyList<string> Pending, IReadOnlyList<string> Known)
{
    private const string Guide = "upgrade-and-rollback.md, in /usr/share/doc/digital-emblem-issuer or in docs of the sources";

    /// <summary>This version of the program, as messages call it.</summary>
    private static string Version { get; } =
        typeof(DatabaseForm).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Looks at a database.</summary>
    /// <param name="file">The file of SQLite; null for PostgreSQL.</param>
    /// <param name="context">A context of it, which is not opened for SQLite.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<DatabaseForm> OfAsync(string? file, IssuerContext context, CancellationToken cancellationToken)
    {
        string place = file is null ? "of Database:Connection" : $"'{Path.GetFullPath(file)}'";
        string[] known = [.. context.GetService<IMigrationsAssembly>().Migrations.Keys.Order(StringComparer.Ordinal)];
        if (file is not null && !File.Exists(file))
        {
            return new DatabaseForm(place, false, false, [], known, known);
        }

        (bool isForeign, IReadOnlyCollection<string> applied) = file is null
            ? await OfServerAsync(context, cancellationToken)
            : await OfFileAsync(file, cancellationToken);
        return new DatabaseForm(place, true, isForeign, [.. applied.Except(known)], [.. known.Except(applied)], known);
    }

    /// <summary>Refuses what no migration of this version may touch.</summary>
    /// <exception cref="DatabaseFormException">It is of another version or program.</exception>
    public void RequireOurs()
    {
        if (IsForeign)
        {
            throw new DatabaseFormException($"The database {Place} holds tables of another program, and none of the issuer. Most likely "
                + "Database:Connection names the wrong file. Nothing was changed: correct the setting.");
        }

        if (Unknown.Count > 0)
        {
            string told = string.Join(", ", Unknown.Select(Printable.Text));
            bool isNewer = Unknown.Any(u => string.CompareOrdinal(u, Known[^1]) > 0);
            throw new DatabaseFormException(isNewer
                ? $"The database {Place} has a form that version {Version} of the issuer does not know ({told}). Most likely a newer "
                    + "version has migrated it. Nothing was changed: install that version again, or restore the backup that was made "
                    + $"before the upgrade ({Guide})."
                : $"The database {Place} has a form from before version 0.9.0 of the issuer ({told}). It was most likely made by a "
                    + "program that was built from the sources and never released; no migration leads from there to version "
                    + $"{Version}. Nothing was changed: go on with the program that made it, or name a new database "
                    + $"(Database:Connection) and make it with 'issuer migrate' ({Guide}).");
        }
    }

    /// <summary>Refuses what this version cannot work with as it is.</summary>
    /// <exception cref="DatabaseFormException">There is none, or it lacks migrations, or it is of another version or program.</exception>
    public void RequireCurrent()
    {
        RequireOurs();
        if (!IsThere)
        {
            throw new DatabaseFormException($"There is no database {Place} (Database:Connection). Most likely the path is another one, or "
                + "the database was not made yet. Nothing was made: correct the setting, or make the database with 'issuer migrate', as "
                + "the user of the service.");
        }

        if (Pending.Count > 0)
        {
            throw new DatabaseFormException($"The database {Place} lacks {Pending.Count} migration{(Pending.Count == 1 ? "" : "s")} of "
                + $"version {Version}. Most likely the program was upgraded, and the database not yet. Nothing was changed: back it up, "
                + $"and run 'issuer migrate' ({Guide}).");
        }
    }

    // By a connection of its own, because the usual one changes how the file keeps its journal. It can write, so that it leaves no files
    // beside the database.
    private static async Task<(bool IsForeign, IReadOnlyCollection<string> Applied)> OfFileAsync(
        string file, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        await connection.OpenAsync(cancellationToken);
        List<string> tables = await ReadAsync(
            connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'", cancellationToken);
        List<string> applied = tables.Contains(HistoryRepository.DefaultTableName)
            ? await ReadAsync(connection, $"SELECT MigrationId FROM {HistoryRepository.DefaultTableName}", cancellationToken)
            : [];
        return (HoldsOthers(tables, applied), applied);
    }

    private static async Task<(bool IsForeign, IReadOnlyCollection<string> Applied)> OfServerAsync(
        IssuerContext context, CancellationToken cancellationToken)
    {
        string[] applied = [.. await context.Database.GetAppliedMigrationsAsync(cancellationToken)];
        List<string> tables = applied.Length > 0 ? [] : await context.Database.SqlQuery<string>(
            $"""
            SELECT table_name AS "Value" FROM information_schema.tables
            WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
            """).ToListAsync(cancellationToken);
        return (HoldsOthers(tables, applied), applied);
    }

    private static bool HoldsOthers(List<string> tables, IReadOnlyCollection<string> applied) =>
        applied.Count == 0 && tables.Exists(t => t != IssuerContexts.FirstTable && !t.StartsWith("__EF", StringComparison.Ordinal));

    private static async Task<List<string>> ReadAsync(SqliteConnection connection, string query, CancellationToken cancellationToken)
    {
        SqliteCommand command = connection.CreateCommand();
        await using (command)
        {
#pragma warning disable CA2100 // The text holds a constant.
            command.CommandText = query;
#pragma warning restore CA2100
            await using SqliteDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
            var all = new List<string>();
            while (await reader.ReadAsync(cancellationToken))
            {
                all.Add(reader.GetString(0));
            }

            return all;
        }
    }
}

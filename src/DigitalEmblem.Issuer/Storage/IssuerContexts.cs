using DigitalEmblem.Issuer.Storage.Saving;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Update;

namespace DigitalEmblem.Issuer.Storage;

/// <summary>Opens the database that the options name.</summary>
internal sealed class IssuerContexts
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>A table that is made and dropped while the file is new; a kill in between leaves it.</summary>
    public const string FirstTable = "made";

    private readonly Func<IssuerContext> _open;

    // The file of SQLite; null for PostgreSQL.
    private readonly string? _file;

    /// <summary>For a database.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="interceptors">Interceptors of each command, for tests; none in the service.</param>
    public IssuerContexts(DatabaseOptions options, params IReadOnlyList<IInterceptor> interceptors)
    {
        if (options.IsPostgres)
        {
            DbContextOptions<PostgresIssuerContext> postgres = new DbContextOptionsBuilder<PostgresIssuerContext>()
                .UseNpgsql(options.Connection, Translate).ReplaceService<IModificationCommandBatchFactory, PostgresRowBatches>()
                .ReplaceService<IModelCacheKeyFactory, ModelsByBounds>()
                .AddInterceptors(interceptors).Options;
            _open = () => new PostgresIssuerContext(postgres);
        }
        else
        {
            _file = options.Connection;
            var connection = new SqliteConnectionStringBuilder
            {
                DataSource = options.Connection,
                // Only a migration makes a file: a command that reads must not leave an empty one at a mistyped path.
                Mode = SqliteOpenMode.ReadWrite,
                Cache = SqliteCacheMode.Private,
                Pooling = true,
                DefaultTimeout = 30,
            };
            DbContextOptions<SqliteIssuerContext> sqlite = new DbContextOptionsBuilder<SqliteIssuerContext>()
                .UseSqlite(connection.ToString(), Translate).ReplaceService<IModificationCommandBatchFactory, SqliteRowBatches>()
                .ReplaceService<IModelCacheKeyFactory, ModelsByBounds>()
                .AddInterceptors([new DurableSqlite(), .. interceptors]).Options;
            _open = () => new SqliteIssuerContext(sqlite);
        }
    }

    // A list in a query is one parameter: as a parameter for each value, the text of the query differs with each length, and is made and
    // parsed anew.
    private static void Translate<TBuilder, TExtension>(RelationalDbContextOptionsBuilder<TBuilder, TExtension> provider)
        where TBuilder : RelationalDbContextOptionsBuilder<TBuilder, TExtension>
        where TExtension : RelationalOptionsExtension, new() =>
        provider.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter);

    /// <summary>A context; the caller disposes it.</summary>
    public IssuerContext Open() => _open();

    /// <summary>Brings the database to the form that this version needs, and makes it if there is none.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="patience">How often another migration that runs is looked for, a fifth of a second each.</param>
    /// <exception cref="DatabaseFormException">It is of another version or program, or a migration that was killed left its lock; nothing
    /// was changed.</exception>
    /// <exception cref="IOException">Another migration runs.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken, int patience = MigrationLock.Patience)
    {
        await using IssuerContext context = Open();
        if (_file is null)
        {
            await PostgresMigrationLock.AwaitAsync(context, patience, cancellationToken);
            (await FormAsync(cancellationToken)).RequireOurs();
            await context.Database.MigrateAsync(cancellationToken);
            return;
        }

        (await FormAsync(cancellationToken)).RequireOurs();
        await using FileStream held = await MigrationLock.HoldAsync(_file, patience, cancellationToken);
        Make(_file);
        await MigrationLock.RequireFreeAsync(_file, TimeProvider.System.GetUtcNow(), cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>Takes the lock of a migration that was killed away.</summary>
    /// <returns>Since when it was locked; null if it was not.</returns>
    /// <exception cref="DatabaseFormException">There is no database, it is of another one, or a migration may run; nothing was
    /// changed.</exception>
    /// <exception cref="IOException">A migration runs, or the database knows no lock that can be lost.</exception>
    public async Task<DateTimeOffset?> ClearLockAsync(CancellationToken cancellationToken)
    {
        if (_file is null)
        {
            await using IssuerContext context = Open();
            await PostgresMigrationLock.AwaitAsync(context, 1, cancellationToken);
            return null;
        }

        DatabaseForm form = await FormAsync(cancellationToken);
        form.RequireOurs();
        if (!form.IsThere)
        {
            return null;
        }

        await using FileStream held = await MigrationLock.HoldAsync(_file, 1, cancellationToken);
        return await MigrationLock.ClearAsync(_file, TimeProvider.System.GetUtcNow(), cancellationToken);
    }

    /// <summary>The migrations that are still to be applied; none if the database has the form that this version needs.</summary>
    public async Task<IReadOnlyList<string>> PendingAsync(CancellationToken cancellationToken)
    {
        await using IssuerContext context = Open();
        return [.. await context.Database.GetPendingMigrationsAsync(cancellationToken)];
    }

    /// <summary>Whether a newer version has migrated the database.</summary>
    public async Task<bool> IsNewerAsync(CancellationToken cancellationToken)
    {
        await using IssuerContext context = Open();
        return (await context.Database.GetAppliedMigrationsAsync(cancellationToken)).Except(context.Database.GetMigrations()).Any();
    }

    /// <summary>Which form the database has. To look at it changes nothing.</summary>
    public async Task<DatabaseForm> FormAsync(CancellationToken cancellationToken)
    {
        await using IssuerContext context = Open();
        return await DatabaseForm.OfAsync(_file, context, cancellationToken);
    }

    /// <summary>Makes the file with a mode of its own, or takes it from others. SQLite gives the files beside it the same mode.</summary>
    private static void Make(string file)
    {
        if (File.Exists(file))
        {
            if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(file) is var mode && (mode & Others) != 0)
            {
                File.SetUnixFileMode(file, mode & ~Others);
            }

            return;
        }

        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            create.UnixCreateMode = OwnerOnly;
        }

        new FileStream(file, create).Dispose();

        // The migration first opens the file for reading, and then the mode of its log cannot be set any more.
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"PRAGMA journal_mode=WAL; CREATE TABLE IF NOT EXISTS {FirstTable}(x); DROP TABLE {FirstTable};";
        command.ExecuteNonQuery();
    }
}

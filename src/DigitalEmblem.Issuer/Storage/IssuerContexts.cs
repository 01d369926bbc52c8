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
    /// <exception cref="DatabaseFormException">It is of another version or program; nothing was changed.</exception>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        (await FormAsync(cancellationToken)).RequireOurs();
        if (_file is not null)
        {
            Make(_file);
        }

        await using IssuerContext context = Open();
        await context.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>The migrations that are still to be applied; none if the database has the form that this version needs.</summary>
    public async Task<IReadOnlyList<string>> PendingAsync(CancellationToken cancellationToken)
    {
        await using IssuerContext context = Open();
        return [.. await context.Database.GetPendingMigrationsAsync(cancellationToken)];
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

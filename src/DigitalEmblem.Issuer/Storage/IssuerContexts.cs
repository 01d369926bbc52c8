using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace DigitalEmblem.Issuer.Storage;

/// <summary>Opens the database that the options name.</summary>
internal sealed class IssuerContexts
{
    private readonly Func<IssuerContext> _open;

    /// <summary>For a database.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="interceptors">Interceptors of each command, for tests; none in the service.</param>
    public IssuerContexts(DatabaseOptions options, params IReadOnlyList<IInterceptor> interceptors)
    {
        if (options.IsPostgres)
        {
            DbContextOptions<PostgresIssuerContext> postgres = new DbContextOptionsBuilder<PostgresIssuerContext>()
                .UseNpgsql(options.Connection).AddInterceptors(interceptors).Options;
            _open = () => new PostgresIssuerContext(postgres);
        }
        else
        {
            var connection = new SqliteConnectionStringBuilder
            {
                DataSource = options.Connection,
                Cache = SqliteCacheMode.Private,
                Pooling = true,
                DefaultTimeout = 30,
            };
            DbContextOptions<SqliteIssuerContext> sqlite = new DbContextOptionsBuilder<SqliteIssuerContext>()
                .UseSqlite(connection.ToString()).AddInterceptors([new DurableSqlite(), .. interceptors]).Options;
            _open = () => new SqliteIssuerContext(sqlite);
        }
    }

    /// <summary>A context; the caller disposes it.</summary>
    public IssuerContext Open() => _open();

    /// <summary>Brings the database to the form that this version needs.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using IssuerContext context = Open();
        await context.Database.MigrateAsync(cancellationToken);
    }

    /// <summary>The migrations that are still to be applied; none if the database has the form that this version needs.</summary>
    public async Task<IReadOnlyList<string>> PendingAsync(CancellationToken cancellationToken)
    {
        await using IssuerContext context = Open();
        return [.. await context.Database.GetPendingMigrationsAsync(cancellationToken)];
    }
}

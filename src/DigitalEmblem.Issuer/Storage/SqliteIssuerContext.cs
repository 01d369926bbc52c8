using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace DigitalEmblem.Issuer.Storage;

/// <summary>The database in one SQLite file. A transaction that writes locks the whole file from its beginning.</summary>
internal sealed class SqliteIssuerContext(DbContextOptions<SqliteIssuerContext> options) : IssuerContext(options)
{
    /// <inheritdoc/>
    public override Task<JournalHead> LockJournalAsync(CancellationToken cancellationToken) => HeadAsync(
        Heads.FromSqlRaw(
            "SELECT * FROM journal_head WHERE NOT EXISTS (SELECT 1 FROM __EFMigrationsHistory WHERE MigrationId > {0})",
            LastKnownMigration),
        cancellationToken);

    /// <inheritdoc/>
    public override async Task<IDbContextTransaction> SnapshotAsync(CancellationToken cancellationToken)
    {
        // A transaction of the default kind would lock the file against writers from its beginning.
        await Database.OpenConnectionAsync(cancellationToken);
        return (await Database.UseTransactionAsync(
            ((SqliteConnection)Database.GetDbConnection()).BeginTransaction(deferred: true), cancellationToken))!;
    }

    /// <inheritdoc/>
    public override IQueryable<Asset> AssetsBy(string index) => Assets.FromSqlRaw(AssetIndexes.SqliteOf(index));

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<TicksColumn>();
    }
}

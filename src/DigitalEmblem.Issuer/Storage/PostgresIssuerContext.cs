using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace DigitalEmblem.Issuer.Storage;

/// <summary>The database in PostgreSQL, for several instances at once.</summary>
internal sealed class PostgresIssuerContext(DbContextOptions<PostgresIssuerContext> options) : IssuerContext(options)
{
    /// <inheritdoc/>
    public override Task<JournalHead> LockJournalAsync(CancellationToken cancellationToken) => HeadAsync(
        Heads.FromSqlRaw(
            """
            SELECT * FROM journal_head WHERE NOT EXISTS (
                SELECT 1 FROM "__EFMigrationsHistory" WHERE "MigrationId" COLLATE "C" > {0}) FOR UPDATE
            """,
            LastKnownMigration),
        cancellationToken);

    /// <inheritdoc/>
    public override IQueryable<Asset> AssetsBy(string index) => Assets;

    /// <inheritdoc/>
    public override Task<IDbContextTransaction> SnapshotAsync(CancellationToken cancellationToken) =>
        Database.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
}

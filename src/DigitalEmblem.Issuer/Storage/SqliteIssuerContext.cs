using DigitalEmblem.Issuer.Journal;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Storage;

/// <summary>The database in one SQLite file. A transaction that writes locks the whole file from its beginning.</summary>
internal sealed class SqliteIssuerContext(DbContextOptions<SqliteIssuerContext> options) : IssuerContext(options)
{
    /// <inheritdoc/>
    public override Task<JournalHead> LockJournalAsync(CancellationToken cancellationToken) => Heads.SingleAsync(cancellationToken);

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<TicksColumn>();
    }
}

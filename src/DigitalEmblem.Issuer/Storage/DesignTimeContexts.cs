using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace DigitalEmblem.Issuer.Storage;

/// <summary>Lets <c>dotnet ef</c> make migrations for SQLite (Storage/migrations.sh). It opens no database.</summary>
internal sealed class DesignTimeSqlite : IDesignTimeDbContextFactory<SqliteIssuerContext>
{
    /// <inheritdoc/>
    public SqliteIssuerContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteIssuerContext>().UseSqlite("Data Source=none.db").Options);
}

/// <summary>Lets <c>dotnet ef</c> make migrations for PostgreSQL (Storage/migrations.sh). It opens no database.</summary>
internal sealed class DesignTimePostgres : IDesignTimeDbContextFactory<PostgresIssuerContext>
{
    /// <inheritdoc/>
    public PostgresIssuerContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresIssuerContext>().UseNpgsql("Host=none").Options);
}

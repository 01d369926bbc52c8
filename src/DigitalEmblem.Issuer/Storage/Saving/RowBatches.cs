using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;

namespace DigitalEmblem.Issuer.Storage.Saving;

/// <summary>Has EF Core save by <see cref="SqliteRowBatch"/>.</summary>
internal sealed class SqliteRowBatches(ISqlGenerationHelper sql) : IModificationCommandBatchFactory
{
    /// <inheritdoc/>
    public ModificationCommandBatch Create() => new SqliteRowBatch(sql);
}

/// <summary>Has EF Core save by <see cref="PostgresRowBatch"/>.</summary>
internal sealed class PostgresRowBatches(ISqlGenerationHelper sql) : IModificationCommandBatchFactory
{
    /// <inheritdoc/>
    public ModificationCommandBatch Create() => new PostgresRowBatch(sql);
}

using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;

namespace DigitalEmblem.Issuer.Storage.Saving;

/// <summary>Has EF Core save by <see cref="RowBatch"/>.</summary>
/// <param name="writer">Writes the rows.</param>
internal abstract class RowBatches(RowWriter writer) : IModificationCommandBatchFactory
{
    /// <summary>Writes rows, also those that EF Core does not track.</summary>
    public RowWriter Writer => writer;

    /// <inheritdoc/>
    public ModificationCommandBatch Create() => new RowBatch(writer);
}

/// <summary>For SQLite.</summary>
internal sealed class SqliteRowBatches(ISqlGenerationHelper sql) : RowBatches(new SqliteRowWriter(sql));

/// <summary>For PostgreSQL.</summary>
internal sealed class PostgresRowBatches(ISqlGenerationHelper sql) : RowBatches(new PostgresRowWriter(sql));

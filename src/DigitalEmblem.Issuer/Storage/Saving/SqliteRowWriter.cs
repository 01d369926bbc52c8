using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace DigitalEmblem.Issuer.Storage.Saving;

/// <summary>Writes rows of one shape to SQLite by one statement that is prepared once and run for each row.</summary>
internal sealed class SqliteRowWriter(ISqlGenerationHelper sql) : RowWriter
{
    /// <inheritdoc/>
    public override async Task<int> WriteAsync(
        IRelationalConnection connection,
        RowShape shape,
        IReadOnlyList<object?[]> rows,
        CancellationToken cancellationToken)
    {
        SqliteCommand command = ((SqliteConnection)connection.DbConnection).CreateCommand();
        await using (command)
        {
            command.Transaction = (SqliteTransaction?)connection.CurrentTransaction?.GetDbTransaction();
#pragma warning disable CA2100 // Its names are those of the model, and its values are parameters.
            command.CommandText = Text(shape);
#pragma warning restore CA2100
            foreach ((RowShape.Column column, int i) in shape.Columns.Select((c, i) => (c, i)))
            {
                command.Parameters.Add(column.Type.CreateParameter(command, Name(i), null, nullable: true));
            }

            int written = 0;
            foreach (object?[] values in rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (int i = 0; i < values.Length; i++)
                {
                    command.Parameters[i].Value = values[i] ?? DBNull.Value;
                }

                written += await command.ExecuteNonQueryAsync(cancellationToken);
            }

            return written;
        }
    }

    private string Text(RowShape shape)
    {
        string table = sql.DelimitIdentifier(shape.Table);
        string where = Each(shape.Compared, " AND ", Equal);
        return shape.State switch
        {
            EntityState.Added => $"INSERT INTO {table} ({Each(shape.Written, ", ", c => Quoted(c.Column))}) "
                + $"VALUES ({Each(shape.Written, ", ", c => Name(c.Index))})",
            EntityState.Modified => $"UPDATE {table} SET {Each(shape.Written, ", ", Equal)} WHERE {where}",
            _ => $"DELETE FROM {table} WHERE {where}",
        };
    }

    private string Equal((RowShape.Column Column, int Index) column) => $"{Quoted(column.Column)} = {Name(column.Index)}";

    private string Quoted(RowShape.Column column) => sql.DelimitIdentifier(column.Name);

    private static string Name(int index) => $"@p{index}";
}

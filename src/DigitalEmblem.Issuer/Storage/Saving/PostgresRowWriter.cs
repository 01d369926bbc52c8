using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace DigitalEmblem.Issuer.Storage.Saving;

/// <summary>Writes rows of one shape to PostgreSQL by one statement, whose parameters are arrays: one for each column.</summary>
internal sealed class PostgresRowWriter(ISqlGenerationHelper sql) : RowWriter
{
    /// <inheritdoc/>
    public override async Task<int> WriteAsync(
        IRelationalConnection connection,
        RowShape shape,
        IReadOnlyList<object?[]> rows,
        CancellationToken cancellationToken)
    {
        NpgsqlCommand command = ((NpgsqlConnection)connection.DbConnection).CreateCommand();
        await using (command)
        {
            command.Transaction = (NpgsqlTransaction?)connection.CurrentTransaction?.GetDbTransaction();
#pragma warning disable CA2100 // Its names are those of the model, and its values are parameters.
            command.CommandText = Text(shape);
#pragma warning restore CA2100
            for (int i = 0; i < shape.Columns.Count; i++)
            {
                command.Parameters.Add(new NpgsqlParameter
                {
                    Value = ArrayOf(shape.Columns[i].Type, rows, i),
                    DataTypeName = $"{shape.Columns[i].Type.StoreTypeNameBase}[]",
                });
            }

            return await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private string Text(RowShape shape)
    {
        string table = sql.DelimitIdentifier(shape.Table);
        string rows = $"unnest({string.Join(", ", shape.Columns.Select((_, i) => $"${i + 1}"))}) "
            + $"AS r({string.Join(", ", shape.Columns.Select((_, i) => $"c{i}"))})";
        string where = Each(shape.Compared, " AND ", c => $"t.{Quoted(c.Column)} = r.c{c.Index}");
        return shape.State switch
        {
            EntityState.Added => $"INSERT INTO {table} ({Each(shape.Written, ", ", c => Quoted(c.Column))}) "
                + $"SELECT {Each(shape.Written, ", ", c => $"r.c{c.Index}")} FROM {rows}",
            EntityState.Modified => $"UPDATE {table} AS t SET {Each(shape.Written, ", ", c => $"{Quoted(c.Column)} = r.c{c.Index}")} "
                + $"FROM {rows} WHERE {where}",
            _ => $"DELETE FROM {table} AS t USING {rows} WHERE {where}",
        };
    }

    private string Quoted(RowShape.Column column) => sql.DelimitIdentifier(column.Name);

    private static Array ArrayOf(RelationalTypeMapping type, IReadOnlyList<object?[]> rows, int column)
    {
        Type element = type.Converter?.ProviderClrType ?? type.ClrType;
        element = Nullable.GetUnderlyingType(element) ?? element;
        var array = Array.CreateInstance(
            element.IsValueType ? typeof(Nullable<>).MakeGenericType(element) : element, rows.Count);
        for (int row = 0; row < rows.Count; row++)
        {
            array.SetValue(rows[row][column], row);
        }

        return array;
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;

namespace DigitalEmblem.Issuer.Storage.Saving;

/// <summary>What rows that one statement writes have in common.</summary>
/// <param name="Table">The table.</param>
/// <param name="State">Whether they are added, changed or taken away.</param>
/// <param name="Columns">The columns that are written or compared, in order.</param>
internal sealed record RowShape(string Table, EntityState State, IReadOnlyList<RowShape.Column> Columns)
{
    /// <summary>The columns that get a value.</summary>
    public IEnumerable<(Column Column, int Index)> Written => Columns.Select((c, i) => (c, i)).Where(c => c.c.IsWritten);

    /// <summary>The columns that say which row it is, and of which version.</summary>
    public IEnumerable<(Column Column, int Index)> Compared => Columns.Select((c, i) => (c, i)).Where(c => !c.c.IsWritten);

    /// <summary>The shape of a row.</summary>
    /// <exception cref="NotSupportedException">The database would have to make a value of it, which no table here has.</exception>
    public static RowShape Of(IReadOnlyModificationCommand row)
    {
        if (row.StoreStoredProcedure is not null || row.ColumnModifications.Any(c => c.IsRead || c.JsonPath is not null))
        {
            throw new NotSupportedException($"A column of {row.TableName} is made by the database, or lies in JSON.");
        }

        return new RowShape(
            row.TableName,
            row.EntityState,
            [.. Parts(row).Select(p => new Column(p.Of.ColumnName, p.IsWritten, p.Of.TypeMapping!))]);
    }

    /// <summary>Whether a row has this shape.</summary>
    public bool Fits(IReadOnlyModificationCommand row)
    {
        if (row.TableName != Table || row.EntityState != State || row.StoreStoredProcedure is not null)
        {
            return false;
        }

        int i = 0;
        foreach ((IColumnModification of, bool isWritten) in Parts(row))
        {
            if (i == Columns.Count || Columns[i].Name != of.ColumnName || Columns[i].IsWritten != isWritten || of.IsRead)
            {
                return false;
            }

            i++;
        }

        return i == Columns.Count;
    }

    /// <summary>The values of a row, as the database takes them, in the order of the columns; null for none.</summary>
    public object?[] ValuesOf(IReadOnlyModificationCommand row)
    {
        object?[] values = new object?[Columns.Count];
        int i = 0;
        foreach ((IColumnModification of, bool isWritten) in Parts(row))
        {
            values[i] = Columns[i].Provided(isWritten ? of.Value : of.OriginalValue);
            i++;
        }

        return values;
    }

    // A key that is set is compared by its value of before, and the concurrency token is both compared and written.
    private static IEnumerable<(IColumnModification Of, bool IsWritten)> Parts(IReadOnlyModificationCommand row)
    {
        foreach (IColumnModification column in row.ColumnModifications)
        {
            if (column.IsWrite)
            {
                yield return (column, true);
            }

            if (column.IsCondition)
            {
                yield return (column, false);
            }
        }
    }

    /// <summary>A column of the statement.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="IsWritten">Whether it gets the value, or is compared with it.</param>
    /// <param name="Type">How the database takes its values.</param>
    internal sealed record Column(string Name, bool IsWritten, RelationalTypeMapping Type)
    {
        /// <summary>A value, as the database takes it.</summary>
        public object? Provided(object? value) =>
            value is null || Type.Converter is not { } converter ? value : converter.ConvertToProvider(value);
    }
}

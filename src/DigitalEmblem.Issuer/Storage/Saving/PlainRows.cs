using DigitalEmblem.Issuer.Journal;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;

namespace DigitalEmblem.Issuer.Storage.Saving;

/// <summary>
/// Rows of a change that EF Core does not track, for acts that write thousands: to track a row costs several times what writing it does.
/// They are told and written as tracked ones are.
/// </summary>
/// <param name="context">The database, in the change.</param>
internal sealed class PlainRows(IssuerContext context)
{
    private readonly List<Row> _rows = [];

    /// <summary>The rows, also those that did not change.</summary>
    public IEnumerable<object> Entities => _rows.Select(r => r.Entity);

    /// <summary>Adds a new row.</summary>
    public void Add(object row) => _rows.Add(new Row(TableOf(row), row, null));

    /// <summary>Holds a row that was read without tracking; what changes of it from now on is written.</summary>
    public void Hold(object row)
    {
        PlainTable table = TableOf(row);
        _rows.Add(new Row(table, row, table.ValuesOf(row)));
    }

    /// <summary>Finds what changed. Later changes are not written.</summary>
    public void Settle() => _rows.ForEach(r => r.Settle());

    /// <summary>The handles of people in the rows.</summary>
    public IEnumerable<string> Handles() => _rows.Where(r => r.IsWritten).SelectMany(r => r.Told())
        .Where(t => HandleMembers.Holds(t.Property)).Select(t => t.Value).OfType<string>();

    /// <summary>What the journal tells of the rows, each with its entity.</summary>
    public IEnumerable<(object Entity, ToldRow Told)> Told(Pseudonyms pseudonyms)
    {
        foreach (Row row in _rows.Where(r => r.IsWritten && Untold.Tells(r.Table.Type)))
        {
            if (ToldRow.OfPlain(row.Table.Name, row.Table.KeyOf(row.Values), row.Told(), row.IsNew, pseudonyms) is { } told)
            {
                yield return (row.Entity, told);
            }
        }
    }

    /// <summary>Writes them.</summary>
    /// <exception cref="DbUpdateConcurrencyException">A row is of another version, or gone.</exception>
    /// <exception cref="DbUpdateException">The database does not take one.</exception>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        RowWriter writer = ((RowBatches)context.GetService<IModificationCommandBatchFactory>()).Writer;
        IRelationalConnection connection = context.GetService<IRelationalConnection>();
        foreach (IGrouping<RowShape, Row> some in _rows.Where(r => r.IsWritten).GroupBy(r => r.Shape))
        {
            List<object?[]> values = [.. some.Select(r => r.Provided())];
            int written;
            try
            {
                written = await writer.WriteAsync(connection, some.Key, values, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new DbUpdateException($"Rows of {some.Key.Table} could not be written.", e);
            }

            if (written != values.Count)
            {
                throw new DbUpdateConcurrencyException(
                    $"{values.Count - written} of {values.Count} rows of {some.Key.Table} are of another version, or gone.");
            }
        }
    }

    private PlainTable TableOf(object row) => PlainTable.Of(context.Model.FindEntityType(row.GetType())!);

    private sealed class Row(PlainTable table, object entity, object?[]? before)
    {
        private UInt128 _different;

        public PlainTable Table => table;

        public object Entity => entity;

        public bool IsNew => before is null;

        public object?[] Values { get; private set; } = [];

        public bool IsWritten => IsNew || _different != 0;

        public RowShape Shape => IsNew ? table.Added : table.Changed(_different);

        public void Settle()
        {
            Values = table.ValuesOf(entity);
            _different = before is null ? 0 : table.Difference(before, Values);
        }

        public IEnumerable<(Microsoft.EntityFrameworkCore.Metadata.IProperty Property, object? Value)> Told() =>
            table.Told(Values, IsNew ? null : _different);

        public object?[] Provided() => before is null ? table.ToInsert(Values) : table.ToUpdate(_different, before, Values);
    }
}

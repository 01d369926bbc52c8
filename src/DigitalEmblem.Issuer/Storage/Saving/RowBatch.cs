using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Update;

namespace DigitalEmblem.Issuer.Storage.Saving;

/// <summary>
/// Writes all rows of a change by one statement for each shape of row. EF Core would send a statement of its own for each row, and parsing
/// those costs several times what the rows do. The rows come in the order in which they may be written.
/// </summary>
internal sealed class RowBatch(RowWriter writer) : ModificationCommandBatch
{
    private readonly List<IReadOnlyModificationCommand> _rows = [];
    private bool _isMoreExpected;

    /// <inheritdoc/>
    public override IReadOnlyList<IReadOnlyModificationCommand> ModificationCommands => _rows;

    /// <inheritdoc/>
    public override bool RequiresTransaction => _rows.Count > 1;

    /// <inheritdoc/>
    public override bool AreMoreBatchesExpected => _isMoreExpected;

    /// <inheritdoc/>
    public override bool TryAddCommand(IReadOnlyModificationCommand modificationCommand)
    {
        _rows.Add(modificationCommand);
        return true;
    }

    /// <inheritdoc/>
    public override void Complete(bool moreBatchesExpected) => _isMoreExpected = moreBatchesExpected;

    /// <inheritdoc/>
    public override void Execute(IRelationalConnection connection) => ExecuteAsync(connection).GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override async Task ExecuteAsync(IRelationalConnection connection, CancellationToken cancellationToken = default)
    {
        for (int i = 0; i < _rows.Count;)
        {
            RowShape shape = RowShape.Of(_rows[i]);
            int end = i + 1;
            while (end < _rows.Count && shape.Fits(_rows[end]))
            {
                end++;
            }

            await WriteAsync(connection, shape, _rows[i..end], cancellationToken);
            i = end;
        }
    }

    private async Task WriteAsync(
        IRelationalConnection connection, RowShape shape, List<IReadOnlyModificationCommand> rows, CancellationToken cancellationToken)
    {
        int written;
        try
        {
            written = await writer.WriteAsync(connection, shape, [.. rows.Select(shape.ValuesOf)], cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new DbUpdateException($"Rows of {shape.Table} could not be written.", e, Entries(rows));
        }

        if (written != rows.Count)
        {
            throw new DbUpdateConcurrencyException(
                $"{rows.Count - written} of {rows.Count} rows of {shape.Table} are of another version, or gone.", Entries(rows));
        }
    }

    private static List<IUpdateEntry> Entries(IEnumerable<IReadOnlyModificationCommand> rows) => [.. rows.SelectMany(r => r.Entries)];
}

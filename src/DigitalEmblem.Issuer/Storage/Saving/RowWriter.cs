using Microsoft.EntityFrameworkCore.Storage;

namespace DigitalEmblem.Issuer.Storage.Saving;

/// <summary>Writes rows of one shape.</summary>
internal abstract class RowWriter
{
    /// <summary>Writes them.</summary>
    /// <param name="connection">The database, in a transaction.</param>
    /// <param name="shape">What they have in common.</param>
    /// <param name="rows">The values of each row, as the database takes them, in the order of the columns.</param>
    /// <param name="cancellationToken">Ends it before all are written.</param>
    /// <returns>How many rows the database wrote.</returns>
    public abstract Task<int> WriteAsync(
        IRelationalConnection connection, RowShape shape, IReadOnlyList<object?[]> rows, CancellationToken cancellationToken);

    /// <summary>A part of a statement: what each column makes of it, joined.</summary>
    protected static string Each(
        IEnumerable<(RowShape.Column Column, int Index)> columns, string between, Func<(RowShape.Column Column, int Index), string> part) =>
        string.Join(between, columns.Select(part));
}

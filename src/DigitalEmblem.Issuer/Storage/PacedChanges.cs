using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Storage;

/// <summary>
/// Changes very many rows a page at a time, each page in a change of its own that is short and waits for all others: one change of a
/// hundred thousand rows would keep a withdrawal from the database for seconds.
/// </summary>
internal sealed class PacedChanges
{
    private readonly Pace _pace = new();
    private readonly IssuerStore _store;

    /// <summary>For a database.</summary>
    public PacedChanges(IssuerStore store) => _store = store.At(Precedence.Patient, _pace.Held);

    /// <summary>Changes one page.</summary>
    /// <param name="page">Changes at most so many rows, and returns how many it went through.</param>
    /// <param name="cancellationToken">Ends it before the page is committed.</param>
    /// <returns>How many rows the page went through.</returns>
    public async Task<int> PageAsync(Func<Change, int, Task<int>> page, CancellationToken cancellationToken)
    {
        int count = _pace.Count;
        int rows = await _store.ChangeAsync(Instance.Actor, change => page(change, count), cancellationToken);
        _pace.Adapt(rows);
        return rows;
    }
}

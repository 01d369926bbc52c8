namespace DigitalEmblem.Data;

/// <summary>
/// Looks for signs of data below folders, by name: <c>.adem</c> with <c>emblem</c> in it, and <c>NAME.adem</c>. It reads names only, opens
/// only what has such a name, follows no links, and writes nothing. Roots on several file systems are read side by side.
/// </summary>
public static class DataFinder
{
    /// <summary>Begins a search.</summary>
    /// <param name="roots">The folders; one may be given twice, and is read once.</param>
    /// <param name="options">What is asked for.</param>
    /// <exception cref="ArgumentException">No root is given.</exception>
    public static DataFindRun Begin(IReadOnlyList<string> roots, DataFindOptions options)
    {
        ArgumentNullException.ThrowIfNull(roots);
        ArgumentNullException.ThrowIfNull(options);
        return roots.Count > 0
            ? new DataFindRun(roots, options)
            : throw new ArgumentException("No folder is named in which to look for signs.", nameof(roots));
    }
}

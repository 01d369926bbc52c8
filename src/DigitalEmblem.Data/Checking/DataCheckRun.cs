namespace DigitalEmblem.Data;

/// <summary>A check under way (<see cref="DataChecker.Begin"/>).</summary>
public sealed class DataCheckRun
{
    internal DataCheckRun()
    {
    }

    /// <summary>The entries in the order of the manifest, as they are found. It can be enumerated once.</summary>
    /// <param name="cancellationToken">Ends the check.</param>
    public IAsyncEnumerable<CheckedEntry> EntriesAsync(CancellationToken cancellationToken = default) =>
        throw new NotImplementedException($"{cancellationToken}");

    /// <summary>What was found in the end.</summary>
    /// <exception cref="InvalidOperationException">Not all entries were enumerated.</exception>
    public DataCheck Conclude() => throw new NotImplementedException();
}

namespace DigitalEmblem.Data;

/// <summary>
/// Checks data against the sign beside them, without a network: the sign by the validator's policy, the manifest by the sign's root, and
/// the data by the manifest (data-emblem, outcomes). It writes nothing.
/// </summary>
public static class DataChecker
{
    /// <summary>Checks a folder or a file.</summary>
    /// <param name="path">
    /// A folder with <c>.adem/</c> in it, a file with <c>NAME.adem</c> beside it, or such a <c>.adem</c> file itself; an archive with a
    /// sign in it; a file with a pointer to its sign; or something below a marked folder, which is compared alone. A sign is looked for in
    /// this order.
    /// </param>
    /// <param name="options">What is asked for.</param>
    /// <param name="found">
    /// Is told each entry as it is found, in the order of <see cref="DataCheckRun.EntriesAsync"/>; null for the summary
    /// only. It is called by one thread at a time.
    /// </param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>The end; faults of the data, the manifest and the sign are outcomes and no exceptions.</returns>
    /// <exception cref="IOException">The path is not there.</exception>
    public static async Task<DataCheck> CheckAsync(
        string path, DataCheckOptions options, Action<CheckedEntry>? found = null, CancellationToken cancellationToken = default)
    {
        DataCheckRun run = Begin(path, options);
        await foreach (CheckedEntry entry in run.EntriesAsync(cancellationToken).ConfigureAwait(false))
        {
            found?.Invoke(entry);
        }

        return run.Conclude();
    }

    /// <summary>Begins a check whose entries are read one by one.</summary>
    /// <param name="path">As for <see cref="CheckAsync"/>.</param>
    /// <param name="options">What is asked for.</param>
    /// <exception cref="IOException">The path is not there.</exception>
    public static DataCheckRun Begin(string path, DataCheckOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Threads is { } threads)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads, nameof(options));
        }

        if (options.LeastGeneration is { } least)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(least, nameof(options));
        }

        DataLocation.ThrowIfSurelyNothing(path);
        return new DataCheckRun(path, options);
    }
}

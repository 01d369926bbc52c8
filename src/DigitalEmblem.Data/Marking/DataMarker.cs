namespace DigitalEmblem.Data;

/// <summary>
/// Marks a folder or a single file with a sign that lies beside the data (data-emblem, on disk): first the manifest, then the sign, so that
/// an interruption leaves the old sign or the new one.
/// </summary>
/// <param name="signer">Signs; its endorsements were verified.</param>
/// <param name="clock">The clock; null for the system's.</param>
public sealed class DataMarker(DataSigner signer, TimeProvider? clock = null)
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>Hears of each step, for tests that interrupt there.</summary>
    internal Action<MarkStep>? Hook { get; init; }

    /// <summary>
    /// Marks a folder (<c>PATH/.adem/</c>) or a file (<c>PATH.adem</c>). A sign that is there is replaced, unless it is a volume's
    /// (<see cref="DataMarkOptions.BeginsAnew"/>); so is a notice, also without the
    /// option, because it must fit the sign. Anything else that has one of these names is refused, and so is a second run at the same time.
    /// </summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Ends it. The sign before stays.</param>
    /// <exception cref="DataUnreadableException">Something below it could not be read. Nothing was written.</exception>
    /// <exception cref="IOException">The path is not there, or the sign could not be written. The sign before stays.</exception>
    /// <exception cref="ArgumentException">
    /// An option is out of its range, an exclusion is wrong, the lifetime makes no valid sign, or a notice or exclusions are asked for a
    /// single file, or the options of a volume where there can be none.
    /// </exception>
    public Task<DataMarked> MarkAsync(string path, DataMarkOptions options, CancellationToken cancellationToken = default) =>
        RunAsync(path, options, updates: false, cancellationToken);

    /// <summary>
    /// Marks again what is marked, and reads only the files that seem to have changed (size, times, inode) since. Exclusions and the
    /// digests of the other files are taken from the manifest that is there, which is not verified by a signature: a person who may write
    /// in <c>.adem</c> can hide a change from an update, and from no check. <see cref="DataMarkOptions.ReadsAll"/> believes nothing.
    /// Of a volume it makes the next generation, with what is new or changed, and leaves the older ones; if nothing is, it renews the sign.
    /// </summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Ends it. The sign before stays.</param>
    /// <exception cref="DataUnreadableException">Something below it could not be read. Nothing was written.</exception>
    /// <exception cref="DataFormatException">The sign or the manifest that is there is malformed.</exception>
    /// <exception cref="IOException">There is no sign, or the new one could not be written. The sign before stays.</exception>
    public Task<DataMarked> UpdateAsync(string path, DataMarkOptions options, CancellationToken cancellationToken = default) =>
        RunAsync(path, options, updates: true, cancellationToken);

    /// <summary>
    /// Removes the sign of a folder or a file, its manifest, state and notice, also a manifest that was only prepared, and the pointer of a
    /// file to it, and nothing else. Copies of the sign stay valid.
    /// </summary>
    /// <param name="path">The folder or file.</param>
    /// <returns>What was removed, as paths, for a person to read; empty if there was no sign.</returns>
    /// <exception cref="IOException">It could not be removed.</exception>
    public static IReadOnlyList<string> Remove(string path)
    {
        using var location = DataLocation.Open(path);
        return location.IsFile
            ? SignRemoval.OfFile(location.Folder, location.FullPath)
            : SignRemoval.OfFolder(location.Folder, location.FullPath);
    }

    private async Task<DataMarked> RunAsync(string path, DataMarkOptions options, bool updates, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Threads is { } threads)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads, nameof(options));
        }

        if (options.BeginsAnew && (!options.IsVolume || updates))
        {
            throw new ArgumentException("Only a volume that is marked begins anew.", nameof(options));
        }

        using var location = DataLocation.Open(path);
        if (updates)
        {
            SignToUpdate.ThrowIfAbove(location);
        }

        return location.IsFile
            ? await new FileMarking(location.Folder, location.FullPath, signer, _clock, options, Hook)
                .RunAsync(updates, cancellationToken).ConfigureAwait(false)
            : await new FolderMarking(location.Folder, location.FullPath, signer, _clock, options, Hook)
                .RunAsync(updates, cancellationToken).ConfigureAwait(false);
    }
}

using DigitalEmblem.Data.Files;
using DigitalEmblem.Verifier;

namespace DigitalEmblem.Data;

/// <summary>
/// Marks data with a sign that is made elsewhere, where the key is (data-emblem, signs made elsewhere): lists the data and finds their
/// root, which alone goes out; and later puts the sign beside them.
/// </summary>
/// <param name="clock">The clock; null for the system's.</param>
public sealed class DataPreparer(TimeProvider? clock = null)
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>Hears of each step, for tests that interrupt there.</summary>
    internal Action<MarkStep>? Hook { get; init; }

    /// <summary>
    /// Reads all of a folder or a file, and writes the manifest that its sign will need: <c>PATH/.adem/ROOT16.manifest</c>, or
    /// <c>PATH.adem-manifest</c> for a file. What was prepared before is replaced. A sign that is there stays in force.
    /// </summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="options">How; null for the default.</param>
    /// <param name="cancellationToken">Ends it. Nothing is left then.</param>
    /// <exception cref="DataUnreadableException">Something below it could not be read. Nothing was written.</exception>
    /// <exception cref="IOException">The path is not there, or the manifest could not be written.</exception>
    /// <exception cref="ArgumentException">
    /// An option is out of its range, an exclusion is wrong, or exclusions are asked for a single file.
    /// </exception>
    public async Task<DataPrepared> PrepareAsync(
        string path, DataPrepareOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new DataPrepareOptions();
        if (options.Threads is { } threads)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads, nameof(options));
        }

        var how = new DataMarkOptions
        {
            Lifetime = TimeSpan.Zero,
            Exclusions = options.Exclusions,
            Threads = options.Threads,
            Progress = options.Progress,
        };
        using var location = DataLocation.Open(path);
        return location.IsFile
            ? await new FileMarking(location.Folder, location.FullPath, null, _clock, how, Hook)
                .PrepareAsync(cancellationToken).ConfigureAwait(false)
            : await FolderPreparing.RunAsync(location.Folder, location.FullPath, how, Hook, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Puts a sign beside the data that were prepared for it, or in the place of an earlier one of the same root. The sign is verified
    /// before, with its commitments assumed; the data are not read again. A sign of the same root that was made later, ends later or is
    /// of another organization stays, unless <see cref="DataAttachOptions.ReplacesNewer"/>. An interruption leaves the earlier sign or the
    /// new one.
    /// </summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="sign">The sign: a bundle, at most 1 MiB.</param>
    /// <param name="options">How; null for the default.</param>
    /// <exception cref="DataNotAttachedException">
    /// The sign is not valid now, is not of the data that were prepared here, or would take the place of a newer one.
    /// </exception>
    /// <exception cref="IOException">The path is not there, or the sign could not be written. The sign before stays.</exception>
    /// <exception cref="ArgumentException">A notice is asked for a single file.</exception>
    public DataAttached Attach(string path, ReadOnlyMemory<byte> sign, DataAttachOptions? options = null)
    {
        options ??= new DataAttachOptions();
        DateTimeOffset now = _clock.GetUtcNow();
        DataSign read = Verified(sign, now);
        DateTimeOffset? newerThan = options.ReplacesNewer ? null : now;
        using var location = DataLocation.Open(path);
        return location.IsFile
            ? options.WritesNotice
                ? throw new ArgumentException("A single file has no notice: mark its folder.", nameof(options))
                : FileAttaching.Run(location.Folder, location.FullPath, read, sign.Span, newerThan, Hook)
            : FolderAttaching.Run(location.Folder, location.FullPath, read, sign.Span, options.WritesNotice, newerThan, Hook);
    }

    private static DataSign Verified(ReadOnlyMemory<byte> sign, DateTimeOffset now)
    {
        DataSign read;
        try
        {
            read = DataSign.Read(sign);
        }
        catch (DataFormatException e)
        {
            throw new DataNotAttachedException(DataOutcome.Invalid, $"The sign is malformed: {e.Message}.", e);
        }

        Verdict verdict = read.Assume(now);
        return verdict.Outcome switch
        {
            VerdictOutcome.Marked => read,
            VerdictOutcome.Invalid => throw new DataNotAttachedException(DataOutcome.Invalid, verdict.Reason),
            VerdictOutcome.NotAccepted => throw new DataNotAttachedException(DataOutcome.NotAccepted, verdict.Reason),
            _ => throw new DataNotAttachedException(DataOutcome.Indeterminate, verdict.Reason),
        };
    }
}

using System.Security.Cryptography;

namespace DigitalEmblem.Discovery;

/// <summary>
/// Follows one log from where it was left to the head that it shows. Everything that is read must lead to a root that the log signed, so
/// the log cannot show us other entries than it shows others without two signatures of its own that contradict each other.
/// </summary>
/// <param name="log">The log.</param>
/// <param name="client">Makes the requests; it must not follow redirects, and not try again by itself.</param>
/// <param name="limits">How much, and how politely.</param>
/// <param name="clock">The clock.</param>
internal sealed class LogFollower(TransparencyLog log, HttpClient client, FollowingLimits limits, TimeProvider clock)
{
    /// <summary>Makes one step: reads entries up to the log's head, or as many as a step has.</summary>
    /// <param name="progress">How far the log was followed.</param>
    /// <param name="look">
    /// Looks at a certificate; null for one that nobody need hear of. It is asked before the entry is shown to be the log's, and in a step
    /// that fails in vain.
    /// </param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The step; faults of the log and of networks are in it, and are no exceptions.</returns>
    public async Task<LogStep> StepAsync(
        LogProgress progress, Func<FollowedLeaf, ulong, LoggedCertificate, LogSighting?> look, CancellationToken cancellationToken)
    {
        var source = new PatientLeafSource(SourceOf(new LogQuestions(log, new LogRequests(client))), limits, clock);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(limits.LongestStep);
        try
        {
            SignedTreeHead shown = await source.HeadAsync(time.Token).ConfigureAwait(false);
            if (progress.Head is { } known && Contradicts(known, shown))
            {
                return Contradicted(
                    progress,
                    shown,
                    $"it signed a tree of {known.TreeSize} entries on {known.Timestamp:yyyy-MM-dd HH:mm} UTC, and on "
                        + $"{shown.Timestamp:yyyy-MM-dd HH:mm} UTC one of {shown.TreeSize} that does not fit");
            }

            // A front end that lags shows an older head, which is no contradiction.
            SignedTreeHead head = progress.Head is { } last && shown.TreeSize < last.TreeSize ? last : shown;
            return progress.Frontier is { } frontier
                ? await ReadAsync(source, progress, frontier, head, look, time.Token).ConfigureAwait(false)
                : await BeginAsync(source, progress, head, time.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(progress, LogFault.NoAnswer, "it answers so slowly that a step came to no end");
        }
        catch (LogUnansweredException e)
        {
            return Failed(progress, e.IsBusy ? LogFault.Busy : LogFault.NoAnswer, e.Message, e.RetryAfter);
        }
        catch (TokenFormatException e)
        {
            return Failed(progress, LogFault.Unreadable, $"its answer cannot be read: {e.Message}");
        }
    }

    private ILeafSource SourceOf(LogQuestions questions) => log.Kind == LogKind.Static
        ? new StaticLeafSource(new StaticFiles(log, questions, null))
        : new V1LeafSource(new V1Requests(log, questions));

    private static bool Contradicts(SignedTreeHead known, SignedTreeHead shown) => shown.TreeSize == known.TreeSize
        ? shown.RootHash != known.RootHash
        : shown.TreeSize < known.TreeSize && shown.Milliseconds > known.Milliseconds;

    private async Task<LogStep> BeginAsync(
        PatientLeafSource source, LogProgress progress, SignedTreeHead head, CancellationToken cancellationToken)
    {
        ulong size = progress.From ?? head.TreeSize;
        if (size > head.TreeSize)
        {
            return Failed(progress, LogFault.NoAnswer, $"its tree has {head.TreeSize} entries only, and {size} is to be the first one");
        }

        MerkleFrontier? frontier = await source.FrontierAsync(size, head, cancellationToken).ConfigureAwait(false);
        return frontier is null || (size == head.TreeSize && frontier.Root() != head.RootHash)
            ? Failed(progress, LogFault.Unfitting, "what it delivered does not show the tree that it signed")
            : Succeeded(progress, frontier, head, new LogStep { Log = log, Progress = progress });
    }

    private async Task<LogStep> ReadAsync(
        PatientLeafSource source,
        LogProgress progress,
        MerkleFrontier frontier,
        SignedTreeHead head,
        Func<FollowedLeaf, ulong, LoggedCertificate, LogSighting?> look,
        CancellationToken cancellationToken)
    {
        MerkleFrontier read = frontier.Copy();
        var sightings = new List<LogSighting>();
        (ulong unreadable, ulong? firstUnreadable) = (0, null);
        ulong end = EndOf(frontier.Size, head.TreeSize);
        while (read.Size < end && sightings.Count < limits.SightingsAStep)
        {
            foreach (FollowedLeaf leaf in await source.LeavesAsync(read.Size, end, head, cancellationToken).ConfigureAwait(false))
            {
                if (!LoggedCertificate.TryRead(leaf, out LoggedCertificate? certificate))
                {
                    unreadable++;
                    firstUnreadable ??= read.Size;
                }
                else if (look(leaf, read.Size, certificate) is { } sighting)
                {
                    sightings.Add(sighting);
                }

                read.Add(leaf.Hash);
            }
        }

        if (!await IsOfAsync(source, read, head, cancellationToken).ConfigureAwait(false))
        {
            return await NotFittingAsync(source, progress, frontier, head, cancellationToken).ConfigureAwait(false);
        }

        return Succeeded(progress, read, head, new LogStep
        {
            Log = log,
            Progress = progress,
            Read = read.Size - frontier.Size,
            Sightings = sightings,
            UnreadableEntries = unreadable,
            FirstUnreadable = firstUnreadable,
        });
    }

    // A step that does not reach the head ends between two tiles, so that no tile is read twice.
    private ulong EndOf(ulong size, ulong treeSize)
    {
        ulong end = Math.Min(treeSize, size + (ulong)limits.EntriesAStep);
        ulong whole = end / Tile.FullWidth * Tile.FullWidth;
        return end < treeSize && whole > size ? whole : end;
    }

    private static async Task<bool> IsOfAsync(
        PatientLeafSource source, MerkleFrontier read, SignedTreeHead head, CancellationToken cancellationToken) =>
        read.Size == head.TreeSize
            ? read.Root() == head.RootHash
            : (await source.FrontierAsync(read.Size, head, cancellationToken).ConfigureAwait(false))?.IsSameAs(read) == true;

    // Either an answer was wrong, or the log signed a tree that does not continue the one it signed before. The second is shown by what
    // the new tree holds up to our position.
    private async Task<LogStep> NotFittingAsync(
        PatientLeafSource source, LogProgress progress, MerkleFrontier frontier, SignedTreeHead head, CancellationToken cancellationToken)
    {
        MerkleFrontier? theirs = frontier.Size == 0
            ? null
            : await source.FrontierAsync(frontier.Size, head, cancellationToken).ConfigureAwait(false);
        return theirs is null || theirs.IsSameAs(frontier)
            ? Failed(progress, LogFault.Unfitting, "the entries that it delivered are not those of the tree that it signed")
            : Contradicted(
                progress,
                head,
                $"its tree of {head.TreeSize} entries of {head.Timestamp:yyyy-MM-dd HH:mm} UTC does not continue the one of "
                    + $"{progress.Head!.TreeSize} that it signed on {progress.Head.Timestamp:yyyy-MM-dd HH:mm} UTC");
    }

    private LogStep Succeeded(LogProgress progress, MerkleFrontier frontier, SignedTreeHead head, LogStep step)
    {
        DateTimeOffset now = clock.GetUtcNow();
        bool isAtEnd = frontier.Size == head.TreeSize;
        return step with
        {
            Progress = progress with
            {
                Frontier = frontier,
                Head = head,
                // A head from the future must not hide lag.
                Reached = isAtEnd ? Earlier(head.Timestamp, now) : progress.Reached,
                Fault = LogFault.None,
                Contradiction = null,
                Failures = 0,
                NotBefore = isAtEnd && FollowedLogs.HasEnded(log, now) ? now + limits.RestOfEnded : null,
                UnreadableEntries = progress.UnreadableEntries + step.UnreadableEntries,
            },
        };
    }

    private LogStep Contradicted(LogProgress progress, SignedTreeHead shown, string reason)
    {
        LogStep failed = Failed(progress, LogFault.Contradiction, reason);
        return failed with { Progress = failed.Progress with { Contradiction = progress.Contradiction ?? shown } };
    }

    private LogStep Failed(LogProgress progress, LogFault fault, string reason, TimeSpan? retryAfter = null)
    {
        int failures = Math.Min(progress.Failures, 1000) + 1;
        TimeSpan rest = Doubled(limits.ShortestRest, failures - 1, limits.LongestRest);
        rest = retryAfter is { } asked && asked > rest ? asked : rest;
        return new LogStep
        {
            Log = log,
            Progress = progress with
            {
                Fault = fault,
                Failures = failures,
                NotBefore = clock.GetUtcNow() + (rest < limits.LongestRest ? rest : limits.LongestRest),
            },
            Reason = reason,
        };
    }

    /// <summary>A time doubled so often, up to a longest one, and up to a quarter longer by chance.</summary>
    internal static TimeSpan Doubled(TimeSpan time, int times, TimeSpan longest)
    {
        double most = Math.Min(time.TotalMilliseconds * Math.Pow(2, Math.Min(times, 30)), longest.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(most * (1 + (RandomNumberGenerator.GetInt32(256) / 1024.0)));
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}

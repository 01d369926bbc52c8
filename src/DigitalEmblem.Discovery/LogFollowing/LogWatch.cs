namespace DigitalEmblem.Discovery;

/// <summary>Follows all logs of a list in rounds, and looks at each certificate in them.</summary>
/// <param name="logs">The logs.</param>
/// <param name="client">Makes the requests; it must not follow redirects, and not try again by itself.</param>
/// <param name="look">What is looked for.</param>
/// <param name="limits">How much, and how politely.</param>
/// <param name="clock">The clock.</param>
internal sealed class LogWatch(LogList logs, HttpClient client, CertificateLook look, FollowingLimits limits, TimeProvider clock)
{
    /// <summary>Makes a round: each log that is not left alone is followed to its head, or as far as a round goes.</summary>
    /// <param name="progressOf">How far a log was followed; null for one that was not.</param>
    /// <param name="note">
    /// Takes each step, one at a time; keeps its progress, and what was seen. Returns whether to go on with that log.
    /// </param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RoundAsync(
        Func<TransparencyLog, LogProgress?> progressOf,
        Func<LogStep, CancellationToken, Task<bool>> note,
        CancellationToken cancellationToken)
    {
        using var one = new SemaphoreSlim(1);
        await Parallel.ForEachAsync(
            FollowedLogs.In(logs),
            new ParallelOptions { MaxDegreeOfParallelism = limits.LogsAtOnce, CancellationToken = cancellationToken },
            async (log, stop) =>
            {
                LogProgress progress = progressOf(log) ?? LogProgress.Begin(log, clock.GetUtcNow());
                if (IsLeftAlone(progress))
                {
                    return;
                }

                var follower = new LogFollower(log, client, limits, clock);
                bool goOn = true;
                for (ulong read = 0; goOn && read < (ulong)limits.EntriesARound;)
                {
                    LogStep step = await follower.StepAsync(progress, look.At, stop).ConfigureAwait(false);
                    progress = step.Progress;
                    read += step.Read;
                    await one.WaitAsync(stop).ConfigureAwait(false);
                    try
                    {
                        goOn = await note(step, stop).ConfigureAwait(false) && step.HasMore;
                    }
                    finally
                    {
                        one.Release();
                    }
                }
            }).ConfigureAwait(false);
    }

    // A time far ahead comes from a clock that was wrong, and must not silence the watch.
    private bool IsLeftAlone(LogProgress progress)
    {
        TimeSpan left = (progress.NotBefore ?? DateTimeOffset.MinValue) - clock.GetUtcNow();
        return left > TimeSpan.Zero && left <= limits.RestOfEnded + limits.LongestRest;
    }
}

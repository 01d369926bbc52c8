namespace DigitalEmblem.Cli.Watching;

/// <summary>Follows all logs to their heads in rounds, and reports what it finds.</summary>
internal sealed class CtWatchRun(
    LogList logs, CertificateLook look, HttpClient client, LogWatchState state, IWatchReport report, CommandContext context)
{
    // What was read since then is read anew if the command is killed.
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(10);

    private readonly FollowingLimits _limits = new();
    private readonly HashSet<Sha256Digest> _lagging = [];
    private readonly HashSet<Sha256Digest> _contradicted = [];
    private readonly Dictionary<Sha256Digest, string?> _reasons = [];
    private long _writtenAt;
    private ulong _read;
    private bool _found;

    /// <summary>Makes one round.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> OnceAsync(CancellationToken cancellationToken)
    {
        await RoundAsync(cancellationToken);
        return _found ? ExitCode.Undecodable : _lagging.Count > 0 ? ExitCode.Unknown : ExitCode.Done;
    }

    /// <summary>Makes rounds until it is stopped.</summary>
    /// <returns>Never, but by an exception.</returns>
    public async Task<int> GoOnAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        while (true)
        {
            await RoundAsync(cancellationToken);
            await Task.Delay(pause, context.Clock, cancellationToken);
        }
    }

    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        _read = 0;
        try
        {
            await new LogWatch(logs, client, look, _limits, context.Clock).RoundAsync(
                log => state.Of(log),
                (step, _) =>
                {
                    Note(step);
                    return Task.FromResult(true);
                },
                cancellationToken);
        }
        finally
        {
            state.Write(context);
        }

        TransparencyLog[] followed = [.. FollowedLogs.In(logs)];
        foreach (TransparencyLog log in followed)
        {
            NoteLag(log);
            // A log that contradicted itself is left alone for a while, and has not mended by that.
            _found |= state.Of(log)?.Contradiction is not null;
        }

        report.Round(_read, followed.Length, _lagging.Count);
    }

    private void Note(LogStep step)
    {
        if (state.Of(step.Log)?.Position is null && step.Progress.Position is not null)
        {
            report.Begun(step);
        }

        foreach (LogSighting sighting in step.Sightings.Where(state.Tell))
        {
            _found = true;
            report.Seen(step, sighting);
        }

        if (step.UnreadableEntries > 0)
        {
            report.Unread(step);
        }

        if (step.Progress.Fault == LogFault.Contradiction)
        {
            _found = true;
            if (_contradicted.Add(step.Log.Id))
            {
                report.Contradicted(step);
            }
        }

        if (step.Progress.Contradiction is null)
        {
            _contradicted.Remove(step.Log.Id);
        }

        _read += step.Read;
        _reasons[step.Log.Id] = step.Reason;
        state.Keep(step.Progress);
        if (step.Sightings.Count > 0 || context.Clock.GetElapsedTime(_writtenAt) > BetweenWrites)
        {
            state.Write(context);
            _writtenAt = context.Clock.GetTimestamp();
        }
    }

    private void NoteLag(TransparencyLog log)
    {
        DateTimeOffset now = context.Clock.GetUtcNow();
        if (state.Of(log) is { } progress && progress.LagAt(log, now, _limits.LagAfter) is { } behind)
        {
            if (_lagging.Add(log.Id))
            {
                report.Lags(log, progress, behind, _reasons.GetValueOrDefault(log.Id));
            }
        }
        else if (_lagging.Remove(log.Id))
        {
            report.LagsNoMore(log);
        }
    }
}

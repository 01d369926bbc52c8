namespace DigitalEmblem.Cli.Watching;

/// <summary>Takes what a watch of logs finds (spec/log-watch.md, events).</summary>
internal interface IWatchReport
{
    /// <summary>A log is followed from now on.</summary>
    void Begun(LogStep step);

    /// <summary>A certificate was seen.</summary>
    void Seen(LogStep step, LogSighting sighting);

    /// <summary>A log signed two heads that contradict each other.</summary>
    void Contradicted(LogStep step);

    /// <summary>Entries could not be read, and were passed over.</summary>
    void Unread(LogStep step);

    /// <summary>A log lags.</summary>
    void Lags(TransparencyLog log, LogProgress progress, TimeSpan behind, string? reason);

    /// <summary>A log lags no more.</summary>
    void LagsNoMore(TransparencyLog log);

    /// <summary>A round has ended.</summary>
    void Round(ulong read, int logs, int lagging);
}

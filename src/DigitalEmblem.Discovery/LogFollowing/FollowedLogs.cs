namespace DigitalEmblem.Discovery;

/// <summary>Which logs of a list are followed.</summary>
internal static class FollowedLogs
{
    /// <summary>
    /// Those in which a certificate would count for validators (decisions.md, 20): not the pending and the rejected ones, nor those without
    /// a URL.
    /// </summary>
    public static IEnumerable<TransparencyLog> In(LogList list) => list.Logs
        .Where(l => l.Url is not null && l.State is LogState.Qualified or LogState.Usable or LogState.ReadOnly or LogState.Retired)
        .OrderBy(l => l.Id.ToString(), StringComparer.Ordinal);

    /// <summary>Whether a log takes no more certificates, as the list says: it may be asked rarely.</summary>
    public static bool HasEnded(TransparencyLog log, DateTimeOffset now) =>
        log.State is LogState.ReadOnly or LogState.Retired || log.Expiries?.Until <= now;
}

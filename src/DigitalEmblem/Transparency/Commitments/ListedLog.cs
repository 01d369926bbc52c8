using System.Globalization;

namespace DigitalEmblem;

/// <summary>
/// A log as the log list describes it. Where the log has left the list or was retired since a commitment was verified, the list of that day
/// counts for that commitment (decisions.md, 22).
/// </summary>
internal sealed class ListedLog
{
    // A list may be some weeks older than the certificate. A much older list says nothing about the log at that time, because the log may
    // have been refused in between.
    private static readonly TimeSpan OldestBeforeLogging = TimeSpan.FromDays(70);

    private readonly TransparencyLog? _current;
    private readonly Lazy<(LogList List, TransparencyLog Log)?> _earlier;

    private ListedLog(TransparencyLog? current, Lazy<(LogList, TransparencyLog)?> earlier)
    {
        _current = current;
        _earlier = earlier;
    }

    /// <summary>The log itself.</summary>
    public TransparencyLog Log => _current ?? _earlier.Value!.Value.Log;

    /// <summary>The log that an entry names; null if no list that counts has it.</summary>
    public static ListedLog? Find(TransparencyTrust trust, CommitmentMaterial material, CommitmentEntry entry)
    {
        if (trust.Logs is not { } list)
        {
            return null;
        }

        TransparencyLog? current = list.Find(entry.LogId);
        Lazy<(LogList, TransparencyLog)?> earlier = new(() => FindEarlier(list, material, entry));
        // If the list has an unreadable entry for the log, use no earlier list: the entry may say that the log was rejected.
        return current is not null || (list.WhyLeftOut(entry.LogId) is null && earlier.Value is not null)
            ? new ListedLog(current, earlier)
            : null;
    }

    /// <summary>Whether the log counts for what it took at a time (decisions.md, 20 and 22).</summary>
    public bool CountsFor(DateTimeOffset logged) => _current?.CountsFor(logged) == true || CountedFor(logged);

    /// <summary>What the list says of the log, in words.</summary>
    /// <param name="logged">When the log took the certificate; null if that is not known.</param>
    public string StateFor(DateTimeOffset? logged)
    {
        if (logged is not { } time || _current?.CountsFor(time) == true || !CountedFor(time))
        {
            return Word(Log);
        }

        (LogList list, TransparencyLog log) = _earlier.Value!.Value;
        string since = _current is null ? "it has left the list since" : $"it is {Word(_current)}";
        return $"{Word(log)} in the list of {Day(list.Timestamp)}, by which the commitment was verified before; {since}";
    }

    /// <summary>Whether it counted by the list of that day. False if today's list states any state but retired for the log.</summary>
    private bool CountedFor(DateTimeOffset logged) =>
        _current is null or { State: LogState.Retired }
        && _earlier.Value is var (list, log)
        && log.CountsFor(logged)
        && logged - list.Timestamp <= OldestBeforeLogging;

    private static (LogList, TransparencyLog)? FindEarlier(LogList list, CommitmentMaterial material, CommitmentEntry entry) =>
        material.ListedFor(entry) is { } kept && list.ReadEarlier(kept) is { } earlier && earlier.Find(entry.LogId) is { } log
            ? (earlier, log)
            : null;

    private static string Word(TransparencyLog log) => log.State switch
    {
        LogState.None => "not stated",
        LogState.ReadOnly => "read-only",
        LogState.Retired => $"retired since {Day(log.StateSince!.Value)}",
        _ => log.State.ToString().ToLowerInvariant(),
    };

    private static string Day(DateTimeOffset time) => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

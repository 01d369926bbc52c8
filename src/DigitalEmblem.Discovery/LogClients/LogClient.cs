using System.Collections.Concurrent;

namespace DigitalEmblem.Discovery;

/// <summary>
/// Asks logs for the entries that commitments point to: RFC 6962 logs by their requests, static logs by whole tiles, so that they learn
/// less. It asks only at URLs of the log list; nothing that stands in a token is ever fetched. Failures of servers and networks are in the
/// answer, and are not exceptions. Safe for concurrent use.
/// </summary>
public sealed class LogClient
{
    // A question needs some two dozen requests at most, one after the other, and a log may answer each slowly. This bounds all of them
    // together.
    private static readonly TimeSpan LongestQuestion = TimeSpan.FromMinutes(1);

    private readonly LogList _logs;
    private readonly LogRequests _requests;
    private readonly LogCache _cache;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<Sha256Digest, HeadReader> _heads = new();

    /// <summary>A client.</summary>
    /// <param name="client">
    /// Makes the requests. It must not follow redirects; timeouts, retries and circuit breaking are its handlers' work.
    /// </param>
    /// <param name="logs">The logs that may be asked.</param>
    /// <param name="cache">What logs said before; null to remember for as long as this object lives.</param>
    /// <param name="clock">Tells when a tree head is asked for again; null for the system's.</param>
    public LogClient(HttpClient client, LogList logs, LogCache? cache = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(logs);
        _logs = logs;
        _requests = new LogRequests(client);
        _cache = cache ?? LogCache.InMemory();
        _clock = clock ?? TimeProvider.System;
    }

    /// <summary>Asks the log of an entry for it.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was requested.</exception>
    internal async Task<LogAnswer> FindAsync(CommitmentEntry entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (_logs.Find(entry.LogId) is not { } log)
        {
            return Unasked(entry, "it is in no log list, so it was not");
        }

        if (log.Url is null)
        {
            return Unasked(entry, "the log list names no URL for it, so it was not");
        }

        if (log.Kind == LogKind.Static != entry.LeafIndex is not null)
        {
            return Unasked(entry, "the entry does not fit its kind, so it was not");
        }

        if (log.State is LogState.None or LogState.Pending or LogState.Rejected)
        {
            return Unasked(entry, "nothing that it holds counts, so it was not");
        }

        var asked = new LogQuestions(log, _requests);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(LongestQuestion);
        try
        {
            HeadReader heads = _heads.GetOrAdd(log.Id, _ => new HeadReader(log, _cache, _clock));
            LoggedEntry found = log.Kind == LogKind.Static
                ? await new StaticLogReader(log, asked, _cache, heads).FindAsync(entry, time.Token).ConfigureAwait(false)
                : await new V1LogReader(log, asked, heads).FindAsync(entry, time.Token).ConfigureAwait(false);
            return new LogAnswer(CommitmentMaterial.Of([], [found]), asked.Exposure());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new LogAnswer(CommitmentMaterial.Unanswered(entry, "it did not answer in time"), asked.Exposure());
        }
        catch (LogUnansweredException e)
        {
            return new LogAnswer(CommitmentMaterial.Unanswered(entry, e.Message), asked.Exposure());
        }
        catch (TokenFormatException e)
        {
            return new LogAnswer(CommitmentMaterial.Unanswered(entry, $"its answer cannot be read: {e.Message}"), asked.Exposure());
        }
    }

    /// <summary>
    /// Forgets what the log delivered around an entry, so that it is asked for again. Call this if the certificates above the entry do not
    /// hold.
    /// </summary>
    /// <param name="entry">The entry.</param>
    internal void Forget(LoggedEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Index < entry.Head.TreeSize)
        {
            _cache.Forget(entry.Entry.LogId, Tile.OfEntries(entry.Index, entry.Head.TreeSize));
        }
    }

    private static LogAnswer Unasked(CommitmentEntry entry, string reason) => new(CommitmentMaterial.Unanswered(entry, reason), []);
}

using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Storage;

namespace DigitalEmblem.Issuer.Api;

/// <summary>
/// Counts denied calls and writes them to the journal, one line a minute, so that denied calls cannot fill the journal. A process that is
/// killed loses the counts of up to a minute. The log has the first call of each kind by then.
/// </summary>
internal sealed partial class DenialBook(IssuerStore store, TimeProvider clock, ILogger<DenialBook> log)
{
    // Bounds the journal line of a minute; the rest is only counted. Half the slots are reserved for authenticated callers.
    private const int MaxKinds = 64;

    private readonly Lock _gate = new();
    private Dictionary<(string Who, string? Why, string Route, int Status), long> _counts = [];
    private long _others;
    private DateTimeOffset? _since;

    /// <summary>A call was denied.</summary>
    /// <param name="who">The caller; null if unknown.</param>
    /// <param name="route">The method and the pattern of the endpoint.</param>
    /// <param name="status">The status code of the answer.</param>
    /// <param name="why">Why the caller's key is not valid any more; null if it is, or if the caller is unknown.</param>
    public void Note(string? who, string route, int status, string? why = null)
    {
        bool first;
        lock (_gate)
        {
            _since ??= clock.GetUtcNow();
            first = Add((who ?? "", why, route, status), 1);
        }

        if (first)
        {
            Denied(log, route, status, who is not null);
        }
    }

    /// <summary>Writes the counts since the last time to the journal.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        Dictionary<(string Who, string? Why, string Route, int Status), long> counts;
        long others;
        DateTimeOffset? since;
        lock (_gate)
        {
            (counts, others, since) = (_counts, _others, _since);
            (_counts, _others, _since) = ([], 0, null);
        }

        if (since is null)
        {
            return;
        }

        try
        {
            await store.ChangeAsync(
                Instance.Actor,
                change =>
                {
                    var calls = new JsonArray([.. counts.OrderByDescending(c => c.Value)
                        .Select(c => Line(change, c.Key, c.Value))]);
                    change.Journal(
                        "access.denied",
                        "api",
                        new JsonObject { ["since"] = since.Value.ToUnixTimeSeconds(), ["calls"] = calls, ["others"] = others });
                    return Task.CompletedTask;
                },
                cancellationToken);
        }
        catch
        {
            // Keep the counts for the next try.
            lock (_gate)
            {
                _others += others;
                _since = since;
                foreach (((string Who, string? Why, string Route, int Status) kind, long count) in counts)
                {
                    Add(kind, count);
                }
            }

            throw;
        }
    }

    private static JsonObject Line(Change change, (string Who, string? Why, string Route, int Status) kind, long count)
    {
        var line = new JsonObject { ["who"] = change.Who(kind.Who) };
        if (kind.Why is { } why)
        {
            line["why"] = why;
        }

        line["call"] = kind.Route;
        line["status"] = kind.Status;
        line["count"] = count;
        return line;
    }

    private bool Add((string Who, string? Why, string Route, int Status) kind, long count)
    {
        if (_counts.TryGetValue(kind, out long before))
        {
            _counts[kind] = before + count;
            return false;
        }

        if (_counts.Count >= (kind.Who.Length == 0 ? MaxKinds / 2 : MaxKinds))
        {
            _others += count;
            return false;
        }

        _counts[kind] = count;
        return true;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Calls of {Route} are denied with {Status} (known caller: {Known}). "
        + "This is told once a minute; the journal has who and how often.")]
    private static partial void Denied(ILogger logger, string route, int status, bool known);
}

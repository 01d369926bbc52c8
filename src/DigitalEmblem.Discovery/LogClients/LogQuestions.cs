namespace DigitalEmblem.Discovery;

/// <summary>The requests of one question to one log, and what they tell the log. All go below its URL in the log list.</summary>
internal sealed class LogQuestions(TransparencyLog log, LogRequests requests)
{
    private readonly SortedSet<string> _told = new(StringComparer.Ordinal);
    private bool _asked;

    /// <summary>The body, or null if the log has none there.</summary>
    /// <param name="path">The path and query below the log's URL.</param>
    /// <param name="maxBytes">The most that is read.</param>
    /// <param name="tells">What the request tells about us beyond that we ask; null for nothing.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<byte[]?> GetAsync(string path, int maxBytes, string? tells, CancellationToken cancellationToken)
    {
        _asked = true;
        if (tells is not null)
        {
            _told.Add(tells);
        }

        return requests.GetAsync(new Uri(log.Url!, path), maxBytes, cancellationToken);
    }

    /// <summary>The body of what must be there.</summary>
    public async Task<byte[]> RequireAsync(string path, int maxBytes, string? tells, CancellationToken cancellationToken) =>
        await GetAsync(path, maxBytes, tells, cancellationToken).ConfigureAwait(false)
        ?? throw new LogUnansweredException($"it has nothing at {path.Split('?')[0]}");

    public ValueList<string> Exposure() => !_asked ? [] :
    [
        HandedText.Of(Operator()),
        // An address needs no resolver.
        .. log.Url!.HostNameType == UriHostNameType.Dns
            ? (string[])[HandedText.Of($"This system's resolver learns that someone looks for {log.Url.Host}.")]
            : [],
    ];

    private FindingText Operator() => _told.Count == 0
        ? FindingText.Of(
            $"The operator of the log {log} ({log.Url!.Host}), and anyone on the way, learns that someone at this address reads the log.")
        : FindingText.Of(
            $"The operator of the log {log} ({log.Url!.Host}), and anyone on the way, learns that someone at this address reads the "
                + $"log, and there {Told()}.");

    private object Told()
    {
        object all = "";
        foreach (string told in _told)
        {
            object words = (object?)HandedText.WordsOf(told) ?? told;
            all = all is "" ? words : FindingText.Of($"{all} and {words}");
        }

        return all;
    }
}

namespace DigitalEmblem.Discovery;

/// <summary>How logs are followed: how much at a time, how politely, and what counts as lag.</summary>
internal sealed record FollowingLimits
{
    /// <summary>
    /// The most entries of one step, after which what was read is shown to be the log's and the position is kept. A step that fails is read
    /// anew.
    /// </summary>
    public int EntriesAStep { get; init; } = 8192;

    /// <summary>The most entries of one log in one round, so that no log keeps the others from their turn.</summary>
    public long EntriesARound { get; init; } = 262_144;

    /// <summary>How many logs are read at the same time; each of them gets one request after the other.</summary>
    public int LogsAtOnce { get; init; } = 4;

    /// <summary>The most sightings of one step. A step with more of them ends early, and the next one goes on.</summary>
    public int SightingsAStep { get; init; } = 1000;

    /// <summary>How often a request that fails is made in one step.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>The first wait after a request that failed; each next one is twice as long, with jitter.</summary>
    public TimeSpan ShortestWait { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait within a step. If the log asks for more, the step ends.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest that a step may take, so that a log that answers very slowly does not keep others from their turn.</summary>
    public TimeSpan LongestStep { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a log is left alone after a step that failed; twice as long each time.</summary>
    public TimeSpan ShortestRest { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The longest that a log is left alone, whatever it asks for: a log that could ask for a year could silence the watch for a year.
    /// </summary>
    public TimeSpan LongestRest { get; init; } = TimeSpan.FromHours(6);

    /// <summary>How long a log that takes no more certificates is left alone once all of it was read.</summary>
    public TimeSpan RestOfEnded { get; init; } = TimeSpan.FromDays(1);

    /// <summary>
    /// How old the last head may be up to which all was read. A log may take a day until an entry is in its tree (the maximum merge delay
    /// of the logs that browsers take), and rounds come within the hour.
    /// </summary>
    public TimeSpan LagAfter { get; init; } = TimeSpan.FromHours(25);
}

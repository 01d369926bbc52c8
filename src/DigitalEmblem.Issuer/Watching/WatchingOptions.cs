namespace DigitalEmblem.Issuer.Watching;

/// <summary>How published names are looked at. Anyone who can change these can keep an emblem's loss from being noticed.</summary>
internal sealed class WatchingOptions
{
    /// <summary>
    /// How long from the start of one round to the next; a minute to a day. Anyone who can make it longer has so long before an emblem's
    /// removal is noticed.
    /// </summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How many questions a second the resolver and each name server get, at most; 1 to 5,000. A round of very many names takes longer than
    /// the interval, then. Anyone who can lower it makes rounds so slow that a loss is told late.
    /// </summary>
    public int QuestionsPerSecond { get; set; } = 200;

    /// <summary>
    /// How long something may wait to be seen in the DNS before it is told; a minute to a day. Anyone who can make it longer delays the
    /// alert for a name that is not published.
    /// </summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How long an authority may take to answer a request before it is told; a day to 90 days. Anyone who can make it longer hides that a
    /// request was never answered.
    /// </summary>
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromDays(14);

    /// <summary>
    /// How long an application, a request to sign or a proposal of access may wait for people before it is told; an hour to 30 days. Anyone
    /// who can make it longer hides that others wait for a decision.
    /// </summary>
    public TimeSpan DecideWithin { get; set; } = TimeSpan.FromDays(2);

    /// <summary>
    /// Whether the logs of <c>Transparency:LogList</c> are followed, for certificates of the organization's names and of look-alikes that
    /// were not asked for here. All logs together take tens of millions of entries a day (estimated in 2026), so expect some 100 GB a day;
    /// they learn only that they are read. Anyone who can switch it off keeps a false certificate from being noticed.
    /// </summary>
    public bool Logs { get; set; }

    /// <summary>What is wrong with it, each fault in a sentence.</summary>
    /// <param name="asksLogs">Whether logs may be asked at all.</param>
    public IEnumerable<string> Validate(bool asksLogs = true)
    {
        if (Logs && !asksLogs)
        {
            yield return "Watching:Logs follows logs, and Transparency:Online says that none is asked: change one of them.";
        }

        if (Interval < TimeSpan.FromMinutes(1) || Interval > TimeSpan.FromDays(1))
        {
            yield return "Watching:Interval lies between a minute and a day.";
        }

        if (QuestionsPerSecond is < 1 or > 5000)
        {
            yield return "Watching:QuestionsPerSecond lies between 1 and 5,000.";
        }

        if (Patience < TimeSpan.FromMinutes(1) || Patience > TimeSpan.FromDays(1))
        {
            yield return "Watching:Patience lies between a minute and a day.";
        }

        if (AnswerWithin < TimeSpan.FromDays(1) || AnswerWithin > TimeSpan.FromDays(90))
        {
            yield return "Watching:AnswerWithin lies between a day and 90 days.";
        }

        if (DecideWithin < TimeSpan.FromHours(1) || DecideWithin > TimeSpan.FromDays(30))
        {
            yield return "Watching:DecideWithin lies between an hour and 30 days.";
        }
    }
}

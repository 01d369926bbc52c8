namespace DigitalEmblem.Discovery;

/// <summary>
/// Aliases that a server gave without saying what is at their end: it is a resolver that reached no server of the target, or one that
/// follows no alias. The name at their end is then asked about by itself, because "no records" would otherwise be said of a name that was
/// never asked about.
/// </summary>
/// <param name="TimeToLive">The shortest of their times to live.</param>
/// <param name="Authenticated">Whether the answer that holds them counts as authenticated.</param>
internal sealed record OpenAliases(TimeSpan TimeToLive, bool Authenticated)
{
    /// <summary>Asks further until an answer says what is at the end of the aliases.</summary>
    /// <param name="answer">The answer about the name itself.</param>
    /// <param name="ask">Asks the same server about another name.</param>
    /// <returns>What is known of the end; the answer itself where it leaves nothing open.</returns>
    public static async ValueTask<LookupAnswer> FollowAsync(LookupAnswer answer, Func<DomainName, ValueTask<LookupAnswer>> ask)
    {
        while (answer.Open is { } open && DomainName.TryParse(answer.CanonicalName, out DomainName? end))
        {
            LookupAnswer further = open.Before(end, await ask(end).ConfigureAwait(false));
            answer = further with
            {
                Aliases = answer.Aliases + further.Aliases,
                AliasTargets = [.. answer.AliasTargets, .. further.AliasTargets],
            };
            if (answer.Aliases > DnsAnswerReader.MaxAliases)
            {
                return new LookupAnswer { Outcome = LookupOutcome.Malformed, Reason = DnsAnswerReader.TooManyAliases };
            }
        }

        return answer;
    }

    /// <summary>What an answer about the end says of the name that the aliases lead from.</summary>
    private LookupAnswer Before(DomainName end, LookupAnswer answer) => answer with
    {
        Authenticated = Authenticated && answer.Authenticated,
        TimeToLive = answer.TimeToLive is { } time ? Shorter(time) : null,
        Open = answer.Open is { } further ? new OpenAliases(Shorter(further.TimeToLive), Authenticated && further.Authenticated) : null,
        Reason = answer.IsAnswer || answer.Open is not null
            ? answer.Reason
            : $"at {end}, to which aliases (CNAME) lead: {answer.Reason ?? OutcomeInWords.Of(answer.Outcome)}",
    };

    private TimeSpan Shorter(TimeSpan time) => time < TimeToLive ? time : TimeToLive;
}

namespace DigitalEmblem;

/// <summary>What a response says about a question: class IN only, records at the end of a checked chain of aliases, and those that the draft puts into Additional (decisions.md, 24).</summary>
internal static class DnsAnswerReader
{
    private const int MaxAliases = 8;

    public static LookupAnswer Read(DnsResponse response, DomainName name, ushort type, bool trustAuthenticData, bool authoritative)
    {
        bool authenticated = trustAuthenticData && response.AuthenticData;
        if (response.Truncated)
        {
            return new LookupAnswer { Outcome = LookupOutcome.Malformed };
        }

        if (response.Code is not (0 or 3))
        {
            return new LookupAnswer
            {
                Outcome = response.Code switch { 2 => LookupOutcome.ServerFailure, 5 => LookupOutcome.Refused, _ => LookupOutcome.Malformed },
            };
        }

        // What a server has from elsewhere may be old, or another's: not what was asked for.
        if (authoritative && !response.Authoritative)
        {
            return new LookupAnswer { Outcome = LookupOutcome.Referred };
        }

        string asked = name.ToString();
        if (!HasAnswer(response.Records, type))
        {
            return Nothing(response, asked, asked, authenticated, authoritative);
        }

        string? end = EndOfAliases(response, asked);
        if (end is null)
        {
            return new LookupAnswer { Outcome = LookupOutcome.Malformed };
        }

        DnsRecord[] records =
        [
            .. response.Records.Where(r => r.Type == type && r.Class == DnsType.ClassIn
                && (r.Section == DnsSection.Answer ? r.Owner == end : r.Section == DnsSection.Additional && (r.Owner == asked || r.Owner == end))),
        ];
        // Records and an error at once, or records only of somebody else: a message that contradicts itself says nothing, not even "no".
        bool isOfOthers = records.Length == 0 && response.Records.Any(r => r.Section == DnsSection.Answer && r.Type == type);
        if ((records.Length > 0 && response.Code != 0) || isOfOthers)
        {
            return new LookupAnswer { Outcome = LookupOutcome.Malformed };
        }

        if (records.Length > 0)
        {
            return new LookupAnswer
            {
                Outcome = LookupOutcome.Found,
                Data = [.. records.Select(r => r.Data).DistinctBy(d => Convert.ToHexString(d.Span))],
                Names = [.. records.Select(r => r.Target).OfType<string>().Distinct()],
                CanonicalName = end,
                TimeToLive = TimeSpan.FromSeconds(records.Concat(response.Records.Where(IsAlias)).Min(r => r.Ttl)),
                Authenticated = authenticated,
            };
        }

        return Nothing(response, asked, end, authenticated, authoritative);
    }

    /// <summary>Whether there is anything to look at; in a million answers there mostly is not.</summary>
    private static bool HasAnswer(IReadOnlyList<DnsRecord> records, ushort type)
    {
        for (int i = 0; i < records.Count; i++)
        {
            if (records[i].Section == DnsSection.Answer || records[i].Type == type)
            {
                return true;
            }
        }

        return false;
    }

    private static LookupAnswer Nothing(DnsResponse response, string asked, string end, bool authenticated, bool authoritative)
    {
        // Not a resolver, and not responsible for the end of the chain: it has not said that there is nothing.
        bool isResponsible = response.Authoritative && (end == asked || response.Records.Any(r => r is { Section: DnsSection.Authority, Type: DnsType.Soa }));
        bool referral = response.Code == 0 && (authoritative || !response.RecursionAvailable) && !isResponsible;
        return new LookupAnswer
        {
            Outcome = referral ? LookupOutcome.Referred : response.Code == 3 ? LookupOutcome.NameNotFound : LookupOutcome.NoData,
            CanonicalName = end,
            Authenticated = authenticated,
        };
    }

    private static bool IsAlias(DnsRecord record) => record is { Section: DnsSection.Answer, Type: DnsType.CName, Class: DnsType.ClassIn };

    /// <summary>The name that the aliases lead to; null if they go round, fork, or do not end.</summary>
    private static string? EndOfAliases(DnsResponse response, string asked)
    {
        DnsRecord[] aliases = [.. response.Records.Where(IsAlias)];
        string at = asked;
        for (int i = 0; i <= MaxAliases; i++)
        {
            string[] targets = [.. aliases.Where(a => a.Owner == at).Select(a => a.Target!).Distinct()];
            switch (targets)
            {
                case []:
                    return at;
                case [var target]:
                    at = target;
                    break;
                default:
                    return null;
            }
        }

        return null;
    }
}

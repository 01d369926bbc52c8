namespace DigitalEmblem;

/// <summary>What a response says about a question: class IN only, records at the end of a checked chain of aliases, and those that the draft puts into Additional (decisions.md, 24).</summary>
internal static class DnsAnswerReader
{
    /// <summary>How many aliases may lead from the name that was asked to its records: as many as BIND follows.</summary>
    public const int MaxAliases = 16;

    public static LookupAnswer Read(DnsResponse response, DomainName name, ushort type, bool trustAuthenticData, bool authoritative)
    {
        bool authenticated = trustAuthenticData && response.AuthenticData;
        if (!DnsCode.IsAnswer(response.Code))
        {
            return new LookupAnswer
            {
                Outcome = response.Code switch
                {
                    DnsCode.ServerFailure => LookupOutcome.ServerFailure,
                    DnsCode.Refused => LookupOutcome.Refused,
                    _ => LookupOutcome.Malformed,
                },
                Reason = response.Code is DnsCode.ServerFailure or DnsCode.Refused ? null : $"the server answered {DnsCode.InWords(response.Code)}",
            };
        }

        if (response.Truncated)
        {
            return Malformed("the answer is cut (TC), and a part of a set is never used");
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

        (string end, string? fault) = EndOfAliases(response, asked);
        if (fault is not null)
        {
            return Malformed(fault);
        }

        DnsRecord[] records =
        [
            .. response.Records.Where(r => r.Type == type && r.Class == DnsType.ClassIn
                && (r.Section == DnsSection.Answer ? r.Owner == end : r.Section == DnsSection.Additional && (r.Owner == asked || r.Owner == end))),
        ];
        // Records and an error at once, or records only of somebody else: a message that contradicts itself says nothing, not even "no".
        bool isOfOthers = records.Length == 0 && response.Records.Any(r => r.Section == DnsSection.Answer && r.Type == type);
        if ((records.Length > 0 && response.Code != DnsCode.NoError) || isOfOthers)
        {
            return Malformed(isOfOthers ? "the answer holds records of another name or class only" : "the answer says that there is no such name, and holds records of it");
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
        bool hasSoa = HasAuthority(response.Records, DnsType.Soa);
        // Not a resolver, and not responsible for the end of the chain: it has not said that there is nothing.
        bool isResponsible = response.Authoritative && (end == asked || hasSoa);
        // Name servers without an SOA say who knows, and not that there is nothing (RFC 2308, 2.2).
        bool namesServers = !hasSoa && HasAuthority(response.Records, DnsType.Ns);
        bool isUnanswered = (authoritative || !response.RecursionAvailable) && !isResponsible;
        if (response.Code == DnsCode.NoError && (namesServers || isUnanswered))
        {
            return new LookupAnswer
            {
                Outcome = LookupOutcome.Referred,
                CanonicalName = end,
                Reason = namesServers ? "the server refers to other servers, and has not said that there is nothing: ask a resolver" : null,
            };
        }

        return new LookupAnswer
        {
            Outcome = response.Code == DnsCode.NameError ? LookupOutcome.NameNotFound : LookupOutcome.NoData,
            CanonicalName = end,
            Authenticated = authenticated,
        };
    }

    private static bool HasAuthority(IReadOnlyList<DnsRecord> records, ushort type)
    {
        for (int i = 0; i < records.Count; i++)
        {
            if (records[i] is { Section: DnsSection.Authority, Class: DnsType.ClassIn } record && record.Type == type)
            {
                return true;
            }
        }

        return false;
    }

    private static LookupAnswer Malformed(string reason) => new() { Outcome = LookupOutcome.Malformed, Reason = reason };

    private static bool IsAlias(DnsRecord record) => record is { Section: DnsSection.Answer, Type: DnsType.CName, Class: DnsType.ClassIn };

    /// <summary>The name that the aliases lead to, or why they lead to none.</summary>
    private static (string End, string? Fault) EndOfAliases(DnsResponse response, string asked)
    {
        DnsRecord[] aliases = [.. response.Records.Where(IsAlias)];
        var passed = new HashSet<string>(StringComparer.Ordinal);
        string at = asked;
        while (passed.Count <= MaxAliases)
        {
            string[] targets = [.. aliases.Where(a => a.Owner == at).Select(a => a.Target!).Distinct()];
            if (targets.Length == 0)
            {
                return (at, null);
            }

            if (targets.Length > 1)
            {
                return (at, $"{Printable.Text(at)} is an alias (CNAME) of two names at once");
            }

            passed.Add(at);
            at = targets[0];
            if (passed.Contains(at))
            {
                return (at, $"the aliases (CNAME) lead round in a circle, over {Printable.Text(at)}");
            }
        }

        return (at, $"more than {MaxAliases} aliases (CNAME) in a row");
    }
}

namespace DigitalEmblem.Discovery;

/// <summary>
/// What a response says about a question: class IN only, records at the end of a checked chain of aliases, and those that the draft
/// puts into Additional (decisions.md, 24).
/// </summary>
internal static class DnsAnswerReader
{
    /// <summary>How many aliases may lead from the name that was asked to its records: as many as BIND follows.</summary>
    public const int MaxAliases = 16;

    public static readonly string TooManyAliases = $"more than {MaxAliases} aliases (CNAME) in a row";

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
                Reason = response.Code is DnsCode.ServerFailure or DnsCode.Refused
                    ? null
                    : $"the server answered {DnsCode.InWords(response.Code)}",
            };
        }

        if (response.Truncated)
        {
            return Malformed("the answer is cut (TC), and a part of a set is never used");
        }

        // A server that is not authoritative may repeat data that is old or of another server, and that is not what was asked for.
        if (authoritative && !response.Authoritative)
        {
            return new LookupAnswer { Outcome = LookupOutcome.Referred };
        }

        string asked = name.ToString();
        if (!HasAnswer(response.Records, type))
        {
            return Nothing(response, asked, asked, authenticated, authoritative);
        }

        (string end, string[] passed, string? fault) = FollowAliases(response, asked);
        if (fault is not null)
        {
            return Malformed(fault);
        }

        DnsRecord[] records =
        [
            .. response.Records.Where(r => r.Type == type && r.Class == DnsType.ClassIn
                && (r.Section == DnsSection.Answer
                    ? r.Owner == end
                    : r.Section == DnsSection.Additional && (r.Owner == asked || r.Owner == end))),
        ];
        // A message that contradicts itself proves nothing, not even that there are no records.
        if (records.Length == 0 && ContradictionIn(response.Records, type, end, passed) is { } contradiction)
        {
            return Malformed(contradiction);
        }

        if (records.Length > 0 && response.Code != DnsCode.NoError)
        {
            return Malformed("the answer says that there is no such name, and holds records of it");
        }

        if (records.Length > 0)
        {
            return new LookupAnswer
            {
                Outcome = LookupOutcome.Found,
                Data = [.. records.Select(r => r.Data).DistinctBy(d => Convert.ToHexString(d.Span))],
                Names = [.. records.Select(r => r.Target).OfType<string>().Distinct()],
                CanonicalName = end,
                Aliases = passed.Length,
                AliasTargets = TargetsOf(passed, end),
                TimeToLive = ShortestLife(records.Concat(response.Records.Where(IsAlias))),
                Authenticated = authenticated,
            };
        }

        LookupAnswer nothing = Nothing(response, asked, end, authenticated, authoritative) with
        {
            Aliases = passed.Length,
            AliasTargets = TargetsOf(passed, end),
        };
        if (nothing.Outcome != LookupOutcome.NoData || passed.Length == 0 || HasSoaFor(response.Records, end))
        {
            return nothing;
        }

        // The answer ends with an alias and has no records of its target, so the target is looked up in a question of its own.
        return nothing with
        {
            Outcome = LookupOutcome.Referred,
            Authenticated = false,
            Reason = $"the aliases (CNAME) lead to {Printable.Text(end)}, and the server does not say what is there",
            Open = new OpenAliases(ShortestLife(response.Records.Where(IsAlias)), authenticated),
        };
    }

    // A TTL with the highest bit set counts as zero (RFC 2181, 8).
    private static TimeSpan ShortestLife(IEnumerable<DnsRecord> records) =>
        TimeSpan.FromSeconds(records.Min(r => r.Ttl > int.MaxValue ? 0 : r.Ttl));

    /// <summary>
    /// Why an answer section without the records asked for does not say that there are none; null if it holds only aliases and their
    /// signatures.
    /// </summary>
    private static string? ContradictionIn(IReadOnlyList<DnsRecord> records, ushort type, string end, string[] passed)
    {
        foreach (DnsRecord record in records.Where(r => r.Section == DnsSection.Answer))
        {
            if (record.Type == type)
            {
                return "the answer holds records of another name or class only";
            }

            if (record is { Type: DnsType.DName, Class: DnsType.ClassIn } && end != record.Owner && IsIn(end, record.Owner))
            {
                return $"all names below {Printable.Text(record.Owner)} are aliases (DNAME), and that of the name "
                    + "itself (CNAME) is missing";
            }

            bool leadsThere = IsAlias(record) && passed.Contains(record.Owner);
            if (!leadsThere && record.Type is not (DnsType.DName or DnsType.Sig or DnsType.RrSig))
            {
                return "the answer holds records of another type or name only, and does not say that there are none of the type asked for";
            }
        }

        return null;
    }

    /// <summary>Whether there is any record to look at. Most answers of a scan have none.</summary>
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
        bool hasSoa = HasSoaFor(response.Records, end);
        // The server is no resolver and not authoritative for the end of the chain, so it has not said that there is nothing.
        bool isResponsible = response.Authoritative && (end == asked || hasSoa);
        bool isUnanswered = (authoritative || !response.RecursionAvailable) && !isResponsible;
        // NS records without an SOA are a referral, and do not say that there is nothing (RFC 2308, 2.2).
        bool namesServers = response.Code == DnsCode.NoError && !hasSoa && HasAuthority(response.Records, DnsType.Ns);
        // A negative answer holds the SOA of the zone that has no such record (RFC 2308, 2). The SOA of another zone is about another name.
        bool isOfOtherZone = !hasSoa && HasAuthority(response.Records, DnsType.Soa);
        if (namesServers || isUnanswered || isOfOtherZone)
        {
            return new LookupAnswer
            {
                Outcome = LookupOutcome.Referred,
                CanonicalName = end,
                Reason = namesServers ? "the server refers to other servers, and has not said that there is nothing: ask a resolver"
                    : isOfOtherZone ? "the server says that there is nothing in a zone (SOA) that the name is not in: "
                        + "a filter may have put the answer in the place of the true one"
                    : null,
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

    private static bool HasSoaFor(IReadOnlyList<DnsRecord> records, string name)
    {
        for (int i = 0; i < records.Count; i++)
        {
            if (records[i] is { Section: DnsSection.Authority, Class: DnsType.ClassIn, Type: DnsType.Soa, Owner: var zone }
                && IsIn(name, zone))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a name is that of a zone or below it.</summary>
    private static bool IsIn(string name, string zone) =>
        zone.Length == 0
        || (name.EndsWith(zone, StringComparison.Ordinal) && (name.Length == zone.Length || name[^(zone.Length + 1)] == '.'));

    private static string[] TargetsOf(string[] passed, string end) => passed.Length == 0 ? [] : [.. passed.Skip(1), end];

    private static LookupAnswer Malformed(string reason) => new() { Outcome = LookupOutcome.Malformed, Reason = reason };

    private static bool IsAlias(DnsRecord record) => record is { Section: DnsSection.Answer, Type: DnsType.CName, Class: DnsType.ClassIn };

    /// <summary>The name that the aliases lead to, and those that were passed; or why they lead to none.</summary>
    private static (string End, string[] Passed, string? Fault) FollowAliases(DnsResponse response, string asked)
    {
        DnsRecord[] aliases = [.. response.Records.Where(IsAlias)];
        var passed = new List<string>();
        string at = asked;
        while (passed.Count <= MaxAliases)
        {
            string[] targets = [.. aliases.Where(a => a.Owner == at).Select(a => a.Target!).Distinct()];
            if (targets.Length == 0)
            {
                return (at, [.. passed], null);
            }

            if (targets.Length > 1)
            {
                return (at, [], $"{Printable.Text(at)} is an alias (CNAME) of two names at once");
            }

            passed.Add(at);
            at = targets[0];
            if (passed.Contains(at))
            {
                return (at, [], $"the aliases (CNAME) lead round in a circle, over {Printable.Text(at)}");
            }
        }

        return (at, [], TooManyAliases);
    }
}

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>What stands at a name, over all record types that emblems stand in.</summary>
internal sealed class NameStanding
{
    private readonly DomainName _name;

    private NameStanding(DomainName name, IReadOnlyList<StandingRecords> records)
    {
        _name = name;
        Records = records;
    }

    /// <summary>The records, one entry a type.</summary>
    public IReadOnlyList<StandingRecords> Records { get; }

    /// <summary>All records that are about emblems, in the form in which they are compared.</summary>
    public IReadOnlyCollection<ReadOnlyMemory<byte>> OfEmblems =>
        [.. Records.SelectMany(r => r.OfEmblems.Select(d => StandingRecords.Canonical(r.Type, d)))];

    /// <summary>Whether all questions were answered.</summary>
    public bool IsAnswered => Unanswered is null;

    /// <summary>Whether at least one question was answered.</summary>
    public bool HasAnswer => Records.Any(r => r.Answer.IsAnswer);

    /// <summary>The first answer that is none; null if all questions were answered.</summary>
    public LookupAnswer? Unanswered => Records.Select(r => r.Answer).FirstOrDefault(a => !a.IsAnswer);

    /// <summary>What answers say.</summary>
    public static NameStanding Of(DomainName name, IEnumerable<(ushort Type, LookupAnswer Answer)> answers) =>
        new(name, [.. answers.Select(a => new StandingRecords(a.Type, a.Answer))]);

    /// <summary>Asks for all types that are wanted.</summary>
    public static Task<NameStanding> LookAsync(WantedName wanted, IDnsLookup lookup, CancellationToken cancellationToken) =>
        LookAsync(wanted.Name, wanted.Records.Select(r => r.Type), lookup, cancellationToken);

    /// <summary>Asks for some types.</summary>
    public static async Task<NameStanding> LookAsync(
        DomainName name, IEnumerable<ushort> types, IDnsLookup lookup, CancellationToken cancellationToken)
    {
        var records = new List<StandingRecords>();
        foreach (ushort type in types)
        {
            // One after another: of two answers on one connection, a server that waits for acknowledgements (BIND does) sends the second
            // 40 milliseconds later.
            records.Add(new StandingRecords(type, await lookup.LookUpAsync(name, type, cancellationToken)));
        }

        return new NameStanding(name, records);
    }

    /// <summary>The name that an alias (CNAME) leads to, as the server wrote it; null if the name is no alias.</summary>
    public string? AliasOf => Records.Select(r => r.Answer.CanonicalName)
        .FirstOrDefault(e => e is not null && !(DomainName.TryParse(e, out DomainName? at) && at == _name));

    /// <summary>
    /// The outcome at an alias: the records behind it belong to another name, so here are none, as a removal wants it. Null if the name is
    /// no alias.
    /// </summary>
    public ZoneOutcome? AtAlias(WantedName wanted) => AliasOf is not { } end ? null
        : wanted.IsNothing ? new ZoneOutcome(true)
        : new ZoneOutcome(
            false,
            $"{_name} is an alias (CNAME) of {Printable.Text(end)}, and an alias can have no records of its own. "
                + $"Mark the name that it leads to, or replace the CNAME by addresses.")
        {
            IsDifferent = true,
        };
}

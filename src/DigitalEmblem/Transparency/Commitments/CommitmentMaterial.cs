namespace DigitalEmblem;

/// <summary>
/// What is at hand to verify commitments with: certificate chains, entries that logs delivered, and why logs delivered none. Immutable and
/// thread-safe; the cost of a look-up does not grow with its size.
/// </summary>
public sealed class CommitmentMaterial
{
    private readonly ILookup<CommitmentEntry, (BindingChain Chain, SignedCertificateTimestamp Sct, LogLeaf Leaf)> _promised;
    private readonly ILookup<string, BindingChain> _byName;
    private readonly Dictionary<CommitmentEntry, LoggedEntry> _logged;
    private readonly Dictionary<CommitmentEntry, string> _silent;
    private readonly Dictionary<CommitmentEntry, SignedLogList> _listed;

    private CommitmentMaterial(
        IReadOnlyList<BindingChain> chains,
        Dictionary<CommitmentEntry, LoggedEntry> logged,
        Dictionary<CommitmentEntry, string> silent,
        Dictionary<CommitmentEntry, SignedLogList> listed)
    {
        Chains = chains;
        _logged = logged;
        _silent = silent;
        _listed = listed;
        // Index each promise by leaf hash and by leaf index, because only the log list says which of the two its log uses.
        _promised = chains
            .SelectMany(chain => chain.Promised, (chain, p) => (Chain: chain, p.Sct, p.Leaf))
            .SelectMany(p => EntriesOf(p.Sct, p.Leaf), (p, entry) => (Entry: entry, Value: p))
            .ToLookup(p => p.Entry, p => p.Value);
        _byName = chains.SelectMany(chain => chain.DnsNames, (chain, name) => (chain, name))
            .ToLookup(p => p.name, p => p.chain, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Nothing.</summary>
    public static CommitmentMaterial None { get; } = new([], [], [], []);

    /// <summary>The chains at hand.</summary>
    public IReadOnlyList<BindingChain> Chains { get; }

    /// <summary>The entries that logs delivered.</summary>
    internal IReadOnlyCollection<LoggedEntry> Logged => _logged.Values;

    /// <summary>Certificate chains.</summary>
    /// <param name="chains">The chains.</param>
    public static CommitmentMaterial Of(IEnumerable<BindingChain> chains)
    {
        ArgumentNullException.ThrowIfNull(chains);
        return Of(chains, []);
    }

    /// <summary>Why logs delivered nothing, by entry.</summary>
    internal IReadOnlyDictionary<CommitmentEntry, string> Silent => _silent;

    /// <summary>The log lists by which entries were verified before (decisions.md, 22).</summary>
    internal IReadOnlyDictionary<CommitmentEntry, SignedLogList> Listed => _listed;

    /// <summary>Chains and entries.</summary>
    internal static CommitmentMaterial Of(IEnumerable<BindingChain> chains, IEnumerable<LoggedEntry> logged) => Of(chains, logged, [], []);

    /// <summary>All that a file holds.</summary>
    internal static CommitmentMaterial Of(
        IEnumerable<BindingChain> chains,
        IEnumerable<LoggedEntry> logged,
        Dictionary<CommitmentEntry, string> silent,
        Dictionary<CommitmentEntry, SignedLogList> listed)
    {
        var byEntry = new Dictionary<CommitmentEntry, LoggedEntry>();
        foreach (LoggedEntry one in logged)
        {
            byEntry[one.Entry] = one;
        }

        return new CommitmentMaterial([.. chains], byEntry, silent, listed);
    }

    /// <summary>That a log delivered nothing for an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="reason">Why, as a clause for a person.</param>
    public static CommitmentMaterial Unanswered(CommitmentEntry entry, string reason)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(reason);
        return new CommitmentMaterial([], [], new() { [entry] = reason }, []);
    }

    /// <summary>All of several.</summary>
    /// <param name="parts">The parts; of two answers for one entry the later counts.</param>
    public static CommitmentMaterial Combine(IEnumerable<CommitmentMaterial> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var chains = new List<BindingChain>();
        var logged = new Dictionary<CommitmentEntry, LoggedEntry>();
        var silent = new Dictionary<CommitmentEntry, string>();
        var listed = new Dictionary<CommitmentEntry, SignedLogList>();
        foreach (CommitmentMaterial part in parts)
        {
            chains.AddRange(part.Chains);
            foreach ((CommitmentEntry entry, LoggedEntry one) in part._logged)
            {
                logged[entry] = one;
            }

            foreach ((CommitmentEntry entry, string reason) in part._silent)
            {
                silent[entry] = reason;
            }

            foreach ((CommitmentEntry entry, SignedLogList list) in part._listed)
            {
                listed[entry] = list;
            }
        }

        return new CommitmentMaterial(chains, logged, silent, listed);
    }

    /// <summary>The part that can prove some entries: what a store keeps.</summary>
    /// <param name="entries">The entries.</param>
    public CommitmentMaterial For(IReadOnlyList<CommitmentEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        HashSet<CommitmentEntry> wanted = [.. entries];
        return Of(
            entries.SelectMany(e => _promised[e]).Select(p => p.Chain).DistinctBy(chain => chain.Digest),
            entries.Distinct().Select(LoggedFor).OfType<LoggedEntry>(),
            [],
            _listed.Where(l => wanted.Contains(l.Key)).ToDictionary());
    }

    /// <summary>The part from which claims are verified with the same result and the same reasons: what an evidence file keeps.</summary>
    /// <param name="claims">The claims.</param>
    internal CommitmentMaterial About(IReadOnlyCollection<CommitmentClaim> claims)
    {
        HashSet<CommitmentEntry> entries = [.. claims.SelectMany(c => c.Log)];
        HashSet<Sha256Digest> bearing = [.. entries.SelectMany(e => _promised[e]).Select(p => p.Chain.Digest)];
        // Keep a chain that names the key, even if no entry points to it, because the reasons mention it.
        bearing.UnionWith(claims.SelectMany(BindingNames.KeyNamesOf).Select(Naming).OfType<BindingChain>().Select(chain => chain.Digest));
        return Of(
            Chains.Where(chain => bearing.Contains(chain.Digest)).DistinctBy(chain => chain.Digest),
            _logged.Values.Where(l => entries.Contains(l.Entry)),
            _silent.Where(s => entries.Contains(s.Key)).ToDictionary(),
            _listed.Where(l => entries.Contains(l.Key)).ToDictionary());
    }

    /// <summary>
    /// The same, with the log list by which entries are proven now. An entry whose log this list no longer has keeps the one that had it.
    /// </summary>
    internal CommitmentMaterial ListedBy(LogList? logs, IEnumerable<EntryEvidence> entries)
    {
        if (logs?.Signed is not { } signed)
        {
            return this;
        }

        Dictionary<CommitmentEntry, SignedLogList> listed = new(_listed);
        foreach (EntryEvidence one in entries.Where(
            e => e.Outcome == CommitmentOutcome.Proven && logs.Find(e.Entry.LogId)?.CountsFor(e.LoggedAt!.Value) == true))
        {
            listed[one.Entry] = signed;
        }

        return new CommitmentMaterial(Chains, _logged, _silent, listed);
    }

    /// <summary>Every chain in it, with the times at which it must lead to a root.</summary>
    internal IEnumerable<(IReadOnlyList<ReadOnlyMemory<byte>> Chain, DateTimeOffset At)> Paths() =>
    [
        .. Chains.SelectMany(chain => chain.Scts, (chain, sct) => (chain.Certificates, sct.Timestamp)),
        .. Logged.Select(logged => (logged.Chain, logged.Leaf.Timestamp)),
    ];

    internal IEnumerable<(BindingChain Chain, SignedCertificateTimestamp Sct, LogLeaf Leaf)> PromisedFor(CommitmentEntry entry) =>
        _promised[entry];

    internal LoggedEntry? LoggedFor(CommitmentEntry entry) => _logged.GetValueOrDefault(entry);

    internal string? WhyUnanswered(CommitmentEntry entry) => _silent.GetValueOrDefault(entry);

    internal SignedLogList? ListedFor(CommitmentEntry entry) => _listed.GetValueOrDefault(entry);

    internal BindingChain? Naming(string name) => _byName[name].FirstOrDefault();

    private static IEnumerable<CommitmentEntry> EntriesOf(SignedCertificateTimestamp sct, LogLeaf leaf)
    {
        yield return CommitmentEntry.InV1Log(sct.LogId, leaf.Hash);
        if (sct.LeafIndex is { } index)
        {
            yield return CommitmentEntry.InStaticLog(sct.LogId, index);
        }
    }
}

namespace DigitalEmblem;

/// <summary>
/// What is at hand to verify commitments with: certificate chains, entries that logs delivered, and why logs delivered none. Immutable and thread-safe; look-ups do not grow dearer with its size.
/// </summary>
public sealed class CommitmentMaterial
{
    private readonly ILookup<CommitmentEntry, (BindingChain Chain, SignedCertificateTimestamp Sct, LogLeaf Leaf)> _promised;
    private readonly ILookup<string, BindingChain> _byName;
    private readonly Dictionary<CommitmentEntry, LoggedEntry> _logged;
    private readonly Dictionary<CommitmentEntry, string> _silent;

    private CommitmentMaterial(IReadOnlyList<BindingChain> chains, Dictionary<CommitmentEntry, LoggedEntry> logged, Dictionary<CommitmentEntry, string> silent)
    {
        Chains = chains;
        _logged = logged;
        _silent = silent;
        // Each promise both ways: which of the two the log calls for, its kind in the log list says.
        _promised = chains
            .SelectMany(chain => chain.Promised, (chain, p) => (Chain: chain, p.Sct, p.Leaf))
            .SelectMany(p => EntriesOf(p.Sct, p.Leaf), (p, entry) => (Entry: entry, Value: p))
            .ToLookup(p => p.Entry, p => p.Value);
        _byName = chains.SelectMany(chain => chain.DnsNames, (chain, name) => (chain, name)).ToLookup(p => p.name, p => p.chain, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Nothing.</summary>
    public static CommitmentMaterial None { get; } = new([], [], []);

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

    /// <summary>Chains and entries.</summary>
    /// <param name="chains">Certificate chains.</param>
    /// <param name="logged">Entries that logs delivered.</param>
    internal static CommitmentMaterial Of(IEnumerable<BindingChain> chains, IEnumerable<LoggedEntry> logged)
    {
        var byEntry = new Dictionary<CommitmentEntry, LoggedEntry>();
        foreach (LoggedEntry one in logged)
        {
            byEntry[one.Entry] = one;
        }

        return new CommitmentMaterial([.. chains], byEntry, []);
    }

    /// <summary>That a log delivered nothing for an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="reason">Why, as a clause for a person.</param>
    public static CommitmentMaterial Unanswered(CommitmentEntry entry, string reason)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentNullException.ThrowIfNull(reason);
        return new CommitmentMaterial([], [], new() { [entry] = reason });
    }

    /// <summary>All of several.</summary>
    /// <param name="parts">The parts; of two answers for one entry the later counts.</param>
    public static CommitmentMaterial Combine(IEnumerable<CommitmentMaterial> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        var chains = new List<BindingChain>();
        var logged = new Dictionary<CommitmentEntry, LoggedEntry>();
        var silent = new Dictionary<CommitmentEntry, string>();
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
        }

        return new CommitmentMaterial(chains, logged, silent);
    }

    /// <summary>The part that bears on some entries.</summary>
    /// <param name="entries">The entries.</param>
    public CommitmentMaterial For(IReadOnlyList<CommitmentEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return Of(
            entries.SelectMany(e => _promised[e]).Select(p => p.Chain).DistinctBy(chain => Sha256Digest.Of(chain.Certificates[0].Span)),
            entries.Select(LoggedFor).OfType<LoggedEntry>());
    }

    internal IEnumerable<(BindingChain Chain, SignedCertificateTimestamp Sct, LogLeaf Leaf)> PromisedFor(CommitmentEntry entry) => _promised[entry];

    internal LoggedEntry? LoggedFor(CommitmentEntry entry) => _logged.GetValueOrDefault(entry);

    internal string? WhyUnanswered(CommitmentEntry entry) => _silent.GetValueOrDefault(entry);

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

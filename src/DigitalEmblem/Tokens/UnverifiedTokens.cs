namespace DigitalEmblem;

/// <summary>
/// What was read from one or more inputs: tokens and keys, strictly decoded and not verified, and what could not be decoded.
/// </summary>
public sealed class UnverifiedTokens
{
    private readonly TokenLimits _limits;
    private readonly IReadOnlyList<InputNote> _notes;

    private UnverifiedTokens(
        IReadOnlyList<InputItem> items, TokenLimits limits, IReadOnlyList<InputNote>? notes = null, DomainName? owner = null)
    {
        _limits = limits;
        _notes = notes ?? [];
        Items = items;
        Owners = owner is not null ? [owner] : OwnersIn(items, _notes) ?? (IReadOnlyList<DomainName>)[];
        IReadOnlyList<InputItem> judged = Recognized(items);
        Sets = Owners.Count < 2
            ? MakeSets(judged, limits)
            : [.. Owners.SelectMany(o => MakeSets(BelongingTo(o, judged), limits).Select(s => s.At(o)))];
    }

    /// <summary>Nothing was found, as for most names of a sweep.</summary>
    internal static UnverifiedTokens Empty { get; } = new([], TokenLimits.Default);

    /// <summary>Every item, in the order of reading. Where there were more than the limits permit, the last one says so.</summary>
    public IReadOnlyList<InputItem> Items { get; }

    /// <summary>The sets; at least one. One that exceeds a limit is not judged (<see cref="UnverifiedSet.ExceededLimit"/>).</summary>
    public IReadOnlyList<UnverifiedSet> Sets { get; }

    /// <summary>The first limit that a set exceeds; null if none does.</summary>
    public Finding? ExceededLimit => Sets.FirstOrDefault(s => s.ExceededLimit is not null)?.ExceededLimit;

    /// <summary>
    /// The names that the input speaks of, where its form says that (the question of an answer that a tool printed); empty for bundles
    /// and the like.
    /// </summary>
    public IReadOnlyList<DomainName> Owners { get; }

    /// <summary>The name that all of it is about; null if it speaks of none, or of several (<see cref="ByOwner"/>).</summary>
    public DomainName? Owner => Owners is [var only] ? only : null;

    /// <summary>
    /// What was noticed about the input as a whole: what could not be recognized, which answers failed, and which were read whole
    /// (decisions.md, 11).
    /// </summary>
    public IReadOnlyList<Finding> Findings =>
        _notes.Count == 0 && !NamesOnlyAddresses
            ? []
            : [.. _notes.Select(n => n.Finding), .. NamesOnlyAddresses ? (Finding[])[AddressesOnly()] : []];

    /// <summary>
    /// The asset that is asked about if the caller names none: the name at which the emblem stands. Null if that name is not known, or if
    /// the emblem names only addresses.
    /// </summary>
    public AssetIdentifier? DefaultAsset =>
        Owner is { } owner && owner.ToString().Contains('.', StringComparison.Ordinal) && !NamesOnlyAddresses
            ? AssetIdentifier.ForName(owner)
            : null;

    /// <summary>
    /// Reads any form and finds out by parsing which it is (spec/input.md): a bundle, a single token or key in CBOR, lines of hexadecimal
    /// digits, records as DNS tools print them or a zone file holds them, lines of JWS and JWK, blocks of PEM.
    /// </summary>
    /// <param name="input">The bytes of a file or an answer.</param>
    /// <param name="source">The input's name, for findings: a file name.</param>
    /// <param name="limits">Limits on the input; null for the default ones.</param>
    /// <param name="cache">What was read before; null for nothing.</param>
    /// <param name="ihleType">The record type's number for IHLE, 1 to 65535; null for the default one, and any for private use that
    /// holds a token or a key.</param>
    public static UnverifiedTokens Read(
        ReadOnlyMemory<byte> input,
        string source = "input",
        TokenLimits? limits = null,
        VerificationCache? cache = null,
        int? ihleType = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        limits ??= TokenLimits.Default;
        if (input.Length > limits.MaxInputBytes)
        {
            return new UnverifiedTokens(
                [TooMany(new InputItem(1, source), $"{input.Length} bytes, where {limits.MaxInputBytes} are the limit")], limits);
        }

        var content = new InputContent(source, limits, cache ?? VerificationCache.None, new IhleType(ihleType));
        InputReader.Read(input, content);
        return new UnverifiedTokens(content.Items, limits, content.Finish());
    }

    /// <summary>Joins several inputs into one: the files of one call are one source (decisions.md, 9).</summary>
    /// <param name="inputs">The inputs.</param>
    /// <param name="limits">Limits on the whole; null for the default ones.</param>
    public static UnverifiedTokens Combine(IEnumerable<UnverifiedTokens> inputs, TokenLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        UnverifiedTokens[] all = [.. inputs];
        if (Array.TrueForAll(all, i => ReferenceEquals(i, Empty)))
        {
            return Empty;
        }

        InputNote[] notes = [.. all.SelectMany(i => i._notes)];
        IEnumerable<InputItem> items = all.SelectMany(i => i.Items).Select((item, index) => item with { Number = index + 1 });
        return Collect(items, limits ?? TokenLimits.Default, severalSources: true, notes);
    }

    /// <summary>
    /// The items, split by the name that they are about, because records of one name say nothing about another (decisions.md, 9). An item
    /// that is about no name, such as one from a file of keys, belongs to each.
    /// </summary>
    public IReadOnlyList<UnverifiedTokens> ByOwner() => Owners.Count < 2
        ? [this]
        : [.. Owners.Select(
            o => new UnverifiedTokens(BelongingTo(o, Items), _limits, [.. _notes.Where(n => n.Owner is null || n.Owner == o)], o))];

    /// <summary>
    /// Why nothing can be concluded from what the input shows: tokens stand in an answer that was cut. Null if that is not so.
    /// </summary>
    public Finding? ShowsPart => AsFailure(_notes.FirstOrDefault(n => n.ShowsPart));

    /// <summary>Why nothing can be concluded from what the input does not show; null if it can.</summary>
    /// <param name="absent">Whether the conclusion would be that there is nothing; else that what is shown is wrong, or too little.</param>
    public Finding? Hindrance(bool absent) => AsFailure(_notes.FirstOrDefault(n => n.Finding.Code == FindingCode.AnswerUnusable)
        ?? (absent ? _notes.FirstOrDefault(n => n.Finding.Code != FindingCode.AnswerRead) : null));

    private static Finding? AsFailure(InputNote? note) =>
        note is null ? null : Finding.Failure(note.Finding.Code, FindingText.Of(note.Finding), note.Finding.Clause);

    /// <summary>
    /// Keeps the items up to the limits of each source. If there is one source, reading ends at its limit, because the rest would not be
    /// judged.
    /// </summary>
    private static UnverifiedTokens Collect(
        IEnumerable<InputItem> items, TokenLimits limits, bool severalSources, IReadOnlyList<InputNote>? notes = null)
    {
        var read = new List<InputItem>(8);
        var counts = new List<Count>(1);
        foreach (InputItem item in items)
        {
            if (item.Unrecognized)
            {
                read.Add(item);
                continue;
            }

            Count? count = counts.Find(c => c.Source == item.Source && c.Owner == item.Owner);
            if (count is null)
            {
                counts.Add(count = new Count(item.Source, item.Owner));
            }

            // A source that exceeds a limit is not judged, so no further items of it are kept. Items of other sources still are.
            if (count.Exceeded)
            {
                continue;
            }

            InputItem kept = count.Add(item, limits) ? item : TooMany(
                item, count.Tokens > limits.MaxTokens
                    ? $"there are more than {limits.MaxTokens} tokens"
                    : $"there are more than {limits.MaxKeys} keys");
            read.Add(kept);
            if (count.Exceeded && !severalSources)
            {
                break;
            }
        }

        return new UnverifiedTokens(read, limits, notes);
    }

    /// <summary>Items that were found one by one, at one source.</summary>
    internal static UnverifiedTokens Of(IEnumerable<InputItem> items, TokenLimits limits) => Collect(items, limits, severalSources: false);

    /// <summary>The same items, found at a source.</summary>
    internal UnverifiedTokens From(string source) =>
        new([.. Items.Select(i => i with { Source = source, Owner = null })], _limits, [.. _notes.Select(n => n with { Owner = null })]);

    private bool NamesOnlyAddresses
    {
        get
        {
            Emblem[] emblems = Owner is null ? [] : [.. Items.Select(i => i.Token?.Claims).OfType<Emblem>()];
            return emblems.Length > 0 && Array.TrueForAll(emblems, e => e.Assets.All(a => a.Kind is AssetKind.Address or AssetKind.Prefix));
        }
    }

    private Finding AddressesOnly() => Finding.Note(
        FindingCode.AddressesOnly,
        $"The emblem stands at {Owner}, and names only addresses: whether {Owner} has one of them was not looked up "
            + $"(--asset asks about one).",
        "decisions.md, 11");

    private static IReadOnlyList<InputItem> Recognized(IReadOnlyList<InputItem> items)
    {
        for (int i = 0; i < items.Count; i++)
        {
            if (items[i].Unrecognized)
            {
                return [.. items.Where(item => !item.Unrecognized)];
            }
        }

        return items;
    }

    private static IReadOnlyList<InputItem> BelongingTo(DomainName owner, IReadOnlyList<InputItem> items) =>
        [.. items.Where(i => i.Owner is null || i.Owner == owner)];

    private static List<DomainName>? OwnersIn(IReadOnlyList<InputItem> items, IReadOnlyList<InputNote> notes)
    {
        List<DomainName>? owners = null;
        for (int i = 0; i < items.Count + notes.Count; i++)
        {
            DomainName? owner = i < items.Count ? items[i].Owner : notes[i - items.Count].Owner;
            if (owner is not null && owners?.Contains(owner) != true)
            {
                (owners ??= []).Add(owner);
            }
        }

        return owners;
    }

    private static List<UnverifiedSet> MakeSets(IReadOnlyList<InputItem> items, TokenLimits limits)
    {
        if (OnlyProfile(items) is { } only)
        {
            return [new UnverifiedSet(items[0].Source, only, null, items)];
        }

        List<UnverifiedSet> sets = [.. items.GroupBy(i => i.Source).SelectMany(source => MakeSets(source.Key, [.. source], limits))];
        return sets.Count > 0 ? sets : [new UnverifiedSet(null, TokenProfile.Cwt, null, items)];
    }

    /// <summary>
    /// The profile of every token, if all items clearly form one set: one source, one profile, no IDs. Most inputs do.
    /// </summary>
    private static TokenProfile? OnlyProfile(IReadOnlyList<InputItem> items)
    {
        TokenProfile? profile = null;
        for (int i = 0; i < items.Count; i++)
        {
            InputItem item = items[i];
            if (item.SetId is not null
                || item.Source != items[0].Source
                || (item.Profile is { } own && profile is { } other && own != other))
            {
                return null;
            }

            profile ??= item.Profile;
        }

        return profile;
    }

    private static IEnumerable<UnverifiedSet> MakeSets(string? source, InputItem[] items, TokenLimits limits)
    {
        if (items.All(i => i.Profile is null)
            && items.Any(i => i.Fault is { } fault && (!i.IsKeyItem || fault.Fault == FormatFault.LimitExceeded)))
        {
            yield return new UnverifiedSet(source, TokenProfile.Cwt, null, items);
        }

        foreach (TokenProfile profile in Enum.GetValues<TokenProfile>())
        {
            InputItem[] own = [.. items.Where(i => i.Profile == profile)];
            if (own.Length == 0)
            {
                continue;
            }

            // An item without a profile belongs to every set: a key, or something that cannot be assigned to a profile.
            InputItem[] shared = [.. items.Where(i => i.Profile is null)];
            string?[] ids = [.. own.Select(i => i.SetId).Where(id => id is not null).Distinct()];
            int everywhere = own.Count(i => i.SetId is null) + shared.Length;
            if (ids.Length > 1 && own.Length + shared.Length + ((ids.Length - 1) * everywhere) > limits.MaxItemsOfSets)
            {
                yield return new UnverifiedSet(source, profile, null, [.. own, .. shared], UnverifiedSet.Exceeded(
                    $"{ids.Length} IDs of TXT records share {everywhere} items: together more than the {limits.MaxItemsOfSets} items that "
                        + "are judged for one source."));
                continue;
            }

            foreach (string? id in ids.Length == 0 ? [null] : ids)
            {
                yield return new UnverifiedSet(
                    source, profile, id, [.. own.Where(i => i.SetId is null || i.SetId == id).Concat(shared).OrderBy(i => i.Number)]);
            }
        }
    }

    private static InputItem TooMany(InputItem item, string message) =>
        item with
        {
            Token = null,
            Key = null,
            Profile = null,
            SetId = null,
            IsKeyItem = false,
            Fault = new TokenFormatException(message, fault: FormatFault.LimitExceeded)
        };

    /// <summary>How many items of one source and name there are.</summary>
    private sealed class Count(string? source, DomainName? owner)
    {
        private int _keys;

        public string? Source => source;

        public DomainName? Owner => owner;

        public int Tokens { get; private set; }

        public bool Exceeded { get; private set; }

        /// <summary>False if it is one more than the limits permit.</summary>
        public bool Add(InputItem item, TokenLimits limits)
        {
            if (item.Key is not null || item.IsKeyItem)
            {
                _keys++;
            }
            else
            {
                Tokens++;
            }

            Exceeded = Tokens > limits.MaxTokens || _keys > limits.MaxKeys;
            return !Exceeded;
        }
    }
}

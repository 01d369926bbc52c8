namespace DigitalEmblem;

/// <summary>What was read from one or more inputs: tokens and keys, strictly decoded and not verified, and what could not be decoded.</summary>
public sealed class UnverifiedTokens
{
    private readonly TokenLimits _limits;

    private UnverifiedTokens(IReadOnlyList<InputItem> items, TokenLimits limits)
    {
        _limits = limits;
        Items = items;
        Sets = MakeSets(items, limits);
    }

    /// <summary>Nothing was found: what most names of a sweep show.</summary>
    internal static UnverifiedTokens Empty { get; } = new([], TokenLimits.Default);

    /// <summary>Every item, in the order of reading. Where there were more than the limits permit, the last one says so.</summary>
    public IReadOnlyList<InputItem> Items { get; }

    /// <summary>The sets; at least one. One that exceeds a limit is not judged (<see cref="UnverifiedSet.ExceededLimit"/>).</summary>
    public IReadOnlyList<UnverifiedSet> Sets { get; }

    /// <summary>The first limit that a set exceeds; null if none does.</summary>
    public Finding? ExceededLimit => Sets.FirstOrDefault(s => s.ExceededLimit is not null)?.ExceededLimit;

    /// <summary>
    /// Reads any form and finds out by parsing which it is: a bundle, a single token or key in CBOR, lines of hexadecimal digits, TXT or IHLE records as <c>dig</c> prints
    /// them or a zone file holds them, lines of JWS and JWK, PEM public keys.
    /// </summary>
    /// <param name="input">The bytes of a file or an answer.</param>
    /// <param name="source">The input's name, for findings: a file name.</param>
    /// <param name="limits">Limits on the input; null for the default ones.</param>
    /// <param name="cache">What was read before; null for nothing.</param>
    public static UnverifiedTokens Read(ReadOnlyMemory<byte> input, string source = "input", TokenLimits? limits = null, VerificationCache? cache = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        limits ??= TokenLimits.Default;
        if (input.Length > limits.MaxInputBytes)
        {
            return new UnverifiedTokens([TooMany(new InputItem(1, source), $"{input.Length} bytes, where {limits.MaxInputBytes} are the limit")], limits);
        }

        return Collect(InputReader.Read(input, source, limits, cache ?? VerificationCache.None), limits, severalSources: false);
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

        return Collect(all.SelectMany(i => i.Items).Select((item, index) => item with { Number = index + 1 }), limits ?? TokenLimits.Default, severalSources: true);
    }

    /// <summary>Keeps the items up to the limits of each source. Where there is one source, reading ends at its limit: the rest would be work for nothing.</summary>
    private static UnverifiedTokens Collect(IEnumerable<InputItem> items, TokenLimits limits, bool severalSources)
    {
        var read = new List<InputItem>(8);
        var counts = new List<Count>(1);
        foreach (InputItem item in items)
        {
            Count? count = counts.Find(c => c.Source == item.Source);
            if (count is null)
            {
                counts.Add(count = new Count(item.Source));
            }

            // Of a source that exceeds a limit nothing is judged, so nothing more of it is kept; the other sources go on.
            if (count.Exceeded)
            {
                continue;
            }

            InputItem kept = count.Add(item, limits) ? item : TooMany(
                item, count.Tokens > limits.MaxTokens ? $"there are more than {limits.MaxTokens} tokens" : $"there are more than {limits.MaxKeys} keys");
            read.Add(kept);
            if (count.Exceeded && !severalSources)
            {
                break;
            }
        }

        return new UnverifiedTokens(read, limits);
    }

    /// <summary>Items that were found one by one, at one source.</summary>
    internal static UnverifiedTokens Of(IEnumerable<InputItem> items, TokenLimits limits) => Collect(items, limits, severalSources: false);

    /// <summary>The same items, found at a source.</summary>
    internal UnverifiedTokens From(string source) => new([.. Items.Select(i => i with { Source = source })], _limits);

    private static List<UnverifiedSet> MakeSets(IReadOnlyList<InputItem> items, TokenLimits limits)
    {
        if (OnlyProfile(items) is { } only)
        {
            return [new UnverifiedSet(items[0].Source, only, null, items)];
        }

        List<UnverifiedSet> sets = [.. items.GroupBy(i => i.Source).SelectMany(source => MakeSets(source.Key, [.. source], limits))];
        return sets.Count > 0 ? sets : [new UnverifiedSet(null, TokenProfile.Cwt, null, items)];
    }

    /// <summary>The profile of every token, if all items are plainly one set: one source, one profile, no IDs. So most inputs are.</summary>
    private static TokenProfile? OnlyProfile(IReadOnlyList<InputItem> items)
    {
        TokenProfile? profile = null;
        for (int i = 0; i < items.Count; i++)
        {
            InputItem item = items[i];
            if (item.SetId is not null || item.Source != items[0].Source || (item.Profile is { } own && profile is { } other && own != other))
            {
                return null;
            }

            profile ??= item.Profile;
        }

        return profile;
    }

    private static IEnumerable<UnverifiedSet> MakeSets(string? source, InputItem[] items, TokenLimits limits)
    {
        if (items.All(i => i.Profile is null) && items.Any(i => i.Fault is { } fault && (!i.IsKeyItem || fault.Fault == FormatFault.LimitExceeded)))
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

            // Keys count for every set; what cannot be assigned to a profile is told in every set.
            InputItem[] shared = [.. items.Where(i => i.Profile is null)];
            string?[] ids = [.. own.Select(i => i.SetId).Where(id => id is not null).Distinct()];
            int everywhere = own.Count(i => i.SetId is null) + shared.Length;
            if (ids.Length > 1 && own.Length + shared.Length + ((ids.Length - 1) * everywhere) > limits.MaxItemsOfSets)
            {
                yield return new UnverifiedSet(source, profile, null, [.. own, .. shared], UnverifiedSet.Exceeded(
                    $"{ids.Length} IDs of TXT records share {everywhere} items: together more than the {limits.MaxItemsOfSets} items that are judged for one source."));
                continue;
            }

            foreach (string? id in ids.Length == 0 ? [null] : ids)
            {
                yield return new UnverifiedSet(source, profile, id, [.. own.Where(i => i.SetId is null || i.SetId == id).Concat(shared).OrderBy(i => i.Number)]);
            }
        }
    }

    private static InputItem TooMany(InputItem item, string message) =>
        item with { Token = null, Key = null, Profile = null, SetId = null, IsKeyItem = false, Fault = new TokenFormatException(message, fault: FormatFault.LimitExceeded) };

    /// <summary>How many items of one source there are.</summary>
    private sealed class Count(string? source)
    {
        private int _keys;

        public string? Source => source;

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

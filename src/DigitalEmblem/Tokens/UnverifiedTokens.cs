namespace DigitalEmblem;

/// <summary>What was read from one or more inputs: tokens and keys, strictly decoded and not verified, and what could not be decoded.</summary>
public sealed class UnverifiedTokens
{
    private UnverifiedTokens(IReadOnlyList<InputItem> items, Finding? exceeded)
    {
        Items = items;
        ExceededLimit = exceeded;
        Sets = exceeded is null ? MakeSets(items) : [];
    }

    /// <summary>Nothing was found: what most names of a sweep show.</summary>
    internal static UnverifiedTokens Empty { get; } = new([], null);

    /// <summary>Every item, in the order of reading.</summary>
    public IReadOnlyList<InputItem> Items { get; }

    /// <summary>The sets that are judged; at least one, unless a limit was exceeded.</summary>
    public IReadOnlyList<UnverifiedSet> Sets { get; }

    /// <summary>The limit that was exceeded, so that nothing was judged; else null.</summary>
    public Finding? ExceededLimit { get; }

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
            return new UnverifiedTokens([], Exceeded($"{Printable.Text(source)} has {input.Length} bytes, where {limits.MaxInputBytes} are the limit.", null));
        }

        return Collect(InputReader.Read(input, source, limits, cache ?? VerificationCache.None), limits, source);
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

        return all.FirstOrDefault(i => i.ExceededLimit is not null)
            ?? Collect(all.SelectMany(i => i.Items).Select((item, index) => item with { Number = index + 1 }), limits ?? TokenLimits.Default);
    }

    private static UnverifiedTokens Collect(IEnumerable<InputItem> items, TokenLimits limits, string? input = null)
    {
        var read = new List<InputItem>(8);
        int tokens = 0, keys = 0;
        foreach (InputItem item in items)
        {
            item.Input ??= input;
            read.Add(item);
            if (item.Fault is { Fault: FormatFault.LimitExceeded } fault)
            {
                return new UnverifiedTokens(read, Exceeded($"{Printable.Text(item.Where)}: {fault.Message}.", item.Number));
            }

            bool isKey = item.Key is not null || item.IsKeyItem;
            tokens += isKey ? 0 : 1;
            keys += isKey ? 1 : 0;
            if (tokens > limits.MaxTokens || keys > limits.MaxKeys)
            {
                return new UnverifiedTokens(read, Exceeded(
                    tokens > limits.MaxTokens ? $"There are more than {limits.MaxTokens} tokens." : $"There are more than {limits.MaxKeys} keys.", null));
            }
        }

        return new UnverifiedTokens(read, null);
    }

    /// <summary>Items that were found one by one.</summary>
    internal static UnverifiedTokens Of(IEnumerable<InputItem> items, TokenLimits limits) => Collect(items, limits);

    /// <summary>The same items, found at a source.</summary>
    internal UnverifiedTokens From(string source) => new([.. Items.Select(i => i with { Source = source })], ExceededLimit);

    private static List<UnverifiedSet> MakeSets(IReadOnlyList<InputItem> items)
    {
        if (OnlyProfile(items) is { } only)
        {
            return [new UnverifiedSet(items[0].Source, only, null, items)];
        }

        List<UnverifiedSet> sets = [.. items.GroupBy(i => i.Source).SelectMany(source => MakeSets(source.Key, [.. source]))];
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

    private static IEnumerable<UnverifiedSet> MakeSets(string? source, InputItem[] items)
    {
        if (items.All(i => i.Profile is null) && items.Any(i => i.Fault is not null && !i.IsKeyItem))
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
            foreach (string? id in ids.Length == 0 ? [null] : ids)
            {
                yield return new UnverifiedSet(source, profile, id, [.. own.Where(i => i.SetId is null || i.SetId == id).Concat(shared).OrderBy(i => i.Number)]);
            }
        }
    }

    private static Finding Exceeded(string message, int? item) =>
        Finding.Failure(FindingCode.LimitExceeded, message + " Nothing was judged, so that nothing is concluded from a part.", "decisions.md, 17", item);
}

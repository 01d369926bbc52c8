using System.Text;

namespace DigitalEmblem.Data;

/// <summary>
/// Copying between systems changes the Unicode form of names. So a missing entry and a new one are one entry under another name, if their
/// names are equal under normalization form C, no other name is, and the content is equal (data-emblem, entries and paths).
/// </summary>
/// <param name="listed">Says what an entry is that is not listed in another form either.</param>
internal sealed class OtherForms(ListedEntries listed)
{
    // Some 250 bytes each. Beyond it, names that differ in form are missing and new, as they are without this rule.
    private const int Most = 100_000;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<(ManifestEntry Entry, CheckedEntry Absent)> _missing = [];
    private readonly Dictionary<string, List<Unlisted>> _unlisted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Whether a name can have another form. Three letters of ASCII are the normal form of signs outside it: K, ; and `.</summary>
    public static bool MayHaveOne(ReadOnlySpan<byte> path) =>
        path.ContainsAny("K;`"u8) || path.ContainsAnyInRange((byte)0x80, (byte)0xFF);

    /// <summary>
    /// The path in normalization form C; null if it has no other form, or is no text. Where .NET runs without ICU (invariant
    /// globalization), it is given back as it is, and names that differ in form stay missing and new.
    /// </summary>
    public static string? FormOf(EntryPath path)
    {
        try
        {
            return MayHaveOne(path.Bytes) ? Strict.GetString(path.Bytes).Normalize(NormalizationForm.FormC) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Keeps an entry that is listed and missing, or returns false.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="absent">What is said of it if it is not there in another form either.</param>
    public bool TryAddMissing(ManifestEntry entry, CheckedEntry absent)
    {
        bool keeps = _count < Most && FormOf(entry.Path) is not null;
        if (keeps)
        {
            _missing.Add((entry, absent));
            _count++;
        }

        return keeps;
    }

    /// <summary>Keeps an entry that is there and not listed, or returns false.</summary>
    /// <param name="entry">The entry, as it was read.</param>
    /// <param name="trouble">Why it could not be read; null if it was.</param>
    public bool TryAddUnlisted(ManifestEntry entry, string? trouble)
    {
        if (_count >= Most || FormOf(entry.Path) is not { } form)
        {
            return false;
        }

        if (!_unlisted.TryGetValue(form, out List<Unlisted>? same))
        {
            _unlisted.Add(form, same = []);
        }

        same.Add(new Unlisted(entry, trouble));
        _count++;
        return true;
    }

    /// <summary>Hears of a path that could not be read, and is not listed in its form.</summary>
    public void AddUnreadable(EntryPath path)
    {
        if (_unreadable.Count < Most && FormOf(path) is { } form)
        {
            _unreadable.Add(form);
        }
    }

    /// <summary>Pairs all, and gives what each one is.</summary>
    public IEnumerable<CheckedEntry> Resolve()
    {
        var missing = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((ManifestEntry entry, _) in _missing)
        {
            missing[FormOf(entry.Path)!] = missing.GetValueOrDefault(FormOf(entry.Path)!) + 1;
        }

        foreach ((ManifestEntry entry, CheckedEntry absent) in _missing)
        {
            string form = FormOf(entry.Path)!;
            Unlisted? other = missing[form] == 1 && _unlisted.TryGetValue(form, out List<Unlisted>? same) && same is [var only]
                ? only
                : null;
            CheckedEntry? pair = other is null ? null : Pair(entry, other);
            if (pair is not null)
            {
                _unlisted.Remove(form);
            }

            CheckedEntry found = pair ?? (IsBelowUnreadable(form) ? Standings.Unreadable(entry, "its folder could not be read") : absent);
            yield return found with { Generation = absent.Generation };
        }

        foreach (Unlisted unlisted in _unlisted.Values.SelectMany(u => u).OrderBy(u => u.Entry.Path))
        {
            yield return listed.Unlisted(unlisted.Entry);
        }
    }

    private static CheckedEntry? Pair(ManifestEntry missing, Unlisted there) =>
        there.Trouble is not null ? Standings.Unreadable(missing, $"it seems to be '{there.Entry.Path}', and {there.Trouble}")
        : missing.Kind == EntryKind.NotCovered && there.Entry.Kind == EntryKind.NotCovered
            ? Standings.NotCovered(missing)
        : missing.Kind == there.Entry.Kind && missing.Size == there.Entry.Size && missing.Digest == there.Entry.Digest
            ? Standings.Renamed(missing, there.Entry.Path)
        : null;

    private bool IsBelowUnreadable(string form)
    {
        for (int end = form.LastIndexOf('/'); end > 0 && _unreadable.Count > 0; end = form.LastIndexOf('/', end - 1))
        {
            if (_unreadable.Contains(form[..end]))
            {
                return true;
            }
        }

        return false;
    }

    private sealed record Unlisted(ManifestEntry Entry, string? Trouble);
}

using System.Globalization;

namespace DigitalEmblem;

/// <summary>
/// What is read from one input, in the order of reading: items, and what was noticed. Its size is bounded for every input.
/// </summary>
internal sealed class InputContent(string source, TokenLimits limits, VerificationCache cache, IhleType ihle)
{
    /// <summary>The most names that one input may speak of: each is judged by itself, with the keys that belong to all.</summary>
    public const int MaxOwners = 64;

    // This many places of a kind are enough for a person to find them; further ones are only counted.
    private const int NotesOfAKind = 3;
    private const int MaxUnrecognized = 16;

    private const string Clause = "decisions.md, 11";

    private readonly List<InputItem> _items = new(8);

    // Null until needed: most inputs are bundles, which name no owner and give no cause for notes.
    private List<InputNote>? _notes;
    private Dictionary<(DomainName?, FindingCode), int>? _counts;
    private HashSet<DomainName>? _owners;
    private Dictionary<(DomainName Owner, bool IsKey), int>? _itemsOf;
    private int _keysOfNobody, _tokensOfNobody;
    private int _unrecognized;

    public string Source => source;

    public TokenLimits Limits => limits;

    public VerificationCache Cache => cache;

    public IhleType Ihle => ihle;

    public IReadOnlyList<InputItem> Items => _items;

    /// <summary>Whether a limit is exceeded: what follows is not read, because nothing will be judged.</summary>
    public bool IsFull { get; private set; }

    /// <summary>What was seen of a tool that shows nothing, in words.</summary>
    public string? Seen { get; set; }

    /// <summary>The item that an input is as a whole.</summary>
    public InputItem First() => At(source);

    /// <summary>An item that is to be filled in and added.</summary>
    public InputItem At(string where) => new(_items.Count + 1, where);

    /// <summary>An item that is to be filled in and added.</summary>
    public InputItem At(int line, DomainName? owner = null) => new(_items.Count + 1, WhereOf(line)) { Owner = owner };

    /// <summary>The place of a line, for a person.</summary>
    public string WhereOf(int line) => string.Create(CultureInfo.InvariantCulture, $"{source}, line {line}");

    /// <summary>Adds a key that stands alone. If it cannot be read, it is unrecognized: it does not claim to be a token.</summary>
    public void AddKey(InputItem key) => Add(key with { Unrecognized = key.Fault is { Fault: not FormatFault.LimitExceeded } });

    public void Add(InputItem item)
    {
        if (IsFull)
        {
            return;
        }

        item.Input = source;

        if (item.Unrecognized)
        {
            Unread(item.Where, item.Fault!.Message, item.Owner);
            if (++_unrecognized <= MaxUnrecognized)
            {
                _items.Add(item);
            }

            return;
        }

        bool isKey = item.Key is not null || item.IsKeyItem;
        if (Count(item.Owner, isKey) > (isKey ? limits.MaxKeys : limits.MaxTokens))
        {
            Exceed(isKey ? $"there are more than {limits.MaxKeys} keys" : $"there are more than {limits.MaxTokens} tokens");
        }
        else if (Admit(item.Owner))
        {
            _items.Add(item);
        }
    }

    /// <summary>Something that is of no form that is read, and does not claim to be a token (decisions.md, 11).</summary>
    /// <param name="where">Where it stands.</param>
    /// <param name="seen">What it is, or what is wrong with it, in words.</param>
    public void AddUnread(string where, string seen)
    {
        if (!CountUnread())
        {
            Add(new InputItem(_items.Count + 1, where) { Fault = new TokenFormatException(seen), Unrecognized = true });
        }
    }

    /// <summary>Counts a further unread place if enough of them are reported; false if this one is to be reported.</summary>
    public bool CountUnread()
    {
        if (_unrecognized < MaxUnrecognized)
        {
            return false;
        }

        Increment(_counts ??= [], (null, FindingCode.InputNotRecognized));
        return true;
    }

    /// <summary>An answer that says nothing of what is published, because it failed, was cut, or is to another question.</summary>
    /// <param name="line">Where it begins.</param>
    /// <param name="why">Why, in words.</param>
    /// <param name="owner">The name that it is about; null for every name.</param>
    /// <param name="showsPart">Whether tokens stand in it, which are perhaps not all.</param>
    public void Unusable(int line, string why, DomainName? owner, bool showsPart = false) =>
        Note(owner, FindingCode.AnswerUnusable, $"{Printable.Text(WhereOf(line))}: {why}", showsPart);

    /// <summary>A bundle that holds nothing.</summary>
    public void Empty(string where) => Note(null, FindingCode.AnswerRead, $"{Printable.Text(where)}: a bundle that holds nothing.");

    /// <summary>Something that does not say that it is all there is.</summary>
    public void NotStated(int line, string why, DomainName? owner) =>
        Note(owner, FindingCode.AbsenceNotStated, $"{Printable.Text(WhereOf(line))}: {why}");

    /// <summary>An answer that was read whole.</summary>
    public void Answered(int line, string what, DomainName? owner) =>
        Note(owner, FindingCode.AnswerRead, $"{Printable.Text(WhereOf(line))}: {what}");

    /// <summary>What was noticed. From an input that holds nothing at all, nothing can be concluded.</summary>
    public IReadOnlyList<InputNote> Finish()
    {
        if (_items.Count == 0 && _notes is null)
        {
            const string Nothing =
                "nothing stands there, or only comments: the look-up may have failed without a word. Bring all that it prints";
            Unread(source, Seen ?? Nothing, null);
        }

        foreach (((DomainName? owner, FindingCode code), int count) in _counts ?? [])
        {
            if (count > NotesOfAKind)
            {
                var more = FindingText.Of($"There are {count - NotesOfAKind} more like this.");
                (_notes ??= []).Add(new(owner, Make(code, more)));
            }
        }

        return _notes ?? (IReadOnlyList<InputNote>)[];
    }

    private int Count(DomainName? owner, bool isKey) => owner is null
        ? isKey ? ++_keysOfNobody : ++_tokensOfNobody
        : Increment(_itemsOf ??= [], (owner, isKey));

    private static int Increment<TKey>(Dictionary<TKey, int> counts, TKey key)
        where TKey : notnull => counts[key] = counts.GetValueOrDefault(key) + 1;

    private void Unread(string where, string seen, DomainName? owner) =>
        Note(owner, FindingCode.InputNotRecognized, $"{Printable.Text(where)}: {seen}.");

    private void Note(DomainName? owner, FindingCode code, FindingText message, bool showsPart = false)
    {
        if (IsFull || !Admit(owner))
        {
            return;
        }

        int count = Increment(_counts ??= [], (owner, code));
        if (count <= NotesOfAKind || (showsPart && _notes?.Exists(n => n.ShowsPart && n.Owner == owner) != true))
        {
            (_notes ??= []).Add(new(owner, Make(code, message), showsPart));
        }
    }

    private bool Admit(DomainName? owner)
    {
        if (owner is null || !(_owners ??= []).Add(owner) || _owners.Count <= MaxOwners)
        {
            return true;
        }

        Exceed($"there are more than {MaxOwners} names, which are the limit of one file");
        return false;
    }

    // Nothing is concluded from a part of an input, so this item belongs to every set, also if it is about one name.
    private void Exceed(string why)
    {
        IsFull = true;
        _items.Add(new InputItem(_items.Count + 1, source)
        {
            Input = source,
            Fault = new TokenFormatException(why, fault: FormatFault.LimitExceeded),
        });
    }

    private static Finding Make(FindingCode code, FindingText message) =>
        code == FindingCode.AnswerRead ? Finding.Note(code, message, Clause) : Finding.Warning(code, message, Clause);
}

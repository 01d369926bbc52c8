namespace DigitalEmblem;

/// <summary>
/// Reads entries of the master format (RFC 1035, 5.1): as zone files hold them, with owner, time to live and class in any order or missing,
/// and as tools print records, indented or not.
/// </summary>
internal sealed class RecordLine(TextLines lines, IhleType ihle)
{
    private string? _origin;
    private string? _lastOwner;

    /// <summary>Whether the text is a zone file: a directive or the start of authority was read.</summary>
    public bool InZone { get; private set; }

    /// <summary>Reads <c>$ORIGIN</c> and <c>$TTL</c>; false if the line is neither.</summary>
    public bool TryReadDirective(ReadOnlySpan<char> line)
    {
        int at = 0;
        ReadOnlySpan<char> directive = Word(line, ref at), value = Word(line, ref at);
        if (directive.Equals("$ORIGIN", StringComparison.OrdinalIgnoreCase) && value.Length > 0)
        {
            _origin = Absolute(value.ToString());
            return InZone = true;
        }

        return directive.Equals("$TTL", StringComparison.OrdinalIgnoreCase) && RecordTypes.IsTimeToLive(value) && (InZone = true);
    }

    /// <summary>
    /// Takes a line that is not read: it may be an entry, whose owner is then that of the entries below it that name none. They must not
    /// be taken for those of the owner before.
    /// </summary>
    public void PassOver(TextLine line)
    {
        int at = 0;
        string first = Word(lines[line], ref at).ToString();
        if (!line.Indented && (InZone || first.Contains('.', StringComparison.Ordinal)))
        {
            _lastOwner = Absolute(first);
        }
    }

    /// <summary>Reads the entry that begins on a line, and what of it stands on the next ones; false if it is no entry.</summary>
    public bool TryRead(TextLine line, out CapturedRecord? record)
    {
        record = null;
        ReadOnlySpan<char> text = lines[line];
        if (Choose(text, line.Indented) is not { } head)
        {
            return false;
        }

        string? owner = head.Owner is { } written ? Absolute(written) : _lastOwner;
        _lastOwner = owner;
        InZone |= head.Type == DnsType.Soa;
        record = ReadData(new MasterWords(lines, line, head.DataAt), head.Type, head.Class, owner, line.Number);
        return true;
    }

    /// <summary>Reads the data of a record of which the rest is known.</summary>
    public CapturedRecord ReadData(MasterWords words, int type, int recordClass, string? owner, int line)
    {
        var record = new CapturedRecord { Owner = owner, Type = type, Class = recordClass, Line = line };
        if (type is DnsType.Txt || ihle.MayBe(type))
        {
            (byte[] data, TokenFormatException? fault) = type == DnsType.Txt ? MasterData.Strings(words) : MasterData.Hexadecimal(words);
            return record with { Data = data, Fault = fault };
        }

        // The generic form is read for every type, because a caller may name any number as that of IHLE.
        if (words.TryRead(out ReadOnlySpan<char> first) && first is "\\#")
        {
            (byte[] data, TokenFormatException? fault) = MasterData.Generic(words);
            return fault is null ? PresentationData.Wire(record, data) : record with { Data = data, Fault = fault };
        }

        string? target = type == DnsType.CName && first.Length > 0 ? Absolute(first.ToString()) : null;
        words.Skip();
        return record with { Target = target, Fault = words.Fault is { } open ? new TokenFormatException(open) : null };
    }

    /// <summary>The name with the last origin, if it is relative and an origin is known; <c>@</c> is the origin.</summary>
    private string? Absolute(string name) => name == "@" ? _origin
        : _origin is null || name.EndsWith('.') ? name
        : $"{name}.{_origin}";

    /// <summary>A line may be read with its first word as the owner, or without an owner: takes what fits the rest.</summary>
    private Head? Choose(ReadOnlySpan<char> text, bool indented)
    {
        int at = 0;
        ReadOnlySpan<char> first = Word(text, ref at);
        Head? owned = ReadHead(text, at, first.ToString());
        Head? bare = ReadHead(text, 0, null);
        bool isClass = RecordTypes.TryParseClass(first, out _), isTtl = RecordTypes.IsTimeToLive(first);
        bool startsBare = bare is not null
            && ((indented && (isClass || isTtl)) || (isClass && owned?.HasClass != true) || (isTtl && _origin is null));
        return startsBare ? bare
            : owned is { } withOwner && IsPlausible(withOwner, text) ? withOwner
            : bare is { } without && (isClass || isTtl || LooksLikeData(without, text)) ? without
            : null;
    }

    private Head? ReadHead(ReadOnlySpan<char> text, int at, string? owner)
    {
        bool hasClass = false, hasTtl = false;
        int recordClass = CapturedRecord.Internet;
        for (int words = 0; words < 3; words++)
        {
            ReadOnlySpan<char> word = Word(text, ref at);
            if (!hasTtl && RecordTypes.IsTimeToLive(word))
            {
                hasTtl = true;
            }
            else if (!hasClass && RecordTypes.TryParseClass(word, out int number))
            {
                (hasClass, recordClass) = (true, number);
            }
            else
            {
                bool isRecord = RecordTypes.TryParse(word, ihle, out int type) && !text[at..].IsWhiteSpace();
                return isRecord ? new Head(owner, type, recordClass, hasClass, hasTtl, at) : null;
            }
        }

        return null;
    }

    // Prose may look like a record, so a line without class and time to live needs another sign that it is one.
    private bool IsPlausible(Head head, ReadOnlySpan<char> text) =>
        head.HasClass || head.HasTtl || InZone || head.Owner!.EndsWith('.') || LooksLikeData(head, text);

    private bool LooksLikeData(Head head, ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> data = text[head.DataAt..].TrimStart();
        return data[0] is '"' or '(' || data.StartsWith("\\#") || (head.Type == DnsType.Txt && TxtRecord.Concerns(data.ToString()))
            || (ihle.MayBe(head.Type) && HexText.IsAll(data));
    }

    /// <summary>The next word. It ends where <see cref="MasterWords"/> ends one, so that both read a line alike.</summary>
    private static ReadOnlySpan<char> Word(ReadOnlySpan<char> text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        int start = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at]) && text[at] is not ('(' or ')' or ';' or '"'))
        {
            at += text[at] == '\\' ? 2 : 1;
        }

        at = Math.Min(at, text.Length);
        return text[start..at];
    }

    private readonly record struct Head(string? Owner, int Type, int Class, bool HasClass, bool HasTtl, int DataAt);
}

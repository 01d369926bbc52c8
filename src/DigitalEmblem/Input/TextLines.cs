namespace DigitalEmblem;

/// <summary>
/// The lines of a text, one after another, without copies of it. A reader of blocks that finds no end goes back to where it began.
/// </summary>
internal sealed class TextLines(string text)
{
    // Before a name, '>' may be a part of the name. No tool prints '>' before a comment, so a text that has it there is a quotation.
    private readonly bool _quotesBeforeNames = HasQuotedComment(text);
    private int _at;
    private int _number;

    /// <summary>Where the next line begins; set to go back.</summary>
    public (int At, int Number) Place
    {
        get => (_at, _number);
        set => (_at, _number) = value;
    }

    public string Whole => text;

    public ReadOnlySpan<char> this[TextLine line] => text.AsSpan(line.Start, line.Length);

    /// <summary>The next line, also if it is empty; false at the end.</summary>
    public bool TryRead(out TextLine line)
    {
        line = default;
        if (_at >= text.Length)
        {
            return false;
        }

        int end = text.IndexOf('\n', _at);
        end = end < 0 ? text.Length : end;
        int start = _at;
        // Mail programs quote a line with "> ", once for each reply.
        while (start < end && (char.IsWhiteSpace(text[start]) || text[start] == '>'))
        {
            start++;
        }

        if (start < end && !_quotesBeforeNames && BeginsName(text[start]))
        {
            while (start > _at && text[start - 1] == '>')
            {
                start--;
            }
        }

        bool afterMark = start - 2 >= _at && text[start - 2] == '>';
        bool indented = start > _at && text[start - 1] != '>' && !afterMark;
        int last = end;
        while (last > start && char.IsWhiteSpace(text[last - 1]))
        {
            last--;
        }

        _at = end + 1;
        line = new TextLine(start, last - start, ++_number, indented);
        return true;
    }

    private static bool BeginsName(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '*' or '\\' || c > 0x7f;

    private static bool HasQuotedComment(string text)
    {
        const string QuotedComment = ">;";
        for (int at = 0; (at = text.IndexOf(QuotedComment, at, StringComparison.Ordinal)) >= 0; at += QuotedComment.Length)
        {
            int start = at;
            while (start > 0 && text[start - 1] != '\n' && (char.IsWhiteSpace(text[start - 1]) || text[start - 1] == '>'))
            {
                start--;
            }

            if (start == 0 || text[start - 1] == '\n')
            {
                return true;
            }
        }

        return false;
    }
}

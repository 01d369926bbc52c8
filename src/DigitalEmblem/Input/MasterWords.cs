namespace DigitalEmblem;

/// <summary>
/// The words of one entry in the master format (RFC 1035, 5.1) from a place in a line on: quoted or not, over several lines while a
/// parenthesis is open, comments left out.
/// </summary>
internal sealed class MasterWords(TextLines lines, TextLine line, int from)
{
    private readonly (int At, int Number) _afterFirst = lines.Place;
    private TextLine _line = line;
    private int _at = from;
    private bool _open;
    private bool _ended;

    /// <summary>Whether the word last read stood in quotation marks.</summary>
    public bool Quoted { get; private set; }

    /// <summary>What is wrong with the entry; null if nothing is. Known once every word was read.</summary>
    public string? Fault { get; private set; }

    /// <summary>The next word as it is written, without its quotation marks; false at the end of the entry.</summary>
    public bool TryRead(out ReadOnlySpan<char> word)
    {
        word = default;
        while (!_ended)
        {
            ReadOnlySpan<char> text = lines[_line];
            if (_at >= text.Length || text[_at] == ';')
            {
                NextLine();
            }
            else if (char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }
            else if (text[_at] is '(' or ')')
            {
                Parenthesis(opens: text[_at] == '(');
            }
            else if (text[_at] == '"')
            {
                word = InQuotes(text);
                return true;
            }
            else
            {
                word = Plain(text);
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads all words to the end of the entry.</summary>
    public void Skip()
    {
        while (TryRead(out _))
        {
        }
    }

    private void NextLine()
    {
        if (!_open)
        {
            _ended = true;
        }
        else if (lines.TryRead(out TextLine next))
        {
            _line = next;
            _at = 0;
        }
        else
        {
            NotClosed();
        }
    }

    private void Parenthesis(bool opens)
    {
        _at++;
        if (opens == _open)
        {
            // Parentheses do not nest, so a second one belongs to another entry.
            NotClosed();
        }

        _open = opens;
    }

    /// <summary>Ends the entry at its first line. The lines after it are then read as entries of their own.</summary>
    private void NotClosed()
    {
        Fault = _open ? "a parenthesis that is never closed" : "a parenthesis that was never opened";
        lines.Place = _afterFirst;
        _ended = true;
    }

    private ReadOnlySpan<char> InQuotes(ReadOnlySpan<char> text)
    {
        Quoted = true;
        int start = ++_at;
        while (_at < text.Length && text[_at] != '"')
        {
            _at += text[_at] == '\\' ? 2 : 1;
        }

        if (_at >= text.Length)
        {
            Fault = "a string without its closing quotation mark: the line was cut";
            lines.Place = _afterFirst;
            _ended = true;
            return text[start..];
        }

        return text[start.._at++];
    }

    private ReadOnlySpan<char> Plain(ReadOnlySpan<char> text)
    {
        Quoted = false;
        int start = _at;
        while (_at < text.Length && !char.IsWhiteSpace(text[_at]) && text[_at] is not ('(' or ')' or ';' or '"'))
        {
            _at += text[_at] == '\\' ? 2 : 1;
        }

        _at = Math.Min(_at, text.Length);
        return text[start.._at];
    }
}

namespace DigitalEmblem;

/// <summary>
/// Reads a text: as a whole, if it is of a form that is one; else line by line: what DNS tools print, zone files, mail that quotes them,
/// hexadecimal digits, JWS, JWK, blocks of PEM. Comments (<c>;</c>, <c>#</c>) are left out.
/// </summary>
internal sealed class TextInput
{
    private const int MaxBlocksWithin = 1;
    private const byte EmptyBundle = 0x80;

    // Tools print these lines beside records. They say nothing about the records.
    private static readonly string[] SaysNothing =
    [
        "Server:", "Address:", "Addresses:", "Aliases:", "Name:", "Non-authoritative answer:", "Authoritative answers can be found from:",
        "Trying \"", "Received ", "QUESTIONS:", "ANSWERS:", "AUTHORITY RECORDS:", "ADDITIONAL RECORDS:", "------------",
    ];

    private static readonly string[] Tools = ["dig: ", "host: ", "kdig: ", "nslookup: ", "delv: ", "drill: ", "Error: "];

    private readonly InputContent _content;
    private readonly TextLines _lines;
    private readonly RecordLine _records;
    private readonly AnswerLines _answers;
    private readonly HostLines _host;
    private readonly NslookupLines _nslookup;
    private readonly ArmouredBlock _blocks;
    private readonly JsonBlock _json;
    private readonly WrappedLines _wrapped;
    private readonly int _within;
    private (int First, int Last)? _unread;

    private TextInput(string text, InputContent content, int within)
    {
        _content = content;
        _within = within;
        _lines = new TextLines(text);
        _records = new RecordLine(_lines, content.Ihle);
        _answers = new AnswerLines(content);
        _host = new HostLines(_lines, _records, _answers, content);
        _nslookup = new NslookupLines(_lines, _records, _answers, content);
        _blocks = new ArmouredBlock(_lines, content);
        _json = new JsonBlock(_lines, content);
        _wrapped = new WrappedLines(_lines, content);
    }

    /// <summary>Adds what a text holds.</summary>
    /// <param name="text">The text, decoded, with line feeds alone.</param>
    /// <param name="content">What is read.</param>
    public static void Read(string text, InputContent content) => Read(text, content, 0);

    private static void Read(string text, InputContent content, int within)
    {
        foreach (CaptureForms.Reader reader in CaptureForms.All)
        {
            if (reader(text, out IReadOnlyList<Capture> captures))
            {
                foreach (Capture capture in captures)
                {
                    CaptureReader.Read(capture, content);
                }

                return;
            }
        }

        if (ForeignForm.NameOf(text) is { } foreign)
        {
            content.AddUnread(content.Source, $"{foreign}, which is not read. Bring what dig prints, or a bundle");
            return;
        }

        new TextInput(text, content, within).ReadLines();
    }

    private void ReadLines()
    {
        while (!_content.IsFull && _lines.TryRead(out TextLine line))
        {
            if (line.Length == 0 || TryRead(line))
            {
                EndUnread(unlessEmpty: line.Length == 0);
            }
            else
            {
                _wrapped.Unread(line);
                _answers.LeaveSection();
                _records.PassOver(line);
                _unread = (_unread?.First ?? line.Number, line.Number);
            }
        }

        EndUnread(unlessEmpty: false);
        _answers.Finish();
    }

    private bool TryRead(TextLine line)
    {
        ReadOnlySpan<char> text = _lines[line];
        switch (text[0])
        {
            case ';':
                _answers.Comment(text, line.Number);
                return true;
            case '#':
                return true;
            case '{' or '[' when JsonCaptures.BeginsLikeJson(text):
                _json.Read(line);
                return true;
            case '-' when _blocks.TryRead(line, ReadWithin):
                return true;
            case '"':
                line = WithoutServer(line);
                AddBare(MasterData.Strings(new MasterWords(_lines, line, 0)), line);
                return true;
            case '\\' when text.StartsWith("\\#"):
                AddGeneric(WithoutServer(line));
                return true;
            case '$' when _records.TryReadDirective(text):
                _answers.InZone = true;
                return true;
        }

        // Try these forms before records: in digits with spaces between them, a word may look like a time to live, and the next one like a
        // type.
        return TryReadHex(line, text) || TryReadValue(line, text) || _host.TryRead(line) || _nslookup.TryRead(line) || TryReadRecord(line)
            || TryReadWords(line, text);
    }

    private bool TryReadHex(TextLine line, ReadOnlySpan<char> text)
    {
        if (!HexText.IsAll(text))
        {
            return false;
        }

        _wrapped.Unread(line);
        if (HexText.TryDecode(text, out byte[]? bytes))
        {
            // Two digits among other lines may be any number, so they do not show that nothing is published.
            if (bytes is [EmptyBundle] && _lines.Whole.AsSpan().Trim().Length > text.Length)
            {
                return false;
            }

            InputReader.ReadCbor(bytes, _content.WhereOf(line.Number), _content);
            return true;
        }

        string digits = text.ToString().Replace(" ", "", StringComparison.Ordinal).Replace("\t", "", StringComparison.Ordinal);
        bool claims = digits.Length > 2 && RecordItems.ClaimsToBeCwt(Convert.FromHexString(digits.AsSpan(0, digits.Length & ~1)));
        var why = new TokenFormatException("an odd number of hexadecimal digits: the line was cut");
        _content.Add(_content.At(line.Number) with { Fault = why, Unrecognized = !claims, Profile = claims ? TokenProfile.Cwt : null });
        return true;
    }

    /// <summary>The value of a TXT record without quotation marks, as web forms show it, or a JWS.</summary>
    private bool TryReadValue(TextLine line, ReadOnlySpan<char> text)
    {
        // White space inside the part before '=' shows a whole record whose owner name begins in the same way, and not a value alone.
        int equals = text.IndexOf('=');
        if (equals > 0 && !text[..equals].Trim().ContainsAny(" \t") && TxtRecord.Concerns(text.ToString()))
        {
            _content.Add(TxtRecord.Read(text.ToString(), _content.At(line.Number), _content.Limits, _content.Cache));
            return true;
        }

        if (text.Count('.') != 2 || !JwsCompact.HasHeader(text))
        {
            return false;
        }

        _content.Add(_content.At(line.Number).WithJws(text.ToString(), _content.Limits, _content.Cache));
        return true;
    }

    private bool TryReadRecord(TextLine line)
    {
        if (!_records.TryRead(line, out CapturedRecord? record))
        {
            return false;
        }

        _answers.InZone |= _records.InZone;
        _answers.Add(record!);
        _wrapped.EndRecord(record!);
        return true;
    }

    private bool TryReadWords(TextLine line, ReadOnlySpan<char> text)
    {
        foreach (string start in SaysNothing)
        {
            if (text.StartsWith(start, StringComparison.Ordinal))
            {
                _answers.LeaveSection();
                _content.Seen =
                    "the output of nslookup or host, without any record that could be an emblem. "
                        + "Bring what dig prints of a question for TXT";
                return true;
            }
        }

        foreach (string tool in Tools)
        {
            if (text.StartsWith(tool, StringComparison.Ordinal) && !_answers.TryReadFailure(text, line.Number))
            {
                string said = Printable.Text(text.ToString());
                _content.Unusable(line.Number, $"a look-up that failed (\"{said}\"), so that nothing is known. Look up again.", null);
            }
        }

        // A name that ends in a dot is an alias, as dig +short prints it.
        return Array.Exists(Tools, t => _lines[line].StartsWith(t, StringComparison.Ordinal))
            || (text[^1] == '.' && DomainName.TryParse(text, out _));
    }

    /// <summary>A value without what <c>dig +identify</c> prints behind it: <c>from server 192.0.2.53 in 1 ms.</c></summary>
    private TextLine WithoutServer(TextLine line)
    {
        ReadOnlySpan<char> text = _lines[line];
        int at = text.LastIndexOf(" from server ");
        return at > 0 && text.EndsWith("s.") && !text[at..].Contains('"') ? line with { Length = at } : line;
    }

    private void AddBare((byte[] Data, TokenFormatException? Fault) value, TextLine line)
    {
        var record = new CapturedRecord { Type = DnsType.Txt, Data = value.Data, Fault = value.Fault, Line = line.Number };
        _wrapped.Value(record);
        _answers.Add(record, "values of records");
    }

    /// <summary>Generic data without its type: what it holds says of which type it is.</summary>
    private void AddGeneric(TextLine line)
    {
        (byte[] data, TokenFormatException? fault) = MasterData.Hexadecimal(new MasterWords(_lines, line, 0));
        bool isText = CharacterStrings.IsWellFormed(data) && !RecordItems.ClaimsToBeCwt(data) && data is not [>= 0xa0 and < 0xc0, ..];
        _answers.Add(
            new CapturedRecord { Type = isText ? DnsType.Txt : _content.Ihle.Mnemonic, Data = data, Fault = fault, Line = line.Number },
            "values of records");
    }

    private void ReadWithin(string text)
    {
        if (_within < MaxBlocksWithin)
        {
            Read(text, _content, _within + 1);
        }
        else
        {
            _content.AddUnread(_content.Source, "blocks of base64 within each other");
        }
    }

    /// <summary>Lines that follow each other are one place that was not read.</summary>
    private void EndUnread(bool unlessEmpty)
    {
        if (_unread is not { } lines || unlessEmpty)
        {
            return;
        }

        _unread = null;
        if (_content.CountUnread())
        {
            return;
        }

        string where = lines.First == lines.Last
            ? _content.WhereOf(lines.First)
            : $"{_content.Source}, lines {lines.First} to {lines.Last}";
        _content.AddUnread(where, "neither a record, nor hexadecimal digits, nor a JWS, nor a key");
    }
}

using System.Globalization;

namespace DigitalEmblem;

/// <summary>
/// What <c>dig +yaml</c> prints. Its shape is fixed, a key or a quoted record a line, so that it is read line by line: a YAML library
/// would bring anchors, tags and types of its own to untrusted inputs.
/// </summary>
internal static class DigYaml
{
    private const string Tool = "the output of dig +yaml";

    /// <inheritdoc cref="CaptureForms.Reader"/>
    public static bool TryRead(string text, out IReadOnlyList<Capture> captures)
    {
        captures = [];
        if (!text.Contains("type: ", StringComparison.Ordinal))
        {
            return false;
        }

        string[] lines = text.Split('\n');
        int first = Array.FindIndex(lines, l => l.Trim() is { Length: > 0 } line && line[0] is not (';' or '#'));
        if (first < 0)
        {
            return false;
        }

        if (lines[first].StartsWith("type: DELV_RESULT", StringComparison.Ordinal))
        {
            captures = [new Capture
            {
                Tool = "the output of delv +yaml",
                Line = first + 1,
                Fault = new TokenFormatException("a form that is not read here. Capture it again with delv alone, or with dig"),
            }];
            return true;
        }

        if (!IsBegin(lines, first) || Kind(lines, first) is null)
        {
            return false;
        }

        var read = new List<Capture>();
        for (int i = first; i < lines.Length && read.Count <= JsonCaptures.MaxAnswers;)
        {
            int end = i + 1;
            while (end < lines.Length && !IsBegin(lines, end))
            {
                end++;
            }

            // With +qr, dig prints its question as a message before the answer.
            if (ReadDocument(lines, i, end) is { } capture)
            {
                read.Add(read.Count < JsonCaptures.MaxAnswers ? capture
                    : new Capture { Tool = Tool, Line = i + 1, Fault = CaptureFaults.TooMany(JsonCaptures.MaxAnswers) });
            }

            i = end;
        }

        if (read.Count == 0)
        {
            read.Add(new Capture { Tool = Tool, Line = first + 1, Fault = new("a question without its answer: it was cut") });
        }

        captures = read;
        return true;
    }

    private static bool IsBegin(string[] lines, int at) =>
        lines[at].StartsWith("- ", StringComparison.Ordinal) || lines[at].TrimEnd() == "-";

    /// <summary>The kind of a document: MESSAGE or DIG_ERROR. Older versions write it below the hyphen; null if it says none.</summary>
    private static string? Kind(string[] lines, int at)
    {
        string line = lines[at].TrimEnd() == "-" && at + 1 < lines.Length ? lines[at + 1].Trim() : lines[at][1..].Trim();
        return line is "type: MESSAGE" or "type: DIG_ERROR" ? line["type: ".Length..] : null;
    }

    private static Capture? ReadDocument(string[] lines, int start, int end)
    {
        var nothing = new Capture { Tool = Tool, Line = start + 1 };
        switch (Kind(lines, start))
        {
            case "DIG_ERROR":
                return nothing with { Status = ErrorIn(lines[start..end]) };
            case "MESSAGE":
                int data = Array.FindIndex(lines, start, end - start, l => l.Trim() == "response_message_data:");
                return data >= 0 ? new Message(data).Read(lines, end, nothing)
                    : Array.FindIndex(lines, start, end - start, l => l.Trim() == "query_message_data:") >= 0 ? null
                    : nothing with { Fault = new TokenFormatException("an answer without its data: it was cut") };
            default:
                return nothing with { Fault = new TokenFormatException("YAML that dig +yaml does not print") };
        }
    }

    /// <summary>What follows <c>message: |</c>.</summary>
    private static string ErrorIn(string[] lines)
    {
        const string Key = "message:";
        string said = string.Join(' ', lines.Select(l => l.Trim()).SkipWhile(l => !l.StartsWith(Key, StringComparison.Ordinal)));
        return said.Replace(Key, "", StringComparison.Ordinal).TrimStart(' ', '|') is { Length: > 0 } words ? words : "error";
    }

    /// <summary>One answer while it is read, from the line of its data.</summary>
    private sealed class Message(int start)
    {
        private readonly List<CapturedRecord> _answer = [];
        private readonly List<CapturedRecord> _authority = [];
        private string _section = "";
        private string? _status;
        private string? _question;
        private string? _flags;
        private string? _announced;
        private TokenFormatException? _fault;

        public Capture Read(string[] lines, int end, Capture capture)
        {
            for (int i = start + 1; i < end; i++)
            {
                ReadLine(lines[i], i + 1);
            }

            string[]? asked = _question?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            int? code = _status is null ? null : ResponseCodes.Number(_status);
            return capture with
            {
                QuestionName = asked is [var name, ..] && DomainName.TryParse(name, out DomainName? parsed) ? parsed : null,
                QuestionType = asked is [_, _, var type] ? RecordTypes.Number(type) : null,
                StatusCode = code,
                Status = _status,
                Truncated = HasFlag("tc") == true,
                Records = _answer,
                Authority = _authority,
                Authoritative = HasFlag("aa"),
                RecursionAvailable = HasFlag("ra"),
                Fault = _fault ?? (asked is [_, var @class, ..] && !IsInternet(@class) ? CaptureFaults.OtherClass() : FaultOfWhole(code)),
            };
        }

        private bool? HasFlag(string name) => _flags?.Split(' ').Contains(name);

        private static bool IsInternet(string name) => RecordTypes.TryParseClass(name, out int number) && number == CapturedRecord.Internet;

        private TokenFormatException? FaultOfWhole(int? code) =>
            _status is not null && code is null ? new($"status {Printable.Text(_status)}, which is not known here")
            : HasFlag("qr") != true ? new("an answer that does not show its flags: it was cut, or is a query")
            : !int.TryParse(_announced, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
                ? new("an answer that does not say how many records it has: it was cut")
            : count != _answer.Count ? CaptureFaults.WrongCount(count, _answer.Count)
            : null;

        private void ReadLine(string whole, int number)
        {
            string line = whole.Trim();
            if (line.Length == 0 || whole[0] is ';' or '#')
            {
                return;
            }

            if (whole[0] != ' ')
            {
                _fault ??= new("a line that is no YAML: dig was given +yaml together with +short. Leave one of them out");
            }
            else if (line.StartsWith("- ", StringComparison.Ordinal))
            {
                ReadItem(line[2..].Trim(), number);
            }
            else if (line.EndsWith("_SECTION:", StringComparison.Ordinal))
            {
                _section = line[..^1];
            }
            else if (line.Split(": ", 2) is [var key, var value])
            {
                // Keep the first value of each key: it is that of the message, and EDNS has flags of its own below it.
                _status ??= key == "status" ? value : null;
                _flags ??= key == "flags" ? value : null;
                _announced ??= key == "ANSWER" ? value : null;
            }
        }

        private void ReadItem(string item, int number)
        {
            if (item[0] == '\'')
            {
                if (item.Length < 2 || item[^1] != '\'')
                {
                    _fault ??= new TokenFormatException("a record without its closing quotation mark: it was cut");
                    return;
                }

                item = item[1..^1].Replace("''", "'", StringComparison.Ordinal);
            }

            switch (_section)
            {
                case "QUESTION_SECTION":
                    _question ??= item;
                    break;
                case "ANSWER_SECTION":
                    _answer.Add(Record(item, number));
                    break;
                case "AUTHORITY_SECTION":
                    _authority.Add(Record(item, number));
                    break;
            }
        }

        // TTL and class may be left out (dig +nottlid, +noclass), as in any entry of the master format.
        private static CapturedRecord Record(string item, int number)
        {
            var lines = new TextLines(item);
            return lines.TryRead(out TextLine line) && new RecordLine(lines, default).TryRead(line, out CapturedRecord? record)
                ? record! with { Line = number }
                : new CapturedRecord { Type = 0, Line = number, Fault = new("not a record: name, TTL, class, type and data") };
        }
    }
}

using static DigitalEmblem.AnswerInProgress;

namespace DigitalEmblem;

/// <summary>
/// Puts the lines that DNS tools print together to answers: each begins with its header, and what has no header is an excerpt.
/// </summary>
internal sealed class AnswerLines(InputContent content)
{
    private const string Header = "->>HEADER<<-";

    // A tool prints one of these at the end if the look-up failed.
    private static readonly string[] Failures =
    [
        "no servers could be reached", "connection timed out", "resolution failed", "failed to query", "ERROR:", "Transfer failed",
        "couldn't get address", "malformed message packet", "Got bad packet", "name is not a legal name", "Unable to send",
    ];

    // A tool prints one of these before it tries again.
    private static readonly string[] Attempts =
        ["communications error", "response timeout", "Truncated", "truncated reply", "network unreachable", "failed:", "reply from"];

    private static readonly string[] AfterAnswer =
        ["Query time:", "SERVER:", "WHEN:", "MSG SIZE", "Received ", "From ", "Time ", "QUERY SIZE"];

    private AnswerInProgress? _current;
    private (string Tool, int Line)? _banner;
    private (string Words, int Line)? _attempt;
    private int? _query;

    /// <summary>Whether the text is an excerpt of a zone, in which an alias stands beside its target by chance.</summary>
    public bool InZone { get; set; }

    /// <summary>Reads a comment: tools print everything but records as such. Other comments are left out.</summary>
    public void Comment(ReadOnlySpan<char> line, int number)
    {
        ReadOnlySpan<char> words = line.TrimStart(';').Trim();
        if (words.StartsWith("<<>> "))
        {
            EndBanner();
            _banner = (words.Contains("delv", StringComparison.OrdinalIgnoreCase) ? "the output of delv" : "the output of dig", number);
        }
        else if (words.StartsWith(Header))
        {
            BeginAnswer(words, number);
        }
        else if (words.StartsWith("flags:", StringComparison.OrdinalIgnoreCase))
        {
            _current?.ReadFlags(words.ToString());
        }
        else if (words.EndsWith("SECTION:"))
        {
            EnterSection(words, number);
        }
        else if (StartsWithAny(words, AfterAnswer))
        {
            LeaveSection();
        }
        else if (!TryReadQuestion(words, number))
        {
            TryReadFailure(words, number);
        }
    }

    /// <summary>Whether the words of a tool say that a look-up failed.</summary>
    public static bool IsFailure(ReadOnlySpan<char> words) => ContainsAny(words, Failures);

    /// <summary>Reads the words of a tool about a failure; false if they are of something else.</summary>
    public bool TryReadFailure(ReadOnlySpan<char> words, int line)
    {
        if (IsFailure(words))
        {
            string before = _attempt is { } attempt ? $"{attempt.Words}; " : "";
            string said = before + Printable.Text(words.ToString());
            content.Unusable(line, $"a look-up that failed (\"{said}\"), so that nothing is known. Look up again.", null);
            (_banner, _attempt) = (null, null);
            return true;
        }

        if (ContainsAny(words, Attempts))
        {
            _attempt ??= (Printable.Text(words.ToString()), line);
            return true;
        }

        return false;
    }

    /// <summary>What stands after an answer does not belong to it.</summary>
    public void LeaveSection()
    {
        if (_current is { HasHeader: true } answer)
        {
            answer.Section = Part.Outside;
        }
    }

    /// <summary>Takes a record that a tool or a zone file holds.</summary>
    public void Add(CapturedRecord record, string tool = "records")
    {
        _attempt = null;
        if (_current is null || (!_current.HasHeader && _current.Tool != tool) || !_current.TryAdd(record))
        {
            End();
            _current = new AnswerInProgress(tool, record.Line, hasHeader: false);
            _current.TryAdd(record);
        }
    }

    /// <summary>Takes an answer that one line states.</summary>
    public void Add(Capture capture)
    {
        End();
        CaptureReader.Read(capture, content);
    }

    /// <summary>Ends the answer that is being read.</summary>
    public void End()
    {
        if (_current is { } ended)
        {
            _query = ended.IsQuery ? ended.Line : null;
            if (!ended.IsQuery)
            {
                CaptureReader.Read(ended.ToCapture(), content, excerptOfZone: InZone);
            }
        }

        _current = null;
    }

    /// <summary>Ends the text.</summary>
    public void Finish()
    {
        End();
        EndBanner();
        if (_attempt is { } attempt)
        {
            content.Unusable(attempt.Line, $"\"{attempt.Words}\", and no answer after it. Look up again.", null);
        }
    }

    private void BeginAnswer(ReadOnlySpan<char> words, int line)
    {
        End();
        _current = new AnswerInProgress(_banner?.Tool ?? "an answer as dig prints it", line, hasHeader: true);
        _current.ReadHeader(words[Header.Length..].ToString());
        (_banner, _attempt) = (null, null);
    }

    private void EndBanner()
    {
        End();
        if (_query is { } query)
        {
            content.NotStated(query, "a query, and no answer to it. Look up again.", null);
        }

        _query = null;
        if (_banner is { } banner)
        {
            content.NotStated(banner.Line, $"{banner.Tool} without the header of an answer, so that nobody knows what was answered.", null);
        }

        _banner = null;
    }

    private void EnterSection(ReadOnlySpan<char> words, int line)
    {
        if (_current is null)
        {
            _current = new AnswerInProgress("an excerpt of an answer", line, hasHeader: false);
        }

        _current.Section = words switch
        {
            "QUESTION SECTION:" => Part.Question,
            "ANSWER SECTION:" => Part.Answer,
            "AUTHORITY SECTION:" => Part.Authority,
            "ADDITIONAL SECTION:" => Part.Additional,
            _ => Part.Outside,
        };
    }

    /// <summary>The line of a question: name, class and type, as a comment.</summary>
    private bool TryReadQuestion(ReadOnlySpan<char> words, int line)
    {
        Span<Range> parts = stackalloc Range[4];
        if (words.SplitAny(parts, " \t", StringSplitOptions.RemoveEmptyEntries) != 3
            || !RecordTypes.TryParseClass(words[parts[1]], out int recordClass)
            || !RecordTypes.TryParse(words[parts[2]], content.Ihle, out int type))
        {
            return false;
        }

        DomainName? name = DomainName.TryParse(words[parts[0]], out DomainName? asked) ? asked : null;
        if (_current is not { HasHeader: true, Section: Part.Question, Question: null })
        {
            End();
            _current = new AnswerInProgress(_banner?.Tool ?? "an excerpt of an answer", line, hasHeader: false);
        }

        _current.Question = (name, type, recordClass);
        return true;
    }

    private static bool StartsWithAny(ReadOnlySpan<char> words, string[] starts)
    {
        foreach (string start in starts)
        {
            if (words.StartsWith(start, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static bool ContainsAny(ReadOnlySpan<char> words, string[] phrases)
    {
        foreach (string phrase in phrases)
        {
            if (words.Contains(phrase, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}

using System.Globalization;

namespace DigitalEmblem;

/// <summary>
/// The lines of one answer in the text form of <c>dig</c>, <c>kdig</c>, <c>drill</c> and <c>host -v</c>, while they are read.
/// </summary>
internal sealed class AnswerInProgress(string tool, int line, bool hasHeader)
{
    private readonly List<CapturedRecord> _answer = [];
    private readonly List<CapturedRecord> _authority = [];
    private readonly List<CapturedRecord> _additional = [];
    private string? _flags;
    private int? _announcedAnswers;
    private int? _announcedAuthority;

    /// <summary>The sections of a message, and what lies outside of them.</summary>
    public enum Part
    {
        Outside = 0,
        Question,
        Answer,
        Authority,
        Additional,
    }

    public string Tool => tool;

    public int Line => line;

    public bool HasHeader => hasHeader;

    public Part Section { get; set; }

    public string? Status { get; private set; }

    public string? Operation { get; private set; }

    public (DomainName? Name, int Type, int Class)? Question { get; set; }

    /// <summary>Whether it is the query that <c>dig +qr</c> prints, and no answer.</summary>
    public bool IsQuery => hasHeader && _flags is not null && !HasFlag("qr");

    /// <summary>
    /// Takes a record; false if the answer is over, so that it belongs to something else: a section holds no more than the header
    /// announces.
    /// </summary>
    public bool TryAdd(CapturedRecord record)
    {
        (List<CapturedRecord>? section, int? announced) = Section switch
        {
            Part.Authority => (_authority, _announcedAuthority),
            Part.Additional => (_additional, null),
            Part.Answer => (_answer, _announcedAnswers),
            _ => (hasHeader ? null : _answer, (int?)null),
        };
        if (section is null || section.Count >= announced)
        {
            return false;
        }

        section.Add(record);
        return true;
    }

    /// <summary>Reads what follows <c>->>HEADER&lt;&lt;-</c>.</summary>
    public void ReadHeader(string line)
    {
        foreach (string pair in line.Split([',', ';'], StringSplitOptions.TrimEntries))
        {
            string[] parts = pair.Split(':', 2, StringSplitOptions.TrimEntries);
            if (parts.Length == 2)
            {
                Operation = parts[0].EndsWith("opcode", StringComparison.OrdinalIgnoreCase) ? parts[1] : Operation;
                Status = parts[0] is "status" or "rcode" ? parts[1] : Status;
            }
        }
    }

    /// <summary>Reads the line of flags and counts.</summary>
    public void ReadFlags(string line)
    {
        if (_flags is not null)
        {
            return;
        }

        string[] parts = line.Split([';', ','], StringSplitOptions.TrimEntries);
        _flags = $" {parts[0].Split(':', 2)[1]} ";
        foreach (string part in parts.Skip(1))
        {
            string[] pair = part.Split(':', 2, StringSplitOptions.TrimEntries);
            if (pair.Length == 2 && int.TryParse(pair[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count))
            {
                _announcedAnswers = pair[0] == "ANSWER" ? count : _announcedAnswers;
                _announcedAuthority = pair[0] == "AUTHORITY" ? count : _announcedAuthority;
            }
        }
    }

    public Capture ToCapture() => new()
    {
        Tool = tool,
        Line = line,
        QuestionName = Question?.Name,
        QuestionType = Question is { Class: CapturedRecord.Internet } asked ? asked.Type : null,
        Status = Status,
        StatusCode = Status is { } name ? ResponseCodes.Number(name) : null,
        Truncated = HasFlag("tc"),
        Records = _answer,
        Authority = _authority,
        Authoritative = _flags is null ? null : HasFlag("aa"),
        RecursionAvailable = _flags is null ? null : HasFlag("ra"),
        Additional = _additional,
        Fault = hasHeader && WhyNotWhole() is { } reason ? new TokenFormatException(reason) : null,
    };

    private bool HasFlag(string flag) => _flags?.Contains($" {flag} ", StringComparison.Ordinal) == true;

    private string? WhyNotWhole()
    {
        if (Status is null || _flags is null || Operation is null)
        {
            return "its header was cut";
        }

        if (Question is { Class: not CapturedRecord.Internet })
        {
            return CaptureFaults.OtherClass().Message;
        }

        if (!Operation.Equals("QUERY", StringComparison.OrdinalIgnoreCase))
        {
            return $"it answers no query, but {Printable.Text(Operation)}";
        }

        // If there are no answers, the authority section shows whether the server knows that there are none.
        return Missing(_announcedAnswers, _answer.Count, "answer")
            ?? (_answer.Count == 0 ? Missing(_announcedAuthority, _authority.Count, "authority") : null);
    }

    private static string? Missing(int? announced, int there, string section) => announced == there
        ? null
        : string.Create(
            CultureInfo.InvariantCulture, $"its header announces {announced ?? 0} records in the {section} section, and there are {there}");
}

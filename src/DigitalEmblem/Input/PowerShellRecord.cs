using System.Text;

namespace DigitalEmblem;

/// <summary>
/// One record that PowerShell's <c>Resolve-DnsName</c> printed, in any of its forms, with the section of the answer that it stood in.
/// </summary>
internal sealed record PowerShellRecord(string Section, CapturedRecord Record)
{
    /// <summary>The section that answers the question; the others are Question, Authority and Additional.</summary>
    public const string AnswerSection = "Answer";

    /// <summary>The section that says who is responsible.</summary>
    public const string AuthoritySection = "Authority";

    /// <summary>The number of <see cref="AuthoritySection"/> where enumerations are written as numbers.</summary>
    public const int AuthorityNumber = 2;

    /// <summary>The number of <see cref="AnswerSection"/> where enumerations are written as numbers.</summary>
    public const int AnswerNumber = 1;

    private const int MaxString = 255;

    /// <summary>A TXT record with these strings, or with why they cannot be those of one.</summary>
    public static CapturedRecord WithStrings(CapturedRecord record, IEnumerable<string> strings)
    {
        var data = new List<byte>();
        foreach (string text in strings)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            if (bytes.Length > MaxString)
            {
                var tooLong = new TokenFormatException($"a TXT string of {bytes.Length} bytes, where {MaxString} are the most");
                return record with { Fault = tooLong };
            }

            data.Add((byte)bytes.Length);
            data.AddRange(bytes);
        }

        return record with { Data = data.ToArray() };
    }

    /// <summary>
    /// The answers that the records come from. The form shows no question: an answer begins with a record whose owner is neither the name
    /// before nor what its aliases lead to, or that stands below a record of a later section. Its name is that of the first record; TXT
    /// was asked for if it holds TXT records and nothing else but aliases.
    /// </summary>
    /// <param name="records">The records.</param>
    /// <param name="tool">What printed them.</param>
    /// <param name="question">What was asked, if it is shown.</param>
    /// <param name="openEnd">Whether nothing shows that the last record is the last one.</param>
    public static IEnumerable<Capture> ToCaptures(
        IReadOnlyList<PowerShellRecord> records, string tool, PowerShellQuestion? question = null, bool openEnd = false)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var answer = new List<CapturedRecord>();
        var authority = new List<CapturedRecord>();
        var captures = new List<Capture>();
        int line = 1;
        string section = "";
        foreach (PowerShellRecord item in records)
        {
            bool isAnswer = item.Section == AnswerSection;
            if (section.Length > 0 && isAnswer && (section != AnswerSection || !names.Contains(Plain(item.Record.Owner))))
            {
                captures.Add(ToCapture(openEnd: false));
                (answer, authority, section) = ([], [], "");
                names.Clear();
            }

            line = section.Length == 0 ? item.Record.Line : line;
            section = item.Section is { Length: > 0 } named ? named : "?";
            if (isAnswer)
            {
                answer.Add(item.Record);
                names.Add(Plain(item.Record.Owner));
                names.Add(Plain(item.Record.Target));
            }
            else if (section == AuthoritySection)
            {
                authority.Add(item.Record);
            }
        }

        if (section.Length > 0)
        {
            // The sections stand in the order of the message: if a record of a later section follows, no record of the answer is missing.
            captures.Add(ToCapture(openEnd && section == AnswerSection));
        }

        return captures;

        Capture ToCapture(bool openEnd) => new()
        {
            Tool = tool,
            Line = line,
            QuestionName = question?.Name
                ?? (answer is [var first, ..] && DomainName.TryParse(first.Owner, out DomainName? owner) ? owner : null),
            QuestionType = question?.Type ?? (AnswersTxt(answer) ? DnsType.Txt : null),
            StatusCode = Capture.NoError,
            Status = ResponseCodes.Name(Capture.NoError),
            Records = answer,
            Authority = authority,
            OpenEnd = openEnd,
        };
    }

    private static bool AnswersTxt(List<CapturedRecord> records) =>
        records.Exists(r => r.Type == DnsType.Txt) && records.TrueForAll(r => r.Type is DnsType.Txt or DnsType.CName or DnsType.RrSig);

    private static string Plain(string? name) => name?.TrimEnd('.') ?? "";
}

using System.Text;

namespace DigitalEmblem;

/// <summary>
/// One record that PowerShell's <c>Resolve-DnsName</c> printed, in any of its forms, with the section of the answer that it stood in.
/// </summary>
internal sealed record PowerShellRecord(string Section, CapturedRecord Record)
{
    /// <summary>The section that answers the question; the others are Question, Authority and Additional.</summary>
    public const string AnswerSection = "Answer";

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
    /// before nor what its aliases lead to. Its name is that of the first record; TXT was asked for if it holds TXT records and nothing
    /// else but aliases.
    /// </summary>
    public static IEnumerable<Capture> ToCaptures(IReadOnlyList<PowerShellRecord> records, string tool, PowerShellQuestion? question = null)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var current = new List<CapturedRecord>();
        var captures = new List<Capture>();
        foreach (CapturedRecord record in records.Where(r => r.Section == AnswerSection).Select(r => r.Record))
        {
            if (current.Count > 0 && !names.Contains(Plain(record.Owner)))
            {
                captures.Add(ToCapture(current, tool, question));
                current = [];
                names.Clear();
            }

            current.Add(record);
            names.Add(Plain(record.Owner));
            names.Add(Plain(record.Target));
        }

        if (current.Count > 0 || records.Count > 0)
        {
            captures.Add(ToCapture(current, tool, question) with { Line = records[0].Record.Line });
        }

        return captures;
    }

    private static Capture ToCapture(List<CapturedRecord> records, string tool, PowerShellQuestion? question) => new()
    {
        Tool = tool,
        Line = records.Count > 0 ? records[0].Line : 1,
        QuestionName = question?.Name ?? (records.Count > 0 && DomainName.TryParse(records[0].Owner, out DomainName? first) ? first : null),
        QuestionType = question?.Type ?? (AnswersTxt(records) ? DnsType.Txt : null),
        StatusCode = Capture.NoError,
        Status = ResponseCodes.Name(Capture.NoError),
        Records = records,
    };

    private static bool AnswersTxt(List<CapturedRecord> records) =>
        records.Exists(r => r.Type == DnsType.Txt) && records.TrueForAll(r => r.Type is DnsType.Txt or DnsType.CName or RecordTypes.RrSig);

    private static string Plain(string? name) => name?.TrimEnd('.') ?? "";
}

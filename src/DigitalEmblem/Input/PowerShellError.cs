namespace DigitalEmblem;

/// <summary>
/// Errors of <c>Resolve-DnsName</c>: the short form of PowerShell 7, and the paragraph with position and category of older ones.
/// </summary>
internal static class PowerShellError
{
    /// <summary>How every error begins, and every command line.</summary>
    public const string Begin = "Resolve-DnsName";

    // The identifiers are the same in every language; the sentences are those of English systems.
    private static readonly (string Identifier, string Sentence, int? Code, string Status)[] Kinds =
    [
        ("DNS_ERROR_RCODE_NAME_ERROR", "DNS name does not exist", Capture.NameNotFound, "NXDOMAIN"),
        ("DNS_INFO_NO_RECORDS", "No records found for given DNS query", Capture.NoError, "NOERROR"),
        ("DNS_ERROR_RCODE_SERVER_FAILURE", "DNS server failure", 2, "SERVFAIL"),
        ("DNS_ERROR_RCODE_REFUSED", "DNS operation refused", 5, "REFUSED"),
        ("DNS_ERROR_RCODE_FORMAT_ERROR", "DNS server unable to interpret format", 1, "FORMERR"),
        ("DNS_ERROR_RCODE_NOT_IMPLEMENTED", "DNS request not supported by name server", 4, "NOTIMP"),
        ("ERROR_TIMEOUT", "This operation returned because the timeout period expired", null, "timeout"),
    ];

    /// <summary>Whether an error begins on a line: <c>Resolve-DnsName : name : reason</c>.</summary>
    public static bool IsFirstLine(string line) =>
        line.StartsWith(Begin, StringComparison.OrdinalIgnoreCase) && line[Begin.Length..].TrimStart().StartsWith(':');

    /// <summary>Reads the error that begins on a line, up to the next empty line.</summary>
    /// <returns>The line after it.</returns>
    public static int Read(string[] lines, int at, PowerShellQuestion? question, out Capture capture)
    {
        int first = at;
        var words = new List<string>();
        for (; at < lines.Length && !string.IsNullOrWhiteSpace(lines[at]) && (at == first || !IsFirstLine(lines[at])); at++)
        {
            string line = lines[at].Trim();
            words.Add(line);

            // The position shows the command after a plus sign, or since version 7 after a line number and a bar.
            int mark = line.IndexOfAny(['+', '|']);
            question = (mark >= 0 && at > first ? PowerShellQuestion.Read(line[(mark + 1)..]) : null) ?? question;
        }

        string whole = string.Join(' ', words);
        (_, _, int? code, string? status) = Array.Find(Kinds, k =>
            whole.Contains(k.Identifier, StringComparison.Ordinal) || whole.Contains(k.Sentence, StringComparison.OrdinalIgnoreCase));
        string? named = whole.Split(':', 3) is [_, var name, _] ? name.Trim() : null;
        capture = new Capture
        {
            Tool = PowerShellText.Tool,
            Line = first + 1,
            QuestionName = DomainName.TryParse(named, out DomainName? asked) ? asked : question?.Name,
            QuestionType = asked is null || question?.Name is null || asked == question.Name ? question?.Type : null,
            StatusCode = code,
            Status = status ?? "an error that is not known here",
            Fault = status is null ? new("an error that is not known here. Ask with dig, or show the error in English") : null,
        };
        return at;
    }
}

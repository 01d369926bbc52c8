using System.Text;

namespace DigitalEmblem;

/// <summary>Lists of <c>Resolve-DnsName … | Format-List</c>: a member a line, an empty line after each record.</summary>
internal static class PowerShellList
{
    /// <summary>Whether a line is of a record, and of no other list: the member that says its section, or its strings.</summary>
    public static bool IsSection(string line) =>
        Member(line) is ("Section", "Answer" or "Authority" or "Additional" or "Question", _) or ("Strings", ['{', ..], _);

    public static bool IsMember(string line) => Member(line) is not null;

    /// <summary>Reads the record that begins on a line.</summary>
    /// <returns>The line after it.</returns>
    public static int Read(string[] lines, int at, List<PowerShellRecord> records)
    {
        int first = at;
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        bool twice = false;
        while (at < lines.Length && Member(lines[at]) is { } member)
        {
            var value = new StringBuilder(member.Value);

            // The rest of a value that does not fit on a line stands on the next lines, indented to the column of the value.
            for (at++; at < lines.Length && IsContinuation(lines[at], member.Column); at++)
            {
                value.Append(lines[at].AsSpan(member.Column));
            }

            twice |= !members.TryAdd(member.Name, value.ToString());
        }

        records.Add(Record(members, first + 1, twice));
        return at;
    }

    private static bool IsContinuation(string line, int column) => line.Length > column && line.AsSpan(0, column).IsWhiteSpace();

    /// <summary>The name, the value and the column where values begin; null if the line has no member.</summary>
    private static (string Name, string Value, int Column)? Member(string line)
    {
        int colon = line.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !char.IsAsciiLetter(line[0]))
        {
            return null;
        }

        string name = line[..colon].TrimEnd();
        return name.All(char.IsAsciiLetterOrDigit) && (colon + 1 == line.Length || line[colon + 1] == ' ')
            ? (name, line[Math.Min(colon + 2, line.Length)..], colon + 2)
            : null;
    }

    private static PowerShellRecord Record(Dictionary<string, string> members, int line, bool twice)
    {
        string Value(string name, string other) => (members.GetValueOrDefault(name) ?? members.GetValueOrDefault(other) ?? "").Trim();

        var record = new CapturedRecord
        {
            Owner = Value("Name", "Name"),
            Type = RecordTypes.Number(Value("Type", "QueryType")) ?? 0,
            Line = line,
        };
        string strings = members.GetValueOrDefault("Strings") ?? members.GetValueOrDefault("Text") ?? "";
        var unclear = new TokenFormatException("a member stands twice: the empty line between two records is missing");
        return new PowerShellRecord(Value("Section", "Section"), (record.Type, twice) switch
        {
            (_, true) => record with { Fault = unclear },
            (DnsType.Txt, _) => PowerShellValue.WithStrings(record, strings),
            (DnsType.CName, _) => record with { Target = Value("NameHost", "Server") },
            _ => record,
        });
    }
}

using System.Text;

namespace DigitalEmblem;

/// <summary>
/// Tables of <c>Resolve-DnsName</c>: a line of headings, one of hyphens, then a record a line, each value below its heading.
/// </summary>
internal static class PowerShellTable
{
    private static readonly string[] Headings = ["Name", "Type", "TTL", "Section"];

    /// <summary>Whether a line holds the headings that every record has; what follows depends on the type.</summary>
    public static bool IsHeader(string line) =>
        line.StartsWith(Headings[0], StringComparison.Ordinal)
        && line.Split((char[]?)null, 5, StringSplitOptions.RemoveEmptyEntries) is { Length: >= 4 } words
        && words.AsSpan(0, 4).SequenceEqual(Headings);

    /// <summary>Reads the table that begins on a line.</summary>
    /// <returns>The line after it.</returns>
    public static int Read(string[] lines, int at, List<PowerShellRecord> records)
    {
        string header = lines[at];
        int[] columns = [.. Enumerable.Range(0, header.Length).Where(i => IsWordStart(header, i)).Take(5)];
        at++;
        if (at < lines.Length && lines[at].StartsWith("---", StringComparison.Ordinal))
        {
            at++;
        }

        while (at < lines.Length && !string.IsNullOrWhiteSpace(lines[at]) && !IsOther(lines[at]))
        {
            int first = at;
            var value = new StringBuilder(Cell(lines[at], columns, 4));

            // With -Wrap, the rest of a long value stands on the next lines, with text under its own heading only.
            for (at++; at < lines.Length && IsContinuation(lines[at], columns); at++)
            {
                value.Append(Cell(lines[at], columns, 4));
            }

            records.Add(Record(lines[first], columns, value.ToString(), first + 1));
        }

        return at;
    }

    private static bool IsWordStart(string line, int at) => !char.IsWhiteSpace(line[at]) && (at == 0 || char.IsWhiteSpace(line[at - 1]));

    private static bool IsOther(string line) =>
        line.StartsWith("PS ", StringComparison.Ordinal) || PowerShellError.IsFirstLine(line) || IsHeader(line);

    private static bool IsContinuation(string line, int[] columns) =>
        columns.Length > 4 && line.Length > columns[4] && line.AsSpan(0, columns[4]).IsWhiteSpace();

    private static PowerShellRecord Record(string line, int[] columns, string value, int number)
    {
        var record = new CapturedRecord
        {
            Owner = Cell(line, columns, 0).TrimEnd(),
            Type = RecordTypes.Number(FirstWord(Cell(line, columns, 1))) ?? 0,
            Line = number,
        };
        if (PowerShellValue.IsShortened(record.Owner))
        {
            record = record with { Owner = null, Fault = PowerShellValue.Shortened("name") };
        }

        return new PowerShellRecord(FirstWord(Cell(line, columns, 3)), record.Fault is not null ? record : record.Type switch
        {
            DnsType.Txt => PowerShellValue.WithStrings(record, value),
            DnsType.CName => PowerShellValue.IsShortened(value.TrimEnd()) ? record with { Fault = PowerShellValue.Shortened("name") }
                : record with { Target = FirstWord(value) },
            _ => record,
        });
    }

    // Numbers may be aligned to the right, and then begin before their heading.
    private static string FirstWord(string cell) =>
        cell.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";

    /// <summary>What stands below a heading, to the next one or to the end of the line for the fifth.</summary>
    private static string Cell(string line, int[] columns, int index)
    {
        if (index >= columns.Length || line.Length <= columns[index])
        {
            return "";
        }

        int end = index >= 4 || index + 1 >= columns.Length ? line.Length : Math.Min(line.Length, columns[index + 1]);
        return line[columns[index]..end];
    }
}

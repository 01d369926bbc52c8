using System.Text.Json;

namespace DigitalEmblem;

/// <summary>What <c>Resolve-DnsName … | ConvertTo-Json</c> of PowerShell prints: an object a record, one alone or an array.</summary>
internal static class PowerShellJson
{
    private const string Tool = "the JSON of PowerShell's Resolve-DnsName";

    /// <summary>Whether a value is a record of this form.</summary>
    public static bool IsForm(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object && JsonMembers.Has(value, "Name") && JsonMembers.Has(value, "Section")
        && (JsonMembers.Has(value, "QueryType") || JsonMembers.Has(value, "Type"));

    public static IEnumerable<Capture> Read(IEnumerable<JsonElement> values, int line)
    {
        var records = new List<PowerShellRecord>();
        TokenFormatException? fault = null;
        foreach (JsonElement value in values)
        {
            try
            {
                records.Add(Record(value, line));
            }
            catch (TokenFormatException e)
            {
                fault ??= e;
            }
        }

        IEnumerable<Capture> captures = PowerShellRecord.ToCaptures(records, Tool);
        return fault is null ? captures : captures.Append(new Capture { Tool = Tool, Line = line, Fault = fault });
    }

    private static PowerShellRecord Record(JsonElement value, int line)
    {
        var record = new CapturedRecord
        {
            Owner = StrictJson.RequiredText(value, "Name"),
            Type = Type(value) ?? throw new TokenFormatException("required, and missing", "Type"),
            Line = line,
        };
        string section = value.GetProperty("Section").ValueKind == JsonValueKind.String ? StrictJson.RequiredText(value, "Section")
            : JsonMembers.Number(value, "Section") switch
            {
                PowerShellRecord.AnswerNumber => PowerShellRecord.AnswerSection,
                PowerShellRecord.AuthorityNumber => PowerShellRecord.AuthoritySection,
                _ => "",
            };
        return new PowerShellRecord(section, record.Type switch
        {
            DnsType.Txt => PowerShellRecord.WithStrings(record, Strings(value)),
            DnsType.CName => record with { Target = StrictJson.RequiredText(value, "NameHost") },
            _ => record,
        });
    }

    private static int? Type(JsonElement value)
    {
        string member = JsonMembers.Has(value, "Type") ? "Type" : "QueryType";
        return value.GetProperty(member).ValueKind == JsonValueKind.String
            ? RecordTypes.Number(StrictJson.RequiredText(value, member)) ?? 0
            : JsonMembers.Number(value, member);
    }

    private static IEnumerable<string> Strings(JsonElement value)
    {
        string member = JsonMembers.Has(value, "Strings") ? "Strings" : "Text";
        if (!value.TryGetProperty(member, out JsonElement strings))
        {
            throw new TokenFormatException("required, and missing", "Strings");
        }

        // ConvertTo-Json joins an array with spaces if it lies deeper than its -Depth.
        return strings.ValueKind == JsonValueKind.Array
            ? strings.EnumerateArray().Select(s => StrictJson.Text(s, member))
            : throw new TokenFormatException("PowerShell joined the strings. Capture it again with ConvertTo-Json -Depth 4", member);
    }
}

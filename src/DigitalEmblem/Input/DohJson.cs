using System.Text.Json;

namespace DigitalEmblem;

/// <summary>The JSON with which Google, Cloudflare and other DNS services answer over HTTPS (<c>application/dns-json</c>).</summary>
internal static class DohJson
{
    private const string Tool = "DNS JSON of a DoH service";

    private static readonly string[] Lists = ["Question", "Answer", "Authority", "Additional", "extended_dns_errors"];

    /// <summary>Whether an object is of this form.</summary>
    public static bool IsForm(JsonElement value) =>
        value.TryGetProperty("Status", out JsonElement status) && status.ValueKind == JsonValueKind.Number
        && (JsonMembers.Has(value, "Question") || JsonMembers.Has(value, "Answer") || JsonMembers.Has(value, "TC"));

    public static Capture Read(JsonElement value, int line)
    {
        JsonElement? question = Question(value);
        int? status = JsonMembers.Number(value, "Status");
        CapturedRecord[] records = [.. JsonMembers.Objects(value, "Answer").Select(r => Record(r, line))];
        return new Capture
        {
            Tool = Tool,
            Line = line,
            QuestionName = question is { } asked ? JsonMembers.Name(asked, "name") : null,
            QuestionType = question is { } asked2 ? Type(asked2) : null,
            StatusCode = status,
            Status = status is { } code ? ResponseCodes.Name(code) : null,
            Truncated = JsonMembers.Flag(value, "TC"),
            Records = records,
            Authority = [.. JsonMembers.Objects(value, "Authority").Select(r => Head(r, line))],
            Fault = JsonMembers.Has(value, "Answer") || UnknownList(value) is not { } unknown ? null
                : new($"the list '{Printable.Text(unknown)}', which this form does not have, and no list 'Answer'"),
        };
    }

    /// <summary>A list that the form does not have, and that may hold the records under another name; null if there is none.</summary>
    private static string? UnknownList(JsonElement value) => value.EnumerateObject()
        .Where(m => m.Value.ValueKind == JsonValueKind.Array && m.Value.EnumerateArray().Any(i => i.ValueKind == JsonValueKind.Object))
        .Select(m => m.Name)
        .FirstOrDefault(name => !Lists.Contains(name, StringComparer.Ordinal));

    // Most services write an array of one question; some write the question alone.
    private static JsonElement? Question(JsonElement value)
    {
        if (value.TryGetProperty("Question", out JsonElement question) && question.ValueKind == JsonValueKind.Object)
        {
            return question;
        }

        JsonElement[] questions = [.. JsonMembers.Objects(value, "Question")];
        return questions.Length <= 1
            ? questions.Cast<JsonElement?>().FirstOrDefault()
            : throw new TokenFormatException("more than one question", "Question");
    }

    private static int? Type(JsonElement value) =>
        value.TryGetProperty("type", out JsonElement type) && type.ValueKind == JsonValueKind.String
            ? RecordTypes.Number(type.GetString()!)
            : JsonMembers.Number(value, "type");

    private static CapturedRecord Head(JsonElement value, int line) => new()
    {
        Owner = StrictJson.RequiredText(value, "name"),
        Type = JsonMembers.Has(value, "type") ? Type(value) ?? 0 : throw new TokenFormatException("required, and missing", "type"),
        Line = line,
    };

    private static CapturedRecord Record(JsonElement value, int line)
    {
        CapturedRecord record = Head(value, line);
        string data = StrictJson.RequiredText(value, "data");

        // Some services put each string of a TXT record into quotation marks, some print the joined text alone.
        return record.Type == DnsType.Txt && !data.TrimStart().StartsWith('"') && !data.StartsWith("\\#", StringComparison.Ordinal)
            ? PresentationData.Unquoted(record, data)
            : PresentationData.Read(record, data);
    }
}

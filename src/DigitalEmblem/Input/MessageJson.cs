using System.Text.Json;

namespace DigitalEmblem;

/// <summary>DNS messages in JSON by RFC 8427, as <c>kdig +json</c> prints them.</summary>
internal static class MessageJson
{
    private const string Tool = "a DNS message in JSON (RFC 8427), as kdig +json prints it";

    /// <summary>Whether an object is of this form: a message, or a pair of which only the response counts.</summary>
    public static bool IsForm(JsonElement value) =>
        JsonMembers.Has(value, "RCODE") || JsonMembers.Has(value, "answerRRs") || JsonMembers.Has(value, "QNAME")
        || JsonMembers.Has(value, "responseMessage");

    public static Capture Read(JsonElement value, int line)
    {
        if (value.TryGetProperty("responseMessage", out JsonElement response) && response.ValueKind == JsonValueKind.Object)
        {
            return Read(response, line);
        }

        int? code = JsonMembers.Number(value, "RCODE") is { } low ? low | ExtendedCode(value) : null;
        CapturedRecord[] records = [.. JsonMembers.Objects(value, "answerRRs").Select(r => Record(r, line))];
        int? announced = JsonMembers.Number(value, "ANCOUNT");
        return new Capture
        {
            Tool = Tool,
            Line = line,
            QuestionName = JsonMembers.Name(value, "QNAME"),
            QuestionType = Type(value, "QTYPE"),
            StatusCode = code,
            Status = code is { } known ? ResponseCodes.Name(known) : null,
            Truncated = JsonMembers.Flag(value, "TC"),
            Records = records,
            Authority = [.. JsonMembers.Objects(value, "authorityRRs").Select(r => Head(r, line))],
            Authoritative = JsonMembers.Has(value, "AA") ? JsonMembers.Flag(value, "AA") : null,
            RecursionAvailable = JsonMembers.Has(value, "RA") ? JsonMembers.Flag(value, "RA") : null,
            Fault = JsonMembers.Has(value, "QR") && !JsonMembers.Flag(value, "QR") ? new("a question and not its answer")
                : (JsonMembers.Number(value, "QCLASS") ?? CapturedRecord.Internet) != CapturedRecord.Internet ? CaptureFaults.OtherClass()
                : announced is { } count && count != records.Length ? CaptureFaults.WrongCount(count, records.Length)
                : !JsonMembers.Has(value, "TC") ? new("no member TC, so that nothing says whether the answer was cut")
                : announced is null && records.Length == 0
                    ? new("neither ANCOUNT nor a record in answerRRs: nothing says how many there are")
                : null,
        };
    }

    /// <summary>The upper bits of the response code, which stand in the TTL of the OPT record (RFC 6891, 6.1.3).</summary>
    private static int ExtendedCode(JsonElement value) =>
        JsonMembers.Objects(value, "additionalRRs").FirstOrDefault(r => Type(r, "TYPE") == DnsType.Opt)
            is { ValueKind: JsonValueKind.Object } opt
        && opt.TryGetProperty("TTL", out JsonElement ttl) && ttl.ValueKind == JsonValueKind.Number && ttl.TryGetUInt32(out uint bits)
            ? (int)(bits >> 24) << 4
            : 0;

    private static int? Type(JsonElement value, string name) => JsonMembers.Number(value, name)
        ?? (StrictJson.OptionalText(value, name + "name") is { } text ? RecordTypes.Number(text) : null);

    private static CapturedRecord Head(JsonElement value, int line) => new()
    {
        Owner = StrictJson.RequiredText(value, "NAME"),
        Type = Type(value, "TYPE")
            ?? (JsonMembers.Has(value, "TYPEname") ? 0 : throw new TokenFormatException("required, and missing", "TYPE")),
        Class = JsonMembers.Number(value, "CLASS") ?? CapturedRecord.Internet,
        Line = line,
    };

    private static CapturedRecord Record(JsonElement value, int line)
    {
        CapturedRecord record = Head(value, line);
        string? digits = StrictJson.OptionalText(value, "RDATAHEX");
        int? length = JsonMembers.Number(value, "RDLENGTH");
        if (digits is not null)
        {
            return HexText.TryDecode(digits, out byte[]? bytes) && (length ?? bytes.Length) == bytes.Length
                ? PresentationData.Wire(record, bytes)
                : record with { Fault = new TokenFormatException("not the digits of RDLENGTH bytes: it was cut or altered", "RDATAHEX") };
        }

        JsonProperty shown = value.EnumerateObject().FirstOrDefault(m => m.Name.StartsWith("rdata", StringComparison.Ordinal));
        return shown.Value.ValueKind == JsonValueKind.String ? PresentationData.Read(record, shown.Value.GetString()!)
            : length == 0 ? record
            : record with { Fault = new TokenFormatException("a record whose data is not shown in a form that is read here") };
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CsvHelper;
using CsvHelper.Configuration;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// Records as a table (RFC 4180), one a line, with a value that a provider's form takes. All of it is ASCII, so it needs no mark at the
/// beginning, which imports would read as a part of the first column's name. A cell that a spreadsheet would run gets an apostrophe.
/// </summary>
internal static class RecordsCsv
{
    /// <summary>The header line.</summary>
    public const string Header = "name,type,ttl,value,digest\r\n";

    private static readonly CsvConfiguration Form =
        new(CultureInfo.InvariantCulture) { NewLine = "\r\n", InjectionOptions = InjectionOptions.Escape, InjectionEscapeCharacter = '\'' };

    /// <summary>The lines of the records that should be there. Names that should have none have no line.</summary>
    public static string Lines(RecordsByHand records)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, Form))
        {
            foreach (PublishedRecords set in records.Present)
            {
                JsonArray all = JsonNode.Parse(set.ToJson())!.AsArray();
                foreach ((JsonNode? record, ReadOnlyMemory<byte> data) in all.Zip(set.Data))
                {
                    csv.WriteField(set.Name.ToString());
                    csv.WriteField((string)record!["type"]!);
                    csv.WriteField(set.Ttl);
                    csv.WriteField((string)record["content"]!);
                    csv.WriteField(Convert.ToHexStringLower(SHA256.HashData(data.Span)));
                    csv.NextRecord();
                }
            }
        }

        return text.ToString();
    }
}

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DigitalEmblem.Publishing;

namespace DigitalEmblem.Issuer.Work.Publishing;

/// <summary>
/// Writes the records of many names in a form, page after page, so that memory does not grow with the zone. A reader that is slow has the
/// next page wait.
/// </summary>
internal static class RecordsWriter
{
    private static readonly JsonWriterOptions Json =
        new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes them to a stream in UTF-8.</summary>
    public static async Task WriteAsync(
        IAsyncEnumerable<RecordsByHand> pages, RecordsForm form, Stream to, CancellationToken cancellationToken)
    {
        if (form == RecordsForm.Json)
        {
            await WriteJsonAsync(pages, to, cancellationToken);
            return;
        }

        if (form == RecordsForm.Csv)
        {
            await WriteCsvAsync(pages, to, cancellationToken);
            return;
        }

        await using var writer = new StreamWriter(to, new UTF8Encoding(false), leaveOpen: true);
        // Of one name only, the values stand alone, to be copied into a form. Two names are known by the second page.
        RecordsByHand? before = null;
        bool isOne = true;
        await foreach (RecordsByHand page in pages.WithCancellation(cancellationToken))
        {
            if (before is not null)
            {
                isOne = false;
                await writer.WriteAsync(before.ToText(form, isOne).AsMemory(), cancellationToken);
                await writer.FlushAsync(cancellationToken);
            }

            before = page;
        }

        await writer.WriteAsync((before?.ToText(form, isOne && before.Present.Count == 1) ?? "").AsMemory(), cancellationToken);
    }

    private static async Task WriteCsvAsync(IAsyncEnumerable<RecordsByHand> pages, Stream to, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(to, new UTF8Encoding(false), leaveOpen: true);
        await writer.WriteAsync(RecordsCsv.Header);
        await foreach (RecordsByHand page in pages.WithCancellation(cancellationToken))
        {
            await writer.WriteAsync(RecordsCsv.Lines(page).AsMemory(), cancellationToken);
            await writer.FlushAsync(cancellationToken);
        }
    }

    private static async Task WriteJsonAsync(IAsyncEnumerable<RecordsByHand> pages, Stream to, CancellationToken cancellationToken)
    {
        await using (var json = new Utf8JsonWriter(to, Json))
        {
            json.WriteStartArray();
            await foreach (RecordsByHand page in pages.WithCancellation(cancellationToken))
            {
                foreach (PublishedRecords records in page.Present)
                {
                    foreach (JsonNode? record in JsonNode.Parse(records.ToJson())!.AsArray())
                    {
                        record!.WriteTo(json);
                    }
                }

                await json.FlushAsync(cancellationToken);
            }

            json.WriteEndArray();
            await json.FlushAsync(cancellationToken);
        }

        await to.WriteAsync("\n"u8.ToArray(), cancellationToken);
    }
}

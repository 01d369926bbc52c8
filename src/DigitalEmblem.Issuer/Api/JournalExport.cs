using System.Text.Json;
using DigitalEmblem.Issuer.Journal;

namespace DigitalEmblem.Issuer.Api;

/// <summary>Writes lines of the journal as NDJSON, one after another, so that they need not fit into memory.</summary>
internal static class JournalExport
{
    public const string MediaType = "application/x-ndjson";

    /// <summary>Writes them behind the line with the head.</summary>
    public static async Task WriteAsync(
        Stream to, JournalExportHead head, IAsyncEnumerable<JournalEntry> lines, CancellationToken cancellationToken)
    {
        await WriteLineAsync(to, head, cancellationToken);
        await foreach (JournalEntry line in lines.WithCancellation(cancellationToken))
        {
            await WriteLineAsync(to, JournalFileLine.Of(line), cancellationToken);
        }
    }

    private static async Task WriteLineAsync<T>(Stream to, T line, CancellationToken cancellationToken) =>
        await to.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(line, ApiJson.Options), (byte)'\n'], cancellationToken);
}

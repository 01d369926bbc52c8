using System.ComponentModel;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Api;

/// <summary>The journal, to read. 'issuer journal verify' checks that it is complete and unchanged.</summary>
internal static class JournalApi
{
    // Lines of a batch are long: a page of a thousand of them would not fit into memory.
    private const int MostCharacters = 1 << 20;

    public static void MapJournalApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder all = app.MapGroup("/journal").WithTags("Journal");
        all.MapGet("", ListAsync).By(Callers.Overseers).WithName("Journal")
            .WithSummary("The journal, line by line; after is the number of the last line read. A part ends after a megabyte.");
        all.MapGet("/search", SearchAsync).By(Callers.Overseers).WithName("JournalSearch")
            .WithSummary("Lines of the journal by subject, actor, action and time, the newest first.")
            .WithDescription("from and to are instants (ISO 8601, with Z); to itself is left out. Give older as olderThan for the page "
                + "behind, and newer as newerThan for the page before. A page ends after a megabyte.");
        all.MapGet("/check", CheckAsync).By(Callers.Overseers).WithName("JournalCheck")
            .WithSummary("What the last 'issuer journal verify' on this database found; it replaces none.");
        all.MapGet("/export", ExportAsync).By(Callers.Overseers).WithName("JournalExport")
            .WithSummary("Lines of the journal as it holds them, one JSON object a line (NDJSON), behind a line with the head.")
            .WithDescription("from and to are numbers of lines, both included: the first and the last of the journal if they are left out. "
                + "The first line of the answer has the hash before the lines (before), from which the hash of each can be computed, "
                + "and the head. An answer that does not reach the line to was cut off. Lines hold pseudonyms in place of people.");
        all.MapGet("/consistency", ConsistencyAsync).By(Callers.Overseers).WithName("JournalConsistency")
            .WithSummary("Computes whether the lines between two heads lead from the first to the second.")
            .WithDescription("first and second are numbers of lines; 0 is the beginning. The journal is a chain of hashes and no tree: "
                + "there is no shorter proof than the lines between, which proof names. This answer is the service's word; who keeps "
                + "the two heads and computes the hashes of the export needs no word. "
                + $"At most {JournalConsistency.MostLines} lines at once.");
        all.MapGet("/head", HeadAsync).By(Callers.Overseers).WithName("JournalHead")
            .WithSummary("The journal's head: keep it outside of this machine, for 'issuer journal verify --head'.");
    }

    private static Task<JournalPage> ListAsync(
        [DefaultValue(0L)] long? after, int? limit, IssuerStore store, CancellationToken cancellationToken) =>
        store.ReadAsync(async d =>
        {
            int count = PageQuery.Checked(limit);
            var page = new List<JournalEntry>();
            long? next = null;
            long characters = 0;
            await foreach (JournalEntry entry in d.Journal.Where(e => e.Sequence > (after ?? 0)).OrderBy(e => e.Sequence).Take(count + 1)
                .AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                // At least one line, so that a reader always gets on.
                if (page.Count == count || (page.Count > 0 && characters + entry.Details.Length > MostCharacters))
                {
                    next = page[^1].Sequence;
                    break;
                }

                page.Add(entry);
                characters += entry.Details.Length;
            }

            Pseudonyms pseudonyms = await Pseudonyms.OfLinesAsync(d, page, cancellationToken);
            return new JournalPage([.. page.Select(e => JournalView.Of(e, pseudonyms))], next);
        });

    private static async Task<JournalSearchView> SearchAsync(
        string? subject,
        string? actor,
        string? action,
        string? from,
        string? to,
        long? olderThan,
        long? newerThan,
        int? limit,
        ReadJournal read,
        CancellationToken cancellationToken)
    {
        if (olderThan is not null && newerThan is not null)
        {
            throw new ApiException(ProblemKind.Malformed, "olderThan and newerThan are not given together.");
        }

        JournalLines page = await read.RunAsync(
            new JournalQuery
            {
                Subject = Word(subject, "subject"),
                Actor = Word(actor, "actor"),
                Action = Word(action, "action"),
                From = Given.Instant(from, "from"),
                To = Given.Instant(to, "to"),
                OlderThan = olderThan,
                NewerThan = newerThan,
                Count = PageQuery.Checked(limit),
            },
            cancellationToken);
        return new JournalSearchView([.. page.Lines.Select(e => JournalView.Of(e, page.Names))], page.Newer, page.Older);
    }

    // A control character is in no line, and PostgreSQL takes no NUL.
    private static string? Word(string? text, string member) => text is null || !text.Any(char.IsControl) ? text
        : throw new ApiException(ProblemKind.Malformed, $"{member} has no control characters.");

    private static async Task<JournalCheckView> CheckAsync(ReadJournal read, CancellationToken cancellationToken) =>
        await read.LastCheckAsync(cancellationToken) is { } check
            ? new JournalCheckView(check.CheckedAt, check.Entries, check.Faults, check.FirstFault)
            : new JournalCheckView(null, 0, 0, null);

    private static async Task<PushStreamHttpResult> ExportAsync(
        long? from, long? to, ReadJournal read, CancellationToken cancellationToken)
    {
        JournalHead head = await read.HeadAsync(cancellationToken);
        long first = from ?? 1, last = Math.Min(to ?? head.Sequence, head.Sequence);
        byte[] before = first >= 1 && first - 1 <= last && (to is null || to >= first)
            && await read.HashOfAsync(first - 1, cancellationToken) is { } hash
                ? hash
                : throw new ApiException(
                    ProblemKind.Malformed, "from and to are numbers of lines of the journal, and to is not before from.");
        return TypedResults.Stream(
            stream => JournalExport.WriteAsync(
                stream,
                new JournalExportHead(first, last, Convert.ToHexStringLower(before), JournalHeadView.Of(head)),
                read.BetweenAsync(first, last, cancellationToken),
                cancellationToken),
            JournalExport.MediaType);
    }

    private static async Task<JournalConsistencyView> ConsistencyAsync(
        long first, long second, JournalConsistency consistency, CancellationToken cancellationToken) =>
        JournalConsistencyView.Of(await consistency.RunAsync(first, second, cancellationToken));

    private static Task<JournalHeadView> HeadAsync(IssuerStore store, CancellationToken cancellationToken) => store.ReadAsync(async d =>
    {
        return JournalHeadView.Of(await d.Heads.SingleAsync(cancellationToken));
    });
}

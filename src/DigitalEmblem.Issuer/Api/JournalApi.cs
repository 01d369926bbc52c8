using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage;
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
        all.MapGet("/head", HeadAsync).By(Callers.Overseers).WithName("JournalHead")
            .WithSummary("The journal's head: keep it outside of this machine, for 'issuer journal verify --head'.");
    }

    private static Task<JournalPage> ListAsync(IssuerStore store, CancellationToken cancellationToken, long after = 0, int? limit = null) =>
        store.ReadAsync(async d =>
        {
            int count = PageQuery.Checked(limit);
            var page = new List<JournalEntry>();
            long? next = null;
            long characters = 0;
            await foreach (JournalEntry entry in d.Journal.Where(e => e.Sequence > after).OrderBy(e => e.Sequence).Take(count + 1)
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

    private static Task<JournalHeadView> HeadAsync(IssuerStore store, CancellationToken cancellationToken) => store.ReadAsync(async d =>
    {
        JournalHead head = await d.Heads.SingleAsync(cancellationToken);
        return new JournalHeadView(head.Sequence, Convert.ToHexStringLower(head.Hash));
    });
}

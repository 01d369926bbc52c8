using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Api;

/// <summary>The journal, to read. 'issuer journal verify' checks that it is complete and unchanged.</summary>
internal static class JournalApi
{
    public static void MapJournalApi(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder all = app.MapGroup("/journal").WithTags("Journal");
        all.MapGet("", ListAsync).By(Callers.Overseers).WithName("Journal")
            .WithSummary("The journal, line by line; after is the number of the last line read.");
        all.MapGet("/head", HeadAsync).By(Callers.Overseers).WithName("JournalHead")
            .WithSummary("The journal's head: keep it outside of this machine, for 'issuer journal verify --head'.");
    }

    private static Task<JournalPage> ListAsync(IssuerStore store, CancellationToken cancellationToken, long after = 0, int? limit = null) =>
        store.ReadAsync(async d =>
        {
            int count = PageQuery.Checked(limit);
            List<JournalEntry> found = await d.Journal.Where(e => e.Sequence > after).OrderBy(e => e.Sequence)
                .Take(count + 1).ToListAsync(cancellationToken);
            return new JournalPage([.. found.Take(count).Select(JournalView.Of)], found.Count > count ? found[count - 1].Sequence : null);
        });

    private static Task<JournalHeadView> HeadAsync(IssuerStore store, CancellationToken cancellationToken) => store.ReadAsync(async d =>
    {
        JournalHead head = await d.Heads.SingleAsync(cancellationToken);
        return new JournalHeadView(head.Sequence, Convert.ToHexStringLower(head.Hash));
    });
}

using System.Runtime.CompilerServices;
using DigitalEmblem.Issuer.Storage;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Journal;

/// <summary>
/// Reads the journal by page, the newest first, and what the last audit of it found. Lines are ordered by their time, and lines of one time
/// by their number, so that each filter has an index in the order of the page.
/// </summary>
internal sealed class ReadJournal(IssuerStore store)
{
    // Lines of a batch are long: fifty of them would not fit into a page.
    private const int MostCharacters = 1 << 20;

    private const int PartSize = 500;

    /// <summary>One page.</summary>
    public Task<JournalLines> RunAsync(JournalQuery query, CancellationToken cancellationToken) => store.ReadAsync(async d =>
    {
        IQueryable<JournalEntry> lines = Matching(d.Journal, await WrittenAsync(d, query, cancellationToken));
        bool isBackward = query.NewerThan is not null;
        if ((query.OlderThan ?? query.NewerThan) is { } number)
        {
            if (await d.Journal.FirstOrDefaultAsync(e => e.Sequence == number, cancellationToken) is not { } place)
            {
                return new JournalLines([], null, null, await Pseudonyms.OfLinesAsync(d, [], cancellationToken));
            }

            lines = From(lines, place.At, number, isBackward);
        }

        lines = isBackward
            ? lines.OrderBy(e => e.At).ThenBy(e => e.Sequence)
            : lines.OrderByDescending(e => e.At).ThenByDescending(e => e.Sequence);
        (List<JournalEntry> page, bool areMore) = await TakeAsync(lines, query.Count, cancellationToken);
        if (isBackward)
        {
            page.Reverse();
        }

        return new JournalLines(
            page,
            page is [var first, ..] && (isBackward ? areMore : query.OlderThan is not null) ? first.Sequence : null,
            page is [.., var last] && (isBackward || areMore) ? last.Sequence : null,
            await Pseudonyms.OfLinesAsync(d, page, cancellationToken));
    });

    /// <summary>One line by its number; no lines if there is none.</summary>
    public Task<JournalLines> OfAsync(long sequence, CancellationToken cancellationToken) => store.ReadAsync(async d =>
    {
        List<JournalEntry> line = await d.Journal.Where(e => e.Sequence == sequence).Take(1).ToListAsync(cancellationToken);
        return new JournalLines(line, null, null, await Pseudonyms.OfLinesAsync(d, line, cancellationToken));
    });

    /// <summary>The end of the journal.</summary>
    public Task<JournalHead> HeadAsync(CancellationToken cancellationToken) => store.ReadAsync(d => d.Heads.FirstAsync(cancellationToken));

    /// <summary>
    /// Lines as the journal holds them, the oldest first, from one to another. They are read part by part, so that they need not fit into
    /// memory.
    /// </summary>
    public async IAsyncEnumerable<JournalEntry> BetweenAsync(
        long first, long last, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long read = first - 1;
        while (read < last)
        {
            long after = read;
            (List<JournalEntry> part, _) = await store.ReadAsync(d => TakeAsync(
                d.Journal.Where(e => e.Sequence > after && e.Sequence <= last).OrderBy(e => e.Sequence), PartSize, cancellationToken));
            foreach (JournalEntry line in part)
            {
                yield return line;
            }

            // A line that is missing is for the audit to find.
            read = part is [.., var end] ? end.Sequence : last;
        }
    }

    /// <summary>All lines, up to the one that is the last now.</summary>
    public async IAsyncEnumerable<JournalEntry> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (JournalEntry line in BetweenAsync(1, (await HeadAsync(cancellationToken)).Sequence, cancellationToken))
        {
            yield return line;
        }
    }

    /// <summary>The hash over all lines up to one; that before the first line for 0; null if there is no such line.</summary>
    public async Task<byte[]?> HashOfAsync(long sequence, CancellationToken cancellationToken) => sequence == 0
        ? JournalEntry.Origin
        : await store.ReadAsync(d => d.Journal.Where(e => e.Sequence == sequence).Select(e => e.Hash)
            .SingleOrDefaultAsync(cancellationToken));

    /// <summary>What the last audit found; null if none was made of this database.</summary>
    public Task<JournalCheck?> LastCheckAsync(CancellationToken cancellationToken) =>
        store.ReadAsync(d => d.JournalChecks.FirstOrDefaultAsync(cancellationToken));

    /// <summary>The query in the words of the journal, which has pseudonyms in place of handles.</summary>
    private static async Task<JournalQuery> WrittenAsync(IssuerContext d, JournalQuery query, CancellationToken cancellationToken) =>
        query with
        {
            Subject = query.Subject is { } subject ? await Pseudonyms.OfAsync(d, subject, cancellationToken) : null,
            Actor = query.Actor is { } actor ? await Pseudonyms.OfAsync(d, actor, cancellationToken) : null,
        };

    private static IQueryable<JournalEntry> Matching(IQueryable<JournalEntry> lines, JournalQuery query)
    {
        lines = query.Subject is { } subject ? lines.Where(e => e.Subject == subject) : lines;
        lines = query.Actor is { } actor ? lines.Where(e => e.Actor == actor) : lines;
        lines = query.Action is { } action ? lines.Where(e => e.Action == action) : lines;
        lines = query.From?.ToUniversalTime() is { } from ? lines.Where(e => e.At >= from) : lines;
        return query.To?.ToUniversalTime() is { } to ? lines.Where(e => e.At < to) : lines;
    }

    // The first condition bounds the index; the second leaves out those of the same time.
    private static IQueryable<JournalEntry> From(
        IQueryable<JournalEntry> lines, DateTimeOffset at, long number, bool isBackward) => isBackward
        ? lines.Where(e => e.At >= at).Where(e => e.At > at || e.Sequence > number)
        : lines.Where(e => e.At <= at).Where(e => e.At < at || e.Sequence < number);

    private static async Task<(List<JournalEntry> Page, bool AreMore)> TakeAsync(
        IQueryable<JournalEntry> lines, int count, CancellationToken cancellationToken)
    {
        var page = new List<JournalEntry>();
        long characters = 0;
        await foreach (JournalEntry entry in lines.Take(count + 1).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            // At least one line, so that a reader always gets on.
            if (page.Count == count || (page.Count > 0 && characters + entry.Details.Length > MostCharacters))
            {
                return (page, true);
            }

            page.Add(entry);
            characters += entry.Details.Length;
        }

        return (page, false);
    }
}

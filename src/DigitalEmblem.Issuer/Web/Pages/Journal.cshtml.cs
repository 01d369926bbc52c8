using System.Globalization;
using System.Text.Json;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Commands;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Web.Acting;
using Microsoft.AspNetCore.Mvc;

namespace DigitalEmblem.Issuer.Web.Pages;

/// <summary>What was done, by whom, to what: the newest first, with filters, the head to keep, and what the last audit found.</summary>
[May(Callers.Overseers)]
internal sealed class JournalModel(ReadJournal read) : ActPage
{
    private const int LongestFilter = 300;

    private static readonly string[] Filters = ["subject", "actor", "action", "from", "to"];

    /// <summary>What is asked for.</summary>
    public JournalQuery Query { get; private set; } = new();

    /// <summary>The lines of this page.</summary>
    public JournalLines Lines { get; private set; } = null!;

    /// <summary>The number of the one line that is shown whole; null for a page of them.</summary>
    public long? Line { get; private set; }

    /// <summary>The end of the journal.</summary>
    public JournalHead Head { get; private set; } = null!;

    /// <summary>What the last audit found; null if none was made of this database.</summary>
    public JournalCheck? Check { get; private set; }

    /// <summary>Whether lines are left out.</summary>
    public bool IsFiltered => Query.Subject is not null || Query.Actor is not null || Query.Action is not null || Query.From is not null
        || Query.To is not null;

    public Task<IActionResult> OnGetAsync(
        string? subject, string? actor, string? action, string? from, string? to, long? older, long? newer, long? line,
        CancellationToken cancellationToken)
    {
        Line = line;
        Query = new JournalQuery
        {
            Subject = Filter("subject", subject),
            Actor = Filter("actor", actor),
            Action = Filter("action", action),
            From = Day("from", from, 0),
            To = Day("to", to, 1),
            OlderThan = older,
            NewerThan = older is null ? newer : null,
        };
        return ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnGetHeadAsync(CancellationToken cancellationToken)
    {
        JournalHead head = await read.HeadAsync(cancellationToken);
        return File(
            System.Text.Encoding.ASCII.GetBytes(JournalCommand.Write(head.Sequence, head.Hash) + "\n"),
            "text/plain; charset=utf-8",
            string.Create(CultureInfo.InvariantCulture, $"journal-head-{head.Sequence}.txt"));
    }

    public StreamedFile OnGetExport() => new(
        "journal.jsonl",
        "application/jsonl; charset=utf-8",
        async (writer, cancellationToken) =>
        {
            await foreach (JournalEntry entry in read.AllAsync(cancellationToken))
            {
                await writer.WriteAsync(JsonSerializer.Serialize(JournalFileLine.Of(entry), ApiJson.Options).AsMemory(), cancellationToken);
                await writer.WriteAsync("\n".AsMemory(), cancellationToken);
            }
        });

    /// <summary>The address of this list with another page of it.</summary>
    public string PathOf(string part, long number)
    {
        IEnumerable<string> kept = Filters
            .Where(n => Request.Query[n].ToString().Length > 0).Select(n => $"{n}={Uri.EscapeDataString(Request.Query[n].ToString())}");
        return "/journal?" + string.Join('&', [.. kept, string.Create(CultureInfo.InvariantCulture, $"{part}={number}")]);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        (Head, Check) = (await read.HeadAsync(cancellationToken), await read.LastCheckAsync(cancellationToken));
        Lines = Line is { } one ? await read.OfAsync(one, cancellationToken) : await read.RunAsync(Query, cancellationToken);
        if (Line is not null && Lines.Lines.Count == 0)
        {
            throw new WebFaultException(StatusCodes.Status404NotFound);
        }
    }

    // A control character is in no line, and PostgreSQL takes no NUL.
    private string? Filter(string field, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (text.Length > LongestFilter || text.Any(char.IsControl))
        {
            Wrong(field, $"No line has such a word: type it as it stands in the list.");
            return null;
        }

        return text.Trim();
    }

    private DateTimeOffset? Day(string field, string? text, int later)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (DateTimeOffset.TryParseExact(
            TypedDigits.Plain(text.Trim()),
            "yyyy-MM-dd",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out DateTimeOffset day)
            && day.Year < DateTimeOffset.MaxValue.Year)
        {
            return day.AddDays(later);
        }

        Wrong(field, $"Type a day, as 2027-03-31 (UTC).");
        return null;
    }
}

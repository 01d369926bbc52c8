using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Journal;

/// <summary>The journal by page. When these fail, an auditor does not find a line that is there.</summary>
public class JournalReadingTests
{
    private protected virtual Task<IssuerScene> StartAsync() => IssuerScene.StartAsync();

    [Fact]
    public async Task EachFilter_FindsItsLines_TheNewestFirst_OnPagesInBothDirections()
    {
        await using IssuerScene scene = await StartAsync();
        DateTimeOffset begin = scene.Clock.Now;
        await WriteAsync(scene);
        Pseudonyms names = await scene.ReadAsync(d => Pseudonyms.AllAsync(d, default));
        List<JournalEntry> all = await scene.ReadAsync(d => d.Journal.ToListAsync());
        DateTimeOffset from = begin + TimeSpan.FromMinutes(3), to = begin + TimeSpan.FromMinutes(8);
        (JournalQuery Query, Func<JournalEntry, bool> Wanted)[] filters =
        [
            (new JournalQuery(), _ => true),
            (new JournalQuery { Subject = "www1.society.example" }, e => e.Subject == "www1.society.example"),
            (new JournalQuery { Actor = "anna" }, e => e.Actor == names.Of("anna")),
            (new JournalQuery { Action = "test.two" }, e => e.Action == "test.two"),
            (new JournalQuery { From = from, To = to }, e => e.At >= from && e.At < to),
            (new JournalQuery { Actor = "ben", To = to }, e => e.Actor == names.Of("ben") && e.At < to),
        ];

        foreach ((JournalQuery query, Func<JournalEntry, bool> wanted) in filters)
        {
            long[] expected =
                [.. all.Where(wanted).OrderByDescending(e => e.At).ThenByDescending(e => e.Sequence).Select(e => e.Sequence)];
            Assert.InRange(expected.Length, 2, all.Count);
            var found = new List<long>();
            JournalLines page;
            long? behind = null;
            do
            {
                page = await ReadAsync(scene, query with { Count = 3, OlderThan = behind });
                found.AddRange(page.Lines.Select(e => e.Sequence));
                behind = page.Older;
            }
            while (behind is not null);

            Assert.Equal(expected, found);
            int onLast = page.Lines.Count;
            var back = new List<long>();
            while (page.Newer is { } newer)
            {
                page = await ReadAsync(scene, query with { Count = 3, NewerThan = newer });
                back.InsertRange(0, page.Lines.Select(e => e.Sequence));
            }

            Assert.Equal(expected[..^onLast], back);
        }

        JournalLines ofAnna = await ReadAsync(scene, new JournalQuery { Actor = "anna", Count = 1 });
        Assert.Equal("anna", ofAnna.Names.Show(ofAnna.Lines[0].Actor));
        Assert.Empty((await ReadAsync(scene, new JournalQuery { Subject = "nowhere" })).Lines);
        Assert.Empty((await ReadAsync(scene, new JournalQuery { OlderThan = 1_000_000 })).Lines);
    }

    /// <summary>A page tells when the journal was last audited, and what was found; it is no line of the journal.</summary>
    [Fact]
    public async Task LastAudit_IsKept_AndAnotherTakesItsPlace()
    {
        await using IssuerScene scene = await StartAsync();
        var read = new ReadJournal(scene.Store);
        Assert.Null(await read.LastCheckAsync(default));
        var keep = new KeepCheck(scene.Store);

        JournalAuditResult audit = await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default));
        await keep.RunAsync("operator", audit, default);
        JournalCheck first = (await read.LastCheckAsync(default))!;
        Assert.Equal((true, audit.Entries, scene.Clock.Now), (first.IsWhole, first.Entries, first.CheckedAt));
        await keep.RunAsync("operator", new JournalAuditResult(9, [], ["Line 3 is not as it was written."]), default);
        JournalCheck second = (await read.LastCheckAsync(default))!;
        Assert.Equal((false, 9, "Line 3 is not as it was written."), (second.IsWhole, second.Entries, second.FirstFault));

        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
    }

    private static Task<JournalLines> ReadAsync(IssuerScene scene, JournalQuery query) =>
        new ReadJournal(scene.Store).RunAsync(query, default);

    private static async Task WriteAsync(IssuerScene scene)
    {
        for (int i = 0; i < 12; i++)
        {
            // Two lines of one time, and one of a clock that was set back.
            scene.Clock.Now += TimeSpan.FromMinutes(i == 7 ? -2 : 1);
            await scene.Store.ChangeAsync(
                i % 2 == 0 ? "anna" : "ben",
                change =>
                {
                    change.Journal("test.one", $"www{i % 3}.society.example");
                    change.Journal("test.two", "other");
                    return Task.CompletedTask;
                },
                default);
        }
    }
}

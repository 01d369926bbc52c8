using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Work.Assets;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// The list of assets. When these fail, an officer does not find a name whose emblem ends, or a name is on no page while others change.
/// </summary>
public class AssetListTests
{
    private static readonly DateTimeOffset Now = TestTrust.Now;

    private protected virtual Task<IssuerScene> StartAsync() => IssuerScene.StartAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_HaveEachNameOnce_ForwardsAndBackwards(bool byEnd)
    {
        await using IssuerScene scene = await StartAsync();
        await SeedAsync(scene, 23);
        AssetSort sort = byEnd ? AssetSort.EmblemEnd : AssetSort.Name;
        List<Asset> expected = await scene.ReadAsync(d => d.Assets.ToListAsync());
        string[] order = byEnd
            ? [.. expected.OrderBy(a => a.EmblemUntil is null).ThenBy(a => a.EmblemUntil).ThenBy(Text, StringComparer.Ordinal).Select(Text)]
            : [.. expected.OrderBy(Text, StringComparer.Ordinal).Select(Text)];

        var forwards = new List<string>();
        var pages = new List<AssetPage>();
        for (AssetPage? page = null; page is null || page.Next is not null;)
        {
            page = await ListAsync(scene, new AssetQuery { Sort = sort, Count = 5, After = Again(page?.Next) });
            pages.Add(page);
            forwards.AddRange(page.Items.Select(i => Text(i.Asset)));
        }

        Assert.Equal(order, forwards);
        Assert.Null(pages[0].Previous);
        var backwards = new List<string>();
        for (AssetPage? page = pages[^1]; page.Previous is { } before;)
        {
            page = await ListAsync(scene, new AssetQuery { Sort = sort, Count = 5, Before = Again(before) });
            Assert.NotNull(page.Next);
            backwards.InsertRange(0, page.Items.Select(i => Text(i.Asset)));
        }

        Assert.Equal(order[..backwards.Count], backwards);
        Assert.Equal(23 - pages[^1].Items.Count, backwards.Count);
    }

    /// <summary>A name that is renewed between two pages goes to its new place, and the others are on the pages as before.</summary>
    [Fact]
    public async Task Renewal_BetweenTwoPages_LosesNoOtherName()
    {
        await using IssuerScene scene = await StartAsync();
        await SeedAsync(scene, 12);
        AssetPage first = await ListAsync(scene, new AssetQuery { Sort = AssetSort.EmblemEnd, Count = 4 });
        Guid renewed = first.Items[^1].Asset.Id;
        await using (IssuerContext d = scene.Contexts.Open())
        {
            await d.Assets.Where(a => a.Id == renewed).ExecuteUpdateAsync(
                s => s.SetProperty(a => a.EmblemUntil, Now + TimeSpan.FromDays(99)));
        }

        AssetPage second = await ListAsync(scene, new AssetQuery { Sort = AssetSort.EmblemEnd, Count = 100, After = first.Next });

        Assert.Equal(
            12, first.Items.Concat(second.Items).Select(i => i.Asset.Id).Distinct().Count());
    }

    [Fact]
    public async Task EachFilter_FindsItsNames_AndCountsThem()
    {
        await using IssuerScene scene = await StartAsync();
        await SeedAsync(scene, 24);
        List<Asset> all = await scene.ReadAsync(d => d.Assets.ToListAsync());
        DateTimeOffset soon = Now + TimeSpan.FromDays(5);
        (AssetQuery Query, Func<Asset, bool> Wanted)[] filters =
        [
            (new AssetQuery(), _ => true),
            (new AssetQuery { State = AssetState.Marked }, a => a.State == AssetState.Marked),
            (new AssetQuery { Zone = DomainName.Parse("b.example") }, a => Text(a).EndsWith("b.example", StringComparison.Ordinal)),
            (new AssetQuery { Purposes = Purposes.Indicative }, a => a.Purposes.HasFlag(Purposes.Indicative)),
            (new AssetQuery { Seen = SeenByWorld.Yes }, a => a.World == WorldSees.OurEmblem),
            (new AssetQuery { Seen = SeenByWorld.No }, a => a.World is WorldSees.Nothing or WorldSees.SomethingElse),
            (new AssetQuery { Seen = SeenByWorld.CouldNotLook }, a => a.World == WorldSees.CouldNotLook),
            (new AssetQuery { Seen = SeenByWorld.NotLooked }, a => a.World == WorldSees.NotLooked),
            (new AssetQuery { HasAlert = true }, a => a.OpenAlerts > 0),
            (new AssetQuery { HasAlert = false }, a => a.OpenAlerts == 0),
            (new AssetQuery { EmblemEndsBefore = soon }, a => a.EmblemUntil < soon),
            (new AssetQuery { DeclaredUntilBefore = soon }, a => a.DeclaredUntil < soon),
            (new AssetQuery { Part = "HOST1" }, a => Text(a).Contains("host1", StringComparison.Ordinal)),
            (
                new AssetQuery { Part = "host", State = AssetState.Marked, Seen = SeenByWorld.Yes, Sort = AssetSort.EmblemEnd },
                a => a.State == AssetState.Marked && a.World == WorldSees.OurEmblem),
        ];
        Assert.All(filters, f => Assert.InRange(all.Count(f.Wanted), 1, all.Count));

        foreach ((AssetQuery query, Func<Asset, bool> wanted) in filters)
        {
            AssetPage page = await ListAsync(scene, query);
            Assert.Equal(
                all.Where(wanted).Select(Text).Order(StringComparer.Ordinal),
                page.Items.Select(i => Text(i.Asset)).Order(StringComparer.Ordinal));
            Assert.Equal((all.Count(wanted), false), (page.Matching, page.AreMore));
            Assert.Equal(all.Count, page.Totals.All);
            Assert.Equal(all.Count(a => a.State == AssetState.Marked), page.Totals.Marked);
        }

        Assert.Empty((await ListAsync(scene, new AssetQuery { Part = "nowhere" })).Items);
        await Assert.ThrowsAsync<RefusedException>(() => ListAsync(scene, new AssetQuery { Part = "a%" }));
        AssetPage alerted = await ListAsync(scene, new AssetQuery { HasAlert = true });
        Assert.All(alerted.Items, i => Assert.Equal([AlertKind.Missing], i.Alerts));
    }

    /// <summary>Alerts are counted at each name when they are raised, and no more when they are cleared.</summary>
    [Fact]
    public async Task Alerts_AreCountedAtTheirNames()
    {
        await using IssuerScene scene = await StartAsync();
        await scene.ListedAsync("www.society.example");
        var book = new AlertBook(scene.Store);
        AlertFinding[] two =
            [new(AlertKind.Missing, "www.society.example", $"gone"), new(AlertKind.NotAccepted, "www.society.example", $"not accepted")];
        AlertKind[] kinds = [AlertKind.Missing, AlertKind.NotAccepted];

        await book.NoteAsync(two, kinds, null, [], default);
        await book.NoteAsync(two, kinds, null, [], default);
        Assert.Equal(2, (await scene.AssetAsync("www.society.example")).OpenAlerts);
        await book.NoteAsync([two[0]], kinds, null, [], default);
        Assert.Equal(1, (await scene.AssetAsync("www.society.example")).OpenAlerts);
        await scene.Store.ChangeAsync(
            "operator", c => AlertBook.ClearAsync(c, AlertKind.Missing, "www.society.example", default), default);
        Assert.Equal(0, (await scene.AssetAsync("www.society.example")).OpenAlerts);
    }

    [Theory]
    [InlineData("~www.society.example", true)]
    [InlineData("1800000000000~www.society.example", true)]
    [InlineData("www.society.example", false)]
    [InlineData("-1~www.society.example", false)]
    [InlineData("99999999999999999~www.society.example", false)]
    [InlineData("1~", false)]
    [InlineData(null, false)]
    public void Cursor_IsReadAsItIsWritten(string? text, bool isOne)
    {
        Assert.Equal(isOne, AssetCursor.TryParse(text, out AssetCursor? cursor));
        Assert.Equal(isOne ? text : null, cursor?.ToString());
    }

    private static Task<AssetPage> ListAsync(IssuerScene scene, AssetQuery query) =>
        new ListAssets(scene.Store, scene.Clock).RunAsync(query, default);

    // As an address carries it.
    private static AssetCursor? Again(AssetCursor? cursor) => cursor is null ? null
        : AssetCursor.TryParse(cursor.ToString(), out AssetCursor? read) ? read : throw new InvalidOperationException(cursor.ToString());

    private static string Text(Asset asset) => asset.Name.ToString();

    /// <summary>Names of all kinds, as acts and rounds leave them.</summary>
    private static async Task SeedAsync(IssuerScene scene, int count)
    {
        await scene.ImportAssets.RunAsync(
            IssuerScene.Officer,
            [
                .. Enumerable.Range(0, count).Select(i => new AssetRow(
                    i + 1,
                    DomainName.Parse($"host{i}.{(i % 2 == 0 ? "a" : "b")}.example"),
                    i % 3 == 0 ? Purposes.Protective | Purposes.Indicative : Purposes.Protective,
                    null)),
            ],
            default);
        await using IssuerContext d = scene.Contexts.Open();
        int index = 0;
        foreach (Guid id in await d.Assets.OrderBy(a => a.Id).Select(a => a.Id).ToListAsync())
        {
            int i = index++;
            AssetState state = i % 4 == 3 ? AssetState.Listed : AssetState.Marked;
            // Several end at the same time.
            DateTimeOffset? until = state == AssetState.Marked ? Now + TimeSpan.FromDays(1 + (i / 3)) : null;
            DateTimeOffset? declared = i % 4 == 0 ? Now + TimeSpan.FromDays(i) : null;
            WorldSees world = i % 4 == 3 ? WorldSees.NotLooked : (WorldSees)(1 + (i % 5 % 4));
            await d.Assets.Where(a => a.Id == id).ExecuteUpdateAsync(s => s
                .SetProperty(a => a.State, state).SetProperty(a => a.EmblemUntil, until).SetProperty(a => a.DeclaredUntil, declared)
                .SetProperty(a => a.World, world));
        }

        await new AlertBook(scene.Store).NoteAsync(
            [.. Enumerable.Range(0, 4).Select(i => new AlertFinding(AlertKind.Missing, $"host{2 * i}.a.example", $"gone"))],
            [AlertKind.Missing],
            null,
            [],
            default);
    }
}

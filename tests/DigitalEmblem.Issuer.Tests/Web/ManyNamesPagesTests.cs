using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Errands;
using DigitalEmblem.Issuer.Work.Publishing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>
/// What is done with many names at once. When these fail, a list is taken before it was confirmed, other names are acted on than those
/// that were read, or a slip withdraws hundreds of emblems.
/// </summary>
[Trait("Category", "Servers")]
public sealed partial class ManyNamesPagesTests
{
    private const string Good = "name,purposes\nwww.society.example,protective\nclinic.society.example,protective indicative\n";

    [Fact]
    public async Task List_IsLookedThrough_ForItsOwnerAlone_AndTakenOnce()
    {
        await using WebService web = await WebService.StartAsync();
        await web.EnterAsync("otto", AccessRoles.Officer);
        await web.RefusedAsync(HttpStatusCode.BadRequest, "/assets/import", []);
        string wrong = await BringAsync(web, Good + "=cmd(),protective\nx.society.example,war\n" + Visits.Hostile + ",protective\n");
        string faults = await web.ShownAsync(wrong);
        Assert.Contains("Line 4", AssetPagesTests.Plain(faults), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", faults, StringComparison.Ordinal);
        Assert.DoesNotContain("handler=Take", faults, StringComparison.Ordinal);
        await web.RefusedAsync(HttpStatusCode.Conflict, wrong, [], "Take");
        Assert.Equal(0, await web.Scene.ReadAsync(d => d.Assets.CountAsync()));
        Assert.Equal("/assets", await web.DoneAsync(wrong, [], "Drop"));

        string good = await BringAsync(web, Good);
        Assert.Contains("2 names can be read", AssetPagesTests.Plain(await web.ShownAsync(good)), StringComparison.Ordinal);
        await web.EnterAsync("olga", AccessRoles.Officer);
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync(good)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(web, $"{good}?handler=Take", [])).StatusCode);

        await web.EnterAsync("otta", AccessRoles.Officer);
        good = await BringAsync(web, Good);
        await web.DoneAsync(good, [], "Take");
        Assert.Equal("otta clinic.society.example", await web.LastLineAsync("asset.listed"));
        Assert.Equal(2, await web.Scene.ReadAsync(d => d.Assets.CountAsync()));
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(web, $"{good}?handler=Take", [])).StatusCode);
    }

    [Fact]
    public async Task ListAsFile_OfThreeHundredLines_BecomesAnErrand_ThatIsFollowedAndStopped()
    {
        await using WebService web = await WebService.StartAsync();
        await web.EachReadsAsync("/errands", "No errand yet");
        await web.EnterAsync("otto", AccessRoles.Officer);
        using var form = new MultipartFormDataContent
        {
            { new StringContent(await web.TokenAsync("/assets/import")), "__RequestVerificationToken" },
            {
                new ByteArrayContent(Encoding.UTF8.GetBytes(
                    "name;purposes\r\n" + string.Concat(Enumerable.Range(0, 300).Select(i => $"n{i}.society.example;protective\r\n")))),
                "file",
                "names.csv"
            },
        };
        using HttpResponseMessage sent = await web.SendAsync(HttpMethod.Post, "/assets/import", form);
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);

        string errand = await web.DoneAsync(sent.Headers.Location!.OriginalString, [], "Take");

        Assert.Contains("data-again", await web.ShownAsync(errand), StringComparison.Ordinal);
        await web.EachReadsAsync(errand, "lines were gone through");
        await web.EachReadsAsync("/errands", errand);
        await web.EnterAsync("olga", AccessRoles.Officer);
        await web.DoneAsync(errand, [], "Stop");
        Assert.StartsWith("olga ", await web.LastLineAsync("errand.cancelled"), StringComparison.Ordinal);
        Assert.DoesNotContain("data-again", await web.ShownAsync(errand), StringComparison.Ordinal);
        await web.RefusedAsync(HttpStatusCode.Conflict, errand, [], "Stop");
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync($"/errands/{Guid.NewGuid()}")).StatusCode);
    }

    [Fact]
    public async Task Confirm_ShowsWhatIsLeftOut_AndRefusesWhatChangedMeanwhile()
    {
        await using WebService web = await WebService.StartAsync();
        Asset ready = await web.Scene.ListedAsync("ready.society.example");
        Asset open = await web.Scene.AddAsset.RunAsync(
            "otto", DomainName.Parse("open.society.example"), Purposes.Protective, null, default);
        await web.EnterAsync("otto", AccessRoles.Officer);
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync($"/assets/confirm?act=burn&id={ready.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync($"/assets/confirm?act=mark&id={Guid.NewGuid()}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync("/assets/confirm?act=mark&all=yes&state=x")).StatusCode);
        Assert.Contains("No name was chosen", await web.ShownAsync("/assets/confirm?act=mark"), StringComparison.Ordinal);

        string path = $"/assets/confirm?act=mark&id={ready.Id}&id={open.Id}";
        string page = await web.ShownAsync(path);
        Assert.Contains("Mark 1 name?", AssetPagesTests.Plain(page), StringComparison.Ordinal);
        Assert.Contains("1 name is left out, because it is not declared", AssetPagesTests.Plain(page), StringComparison.Ordinal);

        await web.Scene.DeclareAssets.RunAsync("olga", [open.Id], default);
        await web.Scene.Store.ChangeAsync(
            "olga", async c => (await c.GetAsync<Asset>(open.Id, null, default)).ProveControl(c.Now), default);
        string changed = await web.RefusedAsync(HttpStatusCode.Conflict, path, Seen(page));
        Assert.Contains("you saw 1, and it is for 2 now", AssetPagesTests.Plain(changed), StringComparison.Ordinal);
        Assert.Equal(AssetState.Listed, (await web.Scene.AssetAsync("ready.society.example")).State);

        Assert.Equal("/assets", await web.DoneAsync(path, Seen(changed)));
        Assert.Equal(AssetState.Marked, (await web.Scene.AssetAsync("open.society.example")).State);
        Assert.StartsWith("otto ", await web.LastLineAsync("asset.marked"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AllThatMatch_MoreThanAnErrandBegins_AreDeclaredByOne()
    {
        await using WebService web = await WebService.StartAsync();
        await web.Scene.ImportAssets.RunAsync(
            "otto",
            [.. Enumerable.Range(0, 260).Select(i => new Issuer.Work.Assets.AssetRow(
                i + 1, DomainName.Parse($"n{i}.society.example"), Purposes.Protective, null))],
            default);
        await web.EnterAsync("otto", AccessRoles.Officer);
        const string path = "/assets/confirm?act=declare&all=yes&state=Listed";

        string errand = await web.DoneAsync(path, Seen(await web.ShownAsync(path)));

        var carry = new CarryOutErrands(web.Scene.Store);
        while (await carry.RunAsync(default) > 0)
        {
        }

        Assert.Equal(260, await web.Scene.ReadAsync(d => d.Assets.CountAsync(a => a.DeclaredUntil != null)));
        Assert.Contains("All of those could be done.", await web.ShownAsync(errand), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ControlOfSeveral_SaysWhatWasFound_AndTakesNoSilenceForAYes()
    {
        await using WebService web = await WebService.StartAsync(o =>
            (o.Publishing.Resolver, o.Publishing.Timeout) = ("127.0.0.1:1", TimeSpan.FromMilliseconds(200)));
        Asset asset = await web.Scene.AddAsset.RunAsync(
            "otto", DomainName.Parse("www.society.example"), Purposes.Protective, null, default);
        await web.EnterAsync("otto", AccessRoles.Officer);
        string path = $"/assets/confirm?act=control&id={asset.Id}";

        using HttpResponseMessage answer = await web.PostAsync(path, Seen(await web.ShownAsync(path)));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("No publication target holds", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null((await web.Scene.AssetAsync("www.society.example")).ControlProvenAt);
        Assert.Contains("No publication target holds", await web.RefusedAsync(
            HttpStatusCode.Conflict, $"/assets/{asset.Id}", new() { ["publish"] = "yes" }, "Control"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Withdraw_IsOnePress_WithoutASignIn_AndFollowedUntilCachesAreClear()
    {
        await using WebService web = await WebService.StartAsync();
        await web.Service.Act<SetTarget>().AddAsync(
            "ada", TargetKind.ByHand, DomainName.Parse("society.example"), null, null, 300, default);
        Asset asset = await web.Scene.MarkedAsync("www.society.example");
        await web.Scene.IssueEmblems.RunAsync(default);
        await web.EnterAsync("otto", AccessRoles.Officer);
        web.Scene.Clock.Now += TimeSpan.FromMinutes(20);
        string path = $"/assets/withdraw?id={asset.Id}";
        string page = await web.ShownAsync(path);
        Assert.Contains("Removed as soon as the name server answers.", page, StringComparison.Ordinal);
        Assert.Contains("A kept copy validates until", page, StringComparison.Ordinal);

        string after = await web.DoneAsync(path, Seen(page));

        Assert.Equal("otto www.society.example", await web.LastLineAsync("asset.withdrawn"));
        string followed = AssetPagesTests.Plain(await web.ShownAsync(after));
        Assert.Contains("still to be removed", followed, StringComparison.Ordinal);
        Assert.Contains("Delete at www.society.example all records of type TYPE65297", followed, StringComparison.Ordinal);
        using HttpResponseMessage said = await PostAsync(
            web, $"{after}&handler=Published", new() { ["asset"] = asset.Id.ToString() });
        Assert.Equal(HttpStatusCode.Redirect, said.StatusCode);
        await web.EachReadsAsync(after, "still to be removed");
        await web.EnterAsync("olga", AccessRoles.Officer);
        await web.RefusedAsync(HttpStatusCode.Conflict, path, Seen(page));
        Assert.Contains("There is no emblem to withdraw", await web.ShownAsync(path), StringComparison.Ordinal);

        web.Scene.Clock.Now += TimeSpan.FromMinutes(1);
        await web.Scene.Store.ChangeAsync(
            "service", async c => (await c.Database.Publications.SingleAsync()).See(null, 300, null, false, c.Now), default);
        Assert.Contains("Caches that keep to the rules are clear at", await web.ShownAsync(after), StringComparison.Ordinal);
        web.Scene.Clock.Now += TimeSpan.FromMinutes(6);
        Assert.Contains("and caches that keep to the rules are clear", await web.ShownAsync(after), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithdrawOfEleven_NeedsTheirNumberTyped()
    {
        await using WebService web = await WebService.StartAsync();
        await web.Scene.ManyMarkedAsync([.. Enumerable.Range(0, 11).Select(i => $"w{i}.society.example")]);
        await web.EnterAsync("otto", AccessRoles.Officer);
        const string path = "/assets/withdraw?all=yes";
        Dictionary<string, string> form = Seen(await web.ShownAsync(path));

        await web.RefusedAsync(HttpStatusCode.BadRequest, path, form);
        await web.RefusedAsync(HttpStatusCode.BadRequest, path, new(form) { ["typed"] = "10" });
        Assert.Equal(11, await web.Scene.ReadAsync(d => d.Assets.CountAsync(a => a.State == AssetState.Marked)));

        string after = await web.DoneAsync(path, new(form) { ["typed"] = "\u0661\u0661" });
        Assert.StartsWith("/assets/withdrawn", after, StringComparison.Ordinal);
        // When this fails, people believe that records are removed which this service knows nothing of.
        Assert.DoesNotContain("The records are removed", await web.ShownAsync(after), StringComparison.Ordinal);
        Assert.Equal(11, await web.Scene.ReadAsync(d => d.Assets.CountAsync(a => a.State == AssetState.Withdrawn)));
    }

    private static async Task<string> BringAsync(WebService web, string lines)
    {
        string at = await web.DoneAsync("/assets/import", new() { ["lines"] = lines });
        Assert.StartsWith("/assets/import/", at, StringComparison.Ordinal);
        return at;
    }

    private static async Task<HttpResponseMessage> PostAsync(WebService web, string path, Dictionary<string, string> fields) =>
        await web.SendAsync(
            HttpMethod.Post,
            path,
            new FormUrlEncodedContent(new Dictionary<string, string>(fields)
            {
                ["__RequestVerificationToken"] = await web.TokenAsync("/you"),
            }));

    internal static Dictionary<string, string> Seen(string page) =>
        new() { ["seen"] = SeenField().Match(page).Groups[1].Value };

    [GeneratedRegex("name=\"seen\" value=\"([^\"]+)\"")]
    private static partial Regex SeenField();
}

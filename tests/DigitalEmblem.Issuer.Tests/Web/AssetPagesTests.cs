using System.Net;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Work.Publishing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>
/// The pages of names. When these fail, an officer marks what was not declared, takes a name that could not be looked at for one without
/// an emblem, or does not find the name that ends next.
/// </summary>
[Trait("Category", "Servers")]
public sealed class AssetPagesTests
{
    [Fact]
    public async Task NoNames_SaysWhatToDoFirst_ToEveryReader()
    {
        await using WebService web = await WebService.StartAsync();

        await web.EachReadsAsync("/assets", "No names yet. Add the first or bring a list.");
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync($"/assets/{Guid.NewGuid()}")).StatusCode);
    }

    [Fact]
    public async Task List_Filters_Sorts_AndTurnsItsPagesBothWays()
    {
        await using WebService web = await WebService.StartAsync();
        await web.Scene.ManyMarkedAsync([.. Enumerable.Range(0, 60).Select(i => $"w{i:000}.society.example")]);
        await web.Scene.ListedAsync("alone.society.example");
        await web.EnterAsync("otto", AccessRoles.Officer);

        string first = await web.ShownAsync("/assets");
        Assert.Contains("60 are marked", Plain(first), StringComparison.Ordinal);
        Assert.Contains("w048.society.example", first, StringComparison.Ordinal);
        Assert.DoesNotContain("w049.society.example", first, StringComparison.Ordinal);
        string second = await web.ShownAsync(Link(first, "next"));
        Assert.Contains("w049.society.example", second, StringComparison.Ordinal);
        Assert.Contains("w048.society.example", await web.ShownAsync(Link(second, "prev")), StringComparison.Ordinal);

        Assert.Contains(
            "alone.society.example", await web.ShownAsync("/assets?state=Listed&seen=NotLooked&alerts=no"), StringComparison.Ordinal);
        string part = await web.ShownAsync("/assets?name=w01&sort=EmblemEnd");
        Assert.Contains("10 match", Plain(part), StringComparison.Ordinal);
        Assert.Contains("value=\"w01\"", part, StringComparison.Ordinal);
        Assert.Contains("No name matches this filter", await web.ShownAsync("/assets?name=nothing"), StringComparison.Ordinal);

        using HttpResponseMessage file = await web.GetAsync("/assets?handler=Export&name=w01");
        Assert.Equal("text/csv", file.Content.Headers.ContentType!.MediaType);
        string[] lines = (await file.Content.ReadAsStringAsync()).Trim('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(("name,purposes,lifetime-hours,labels", "w010.society.example,protective,,", 11), (lines[0], lines[1], lines.Length));
    }

    /// <summary>An address that a stranger wrote, or that was cut off, shows a fault; it is never taken for all names.</summary>
    [Theory]
    [InlineData("/assets?name=%3Cscript%3Ealert(1)%3C/script%3E%E2%80%AE")]
    [InlineData("/assets?state=1&seen=no%00&purpose=war&ends=-1&sort=x&after=y")]
    [InlineData("/assets?handler=Export&name=%3Cscript%3E")]
    public async Task FilterThatIsNone_IsSaid(string path)
    {
        await using WebService web = await WebService.StartAsync();
        await web.Scene.ListedAsync("www.society.example");
        await web.EnterAsync("otto", AccessRoles.Officer);

        using HttpResponseMessage answer = await web.GetAsync(path);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain("<script>alert", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_KeepsWhatWasTyped_AndThenListsTheName()
    {
        await using WebService web = await WebService.StartAsync();
        await web.EnterAsync("otto", AccessRoles.Officer);
        string refused = await web.RefusedAsync(
            HttpStatusCode.BadRequest, "/assets/add", new() { ["name"] = Visits.Hostile, ["lifetime"] = "9999" });
        Assert.Contains("Choose at least one purpose.", refused, StringComparison.Ordinal);
        Assert.Contains("value=\"9999\"", refused, StringComparison.Ordinal);
        await web.RefusedAsync(
            HttpStatusCode.BadRequest, "/assets/add", new() { ["name"] = new string('a', 10_000), ["purposes"] = "protective" });
        Assert.Equal(0, await web.Scene.ReadAsync(d => d.Assets.CountAsync()));

        var form = new Dictionary<string, string>
        {
            ["name"] = " WWW.Society.Example. ",
            ["purposes"] = "protective",
            ["lifetime"] = "48",
            ["state"] = "Marked",
            ["id"] = "x",
        };
        string at = await web.DoneAsync("/assets/add", form);

        Asset asset = await web.Scene.AssetAsync("www.society.example");
        Assert.Equal(($"/assets/{asset.Id}", AssetState.Listed, TimeSpan.FromHours(48)), (at, asset.State, asset.Lifetime));
        Assert.Equal("otto www.society.example", await web.LastLineAsync("asset.listed"));
        Assert.Contains(
            "on the list already", await web.RefusedAsync(HttpStatusCode.Conflict, "/assets/add", form), StringComparison.Ordinal);
    }

    /// <summary>What programs find a name by is shown, and leads to the others; and a name that came there by error can go again.</summary>
    [Fact]
    public async Task Labels_LeadToTheList_AndANameIsRemovedByItsForm()
    {
        await using WebService web = await WebService.StartAsync();
        Asset asset = await web.Scene.AddAsset.RunAsync(
            "otto", DomainName.Parse("www.society.example"), Purposes.Protective, null, AssetLabels.Parse("site=bern"), default);
        await web.Scene.AddAsset.RunAsync("otto", DomainName.Parse("mail.society.example"), Purposes.Protective, null, default);
        string path = $"/assets/{asset.Id}";
        await web.EnterAsync("otto", AccessRoles.Officer);

        Assert.Contains("href=\"/assets?label=site%3Dbern\"", await web.ShownAsync(path), StringComparison.Ordinal);
        string list = await web.ShownAsync("/assets?label=site%3Dbern");
        Assert.Contains("1 match", Plain(list), StringComparison.Ordinal);
        Assert.DoesNotContain("mail.society.example", list, StringComparison.Ordinal);
        await web.RefusedAsync(HttpStatusCode.Conflict, path, new() { ["seen"] = Guid.NewGuid().ToString() }, "Remove");
        await web.ShownAsync(path);
        await web.DoneAsync(path, await SeenAsync(web), "Remove");

        Assert.Equal("otto www.society.example", await web.LastLineAsync("asset.removed"));
        Assert.Equal(1, await web.Scene.ReadAsync(d => d.Assets.CountAsync()));
    }

    /// <summary>
    /// When this fails, only programs can mend a wrong label, or a person wipes out labels that were set since the page was read.
    /// </summary>
    [Fact]
    public async Task Labels_AreSetByTheirForm_AndAFaultNamesItsLine()
    {
        await using WebService web = await WebService.StartAsync();
        Asset asset = await web.Scene.AddAsset.RunAsync(
            "otto", DomainName.Parse("www.society.example"), Purposes.Protective, null, AssetLabels.Parse("site=bern unit=x1"), default);
        async Task<string?> KeptAsync() => (await web.Scene.AssetAsync("www.society.example")).Labels?.ToString();
        string path = $"/assets/{asset.Id}";
        await web.EnterAsync("otto", AccessRoles.Officer);
        Assert.Contains("site=bern\nunit=x1</textarea>", WebUtility.HtmlDecode(await web.ShownAsync(path)), StringComparison.Ordinal);

        string[] faulty = ["site=bern\n\nUnit=y", "site=bern unit=y", Visits.Hostile, "site=bern\nsite=thun", ManyLabels(17)];
        string[] said = ["Line 3: A label is key=value", "Line 1: A label", "Line 1: A label", "Two labels", "at most 16"];
        foreach ((string typed, string expected) in faulty.Zip(said))
        {
            string page = await web.RefusedAsync(HttpStatusCode.BadRequest, path, await SeenAsync(web, ("labels", typed)), "Labels");
            Assert.True(page.Contains(expected, StringComparison.Ordinal), typed);
        }

        // What was typed stays, to be mended.
        string kept = await web.RefusedAsync(
            HttpStatusCode.BadRequest, path, await SeenAsync(web, ("labels", "site=thun\n=y")), "Labels");
        Assert.Contains("site=thun\n=y</textarea>", kept, StringComparison.Ordinal);

        await web.RefusedAsync(
            HttpStatusCode.Conflict, path, new() { ["seen"] = Guid.NewGuid().ToString(), ["labels"] = "site=thun" }, "Labels");
        await web.RefusedAsync(HttpStatusCode.BadRequest, path, await SeenAsync(web), "Labels");
        using (HttpResponseMessage unprintable = await web.PostAsync(path, await SeenAsync(web, ("labels", "a=\0")), handler: "Labels"))
        {
            Assert.Equal(HttpStatusCode.BadRequest, unprintable.StatusCode);
        }

        Assert.Equal("site=bern unit=x1", await KeptAsync());

        await web.DoneAsync(path, await SeenAsync(web, ("labels", " unit=x2 \r\n\r\nsite=thun\r\n"), ("reason", "ticket 5")), "Labels");
        Assert.Equal("site=thun unit=x2", await KeptAsync());
        Assert.Equal("otto www.society.example", await web.LastLineAsync("asset.labelled"));
        Assert.Contains("www.society.example", await web.ShownAsync("/assets?label=unit%3Dx2"), StringComparison.Ordinal);
        Assert.DoesNotContain("www.society.example", await web.ShownAsync("/assets?label=site%3Dbern"), StringComparison.Ordinal);

        await web.DoneAsync(path, await SeenAsync(web, ("labels", ManyLabels(16))), "Labels");
        Assert.Equal(16, (await web.Scene.AssetAsync("www.society.example")).Labels!.Values.Count);
        await web.DoneAsync(path, await SeenAsync(web, ("labels", " ")), "Labels");
        Assert.Null(await KeptAsync());

        await web.EnterAsync("ada", AccessRoles.Administrator);
        Assert.DoesNotContain("<textarea", await web.ShownAsync(path), StringComparison.Ordinal);
        using HttpResponseMessage denied = await web.PostAsync(path, await SeenAsync(web, ("labels", "site=bern")), handler: "Labels");
        Assert.NotEqual(HttpStatusCode.Redirect, denied.StatusCode);
        Assert.Null(await KeptAsync());
    }

    [Fact]
    public async Task Asset_FromTheListToTheEmblem_ByItsForms()
    {
        await using WebService web = await WebService.StartAsync();
        Asset asset = await web.Scene.AddAsset.RunAsync(
            "otto", DomainName.Parse("www.society.example"), Purposes.Protective, null, default);
        string path = $"/assets/{asset.Id}";
        await web.EachReadsAsync(path, "This service has not looked yet");
        await web.EnterAsync("otto", AccessRoles.Officer);
        Assert.DoesNotContain("asset.listed", await web.ShownAsync(path), StringComparison.Ordinal);

        // What was read is declared, and nothing that it became meanwhile.
        await web.RefusedAsync(HttpStatusCode.Conflict, path, new() { ["seen"] = Guid.NewGuid().ToString() }, "Declare");
        Assert.Null((await web.Scene.AssetAsync("www.society.example")).DeclaredAt);
        await web.DoneAsync(path, await SeenAsync(web), "Declare");
        Assert.Equal("otto www.society.example", await web.LastLineAsync("asset.declared"));
        Assert.Contains("_adem-control.www.society.example", await web.RefusedAsync(
            HttpStatusCode.Conflict, path, await SeenAsync(web), "Mark"), StringComparison.Ordinal);

        await web.Scene.Store.ChangeAsync(
            "otto", async c => (await c.GetAsync<Asset>(asset.Id, null, default)).ProveControl(c.Now), default);
        await web.DoneAsync(path, await SeenAsync(web), "Mark");
        await web.Scene.IssueEmblems.RunAsync(default);
        Assert.Equal("otto www.society.example", await web.LastLineAsync("asset.marked"));
        Assert.Contains("No zone on the list holds this name", await web.ShownAsync(path), StringComparison.Ordinal);
        await web.DoneAsync(path, [], "Renew");
        Assert.Equal("otto www.society.example", await web.LastLineAsync("asset.renewalAsked"));

        // A marked name keeps its purposes, and the form keeps what was typed.
        string kept = await web.RefusedAsync(
            HttpStatusCode.Conflict, path, await SeenAsync(web, ("purposes", "indicative"), ("lifetime", "7")), "Change");
        Assert.Contains("withdraw its emblem before", kept, StringComparison.Ordinal);
        Assert.Contains("value=\"7\"", kept, StringComparison.Ordinal);
        await web.DoneAsync(path, await SeenAsync(web, ("purposes", "protective"), ("lifetime", "7"), ("reason", "ticket 4")), "Change");
        Assert.Equal(TimeSpan.FromHours(7), (await web.Scene.AssetAsync("www.society.example")).Lifetime);
        await web.RefusedAsync(HttpStatusCode.BadRequest, path, await SeenAsync(web, ("profiles", "7")), "Profiles");
        await web.DoneAsync(path, await SeenAsync(web, ("profiles", "Cwt")), "Profiles");
        Assert.Equal(MarkProfiles.Cwt, (await web.Scene.AssetAsync("www.society.example")).Profiles);
        Assert.Contains(
            "nothing to take over", await web.RefusedAsync(HttpStatusCode.Conflict, path, [], "TakeOver"), StringComparison.Ordinal);

        await web.EnterAsync("ada", AccessRoles.Administrator);
        Assert.Contains("asset.marked", await web.ShownAsync(path), StringComparison.Ordinal);
    }

    /// <summary>When this fails, records of another party are replaced that nobody has looked at.</summary>
    [Fact]
    public async Task TakeOver_IsOfTheRecordsThatWereRead_AndOfNoOthers()
    {
        await using WebService web = await WebService.StartAsync();
        Asset asset = await web.Scene.MarkedAsync("www.society.example");
        Guid publication = await web.Scene.Store.ChangeAsync(
            "ada",
            async c =>
            {
                var target = PublicationTarget.Create(
                    TargetKind.ByHand, DomainName.Parse("society.example"), null, null, 300, c.Now);
                var there = Publication.Create(await c.GetAsync<Asset>(asset.Id, null, default), target, c.Now);
                there.Want(emblem: true, c.Now);
                c.Database.AddRange(target, there);
                return there.Id;
            },
            default);
        Task FindAsync(string digest) => web.Scene.Store.ChangeAsync(
            "service",
            async c => (await c.GetAsync<Publication>(publication, null, default)).Fail(
                $"another party", PublicationFailure.Other, digest, c.Now),
            default);
        Task<string?> TakenAsync() => web.Scene.ReadAsync(async d => (await d.Publications.SingleAsync()).TakesOver);
        await web.EnterAsync("otto", AccessRoles.Officer);
        string path = $"/assets/{asset.Id}";
        await FindAsync("aa11");
        Assert.Contains("name=\"found\" value=\"aa11\"", await web.ShownAsync(path), StringComparison.Ordinal);
        await FindAsync("bb22");

        await web.RefusedAsync(HttpStatusCode.Conflict, path, new() { ["found"] = "aa11" }, "TakeOver");
        Assert.Null(await TakenAsync());
        await web.DoneAsync(path, new() { ["found"] = "bb22" }, "TakeOver");
        Assert.Equal("bb22", await TakenAsync());
    }

    /// <summary>
    /// When this fails, a page that says what is wrong shows other values than those that were sent, or than those that are kept: the next
    /// press sends them.
    /// </summary>
    [Fact]
    public async Task FormAfterAFault_ShowsWhatWasSent_AndOtherFormsWhatIsKept()
    {
        await using WebService web = await WebService.StartAsync();
        Asset asset = await web.Scene.AddAsset.RunAsync(
            "otto", DomainName.Parse("www.society.example"), Purposes.Protective, TimeSpan.FromHours(48), default);
        string path = $"/assets/{asset.Id}";
        await web.EnterAsync("otto", AccessRoles.Officer);

        Dictionary<string, string> sent = await SeenAsync(web, ("lifetime", ""), ("purposes-of-form", ""));
        string cleared = await web.RefusedAsync(HttpStatusCode.BadRequest, path, sent, "Change");
        Assert.DoesNotContain("value=\"48\"", cleared, StringComparison.Ordinal);
        Assert.DoesNotMatch("<input checked=\"checked\" id=\"purposes-", cleared);

        string other = await web.RefusedAsync(HttpStatusCode.Conflict, path, await SeenAsync(web), "Mark");
        Assert.Contains("value=\"48\"", other, StringComparison.Ordinal);
        Assert.Matches("<input checked=\"checked\" id=\"purposes-protective\"", other);
    }

    [Fact]
    public async Task World_IsSaidWithItsEndorsers_AndCouldNotLookIsNoNo()
    {
        await using WebService web = await WebService.StartAsync(o =>
            (o.Publishing.Resolver, o.Publishing.Timeout) = ("127.0.0.1:1", TimeSpan.FromMilliseconds(200)));
        Asset asset = await web.Scene.MarkedAsync("www.society.example");
        await web.Scene.Store.ChangeAsync(
            "service",
            change =>
            {
                var vantage = Vantage.Create("192.0.2.53", change.Now);
                change.Database.Add(vantage);
                change.Database.Add(Observation.Create(
                    asset.Id,
                    vantage.Id,
                    new Sight(WorldSees.OurEmblem, "https://authority.example https://ministry.example", change.Now.AddDays(1), null),
                    change.Now));
                return Task.CompletedTask;
            },
            default);
        string path = $"/assets/{asset.Id}";
        await web.EachReadsAsync(path, "The world sees our emblem at");
        Assert.Contains(
            "endorsed by https://authority.example and https://ministry.example",
            Plain(await web.ShownAsync(path)),
            StringComparison.Ordinal);

        await web.EnterAsync("otto", AccessRoles.Officer);
        web.Scene.Clock.Now += LookNow.OfName;
        await web.DoneAsync(path, [], "Look");
        string page = Plain(await web.ShownAsync(path));

        Assert.Contains("It could not be found out what the world sees", page, StringComparison.Ordinal);
        Assert.DoesNotContain("The world sees no emblem", page, StringComparison.Ordinal);
        Assert.Contains(
            "look again in 1", await web.RefusedAsync(HttpStatusCode.TooManyRequests, path, [], "Look"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ZoneByHand_ShowsTheRecords_AndTakesThatTheyAreIn()
    {
        await using WebService web = await WebService.StartAsync();
        await web.Service.Act<SetTarget>().AddAsync(
            "ada", TargetKind.ByHand, DomainName.Parse("society.example"), null, null, 300, default);
        Asset asset = await web.Scene.MarkedAsync("www.society.example");
        await web.Scene.IssueEmblems.RunAsync(default);
        string path = $"/assets/{asset.Id}";

        await web.EachReadsAsync(path, "TYPE65297");
        await web.EnterAsync("otto", AccessRoles.Officer);
        await web.DoneAsync(path, [], "Published");
        Assert.Equal("otto www.society.example", await web.LastLineAsync("publication.said"));

        foreach (string format in new[] { "zone", "rfc3597", "nsupdate", "json" })
        {
            Assert.NotEmpty(await web.ShownAsync($"{path}?handler=Records&format={format}"));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync($"{path}?handler=Records&format=exe")).StatusCode);
    }

    /// <summary>The text of a page, without its tags.</summary>
    internal static string Plain(string page) => WebUtility.HtmlDecode(
        System.Text.RegularExpressions.Regex.Replace(page, "<[^>]+>", ""));

    private static string ManyLabels(int count) => string.Join('\n', Enumerable.Range(0, count).Select(i => $"k{i}={i}"));

    private static string Link(string page, string rel) => WebUtility.HtmlDecode(
        System.Text.RegularExpressions.Regex.Match(page, $"rel=\"{rel}\" href=\"([^\"]+)\"").Groups[1].Value);

    private static async Task<Dictionary<string, string>> SeenAsync(WebService web, params (string Field, string Value)[] more)
    {
        Asset asset = await web.Scene.AssetAsync("www.society.example");
        return new(more.Select(m => KeyValuePair.Create(m.Field, m.Value))) { ["seen"] = asset.DecisionVersion.ToString() };
    }
}

using System.Net;
using DigitalEmblem.Issuer.Domain;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>
/// The pages of zones. When these fail, a person without an engineer cannot get emblems into the DNS, or changes a zone by mistake.
/// </summary>
[Trait("Category", "Servers")]
public sealed class ZonePagesTests
{
    private const string Zone = "society.example", Name = "www.society.example";

    [Fact]
    public async Task NoZoneYet_SaysWhatToDoFirst_ToEveryReader()
    {
        await using WebService web = await WebService.StartAsync();

        await web.EachReadsAsync("/zones", "No zone yet");

        await web.EnterAsync("otto", AccessRoles.Officer);
        Assert.DoesNotContain("href=\"/zones/add\"", await web.ShownAsync("/zones"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync($"/zones/{Guid.NewGuid()}")).StatusCode);
    }

    [Fact]
    public async Task Add_ByItsForm_IsInTheJournalByName_AndOnceOnly()
    {
        await using WebService web = await WebService.StartAsync();
        await web.EnterAsync("ada", AccessRoles.Administrator);

        string at = await web.DoneAsync("/zones/add", Form("Society.Example.", ("LeavingSince", "2026-01-01"), ("IsEnding", "true")));

        Assert.Equal($"ada {Zone}", await web.LastLineAsync("target.created"));
        PublicationTarget target = await web.Scene.ReadAsync(d => d.Targets.SingleAsync());
        Assert.Equal((TargetKind.ByHand, false, false), (target.Kind, target.IsLeaving, target.IsEnding));
        await web.EachReadsAsync(at, Zone);
        await web.EachReadsAsync("/zones", Zone);
        await web.EnterAsync("alan", AccessRoles.Administrator);
        Assert.Contains(
            "by hand already", await web.RefusedAsync(HttpStatusCode.Conflict, "/zones/add", Form(Zone)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_OfSomethingElse_IsRefusedAtItsField_WithWhatWasTyped()
    {
        await using WebService web = await WebService.StartAsync();
        await web.EnterAsync("ada", AccessRoles.Administrator);
        int before = await web.Scene.ReadAsync(d => d.Journal.CountAsync());

        string hostile = await web.RefusedAsync(HttpStatusCode.BadRequest, "/zones/add", Form(Visits.Hostile));
        Assert.Contains("no domain name", hostile, StringComparison.Ordinal);
        Assert.Contains(Visits.Hostile, hostile, StringComparison.Ordinal);
        await web.RefusedAsync(HttpStatusCode.BadRequest, "/zones/add", Form(new string('a', 10_000)));
        await web.RefusedAsync(HttpStatusCode.BadRequest, "/zones/add", Form(Zone, ("ttl", "5")));
        await web.RefusedAsync(HttpStatusCode.BadRequest, "/zones/add", Form(Zone, ("kind", "7")));
        await web.RefusedAsync(HttpStatusCode.BadRequest, "/zones/add", Form(Zone, ("kind", "DnsUpdate")));
        string key = await web.RefusedAsync(
            HttpStatusCode.BadRequest, "/zones/add", Form(Zone, ("kind", "DnsUpdate"), ("server", "127.0.0.1:53"), ("tsigKey", "emblems")));

        // The file and the command, so that a person can mend it.
        Assert.Contains("tsig-keygen -a hmac-sha256 emblems > emblems.key", key, StringComparison.Ordinal);
        Assert.Contains("Publishing:TsigKeys:emblems", key, StringComparison.Ordinal);
        Assert.Equal(0, await web.Scene.ReadAsync(d => d.Targets.CountAsync()));
        Assert.Equal(before, await web.Scene.ReadAsync(d => d.Journal.CountAsync()));
    }

    [Fact]
    public async Task ByHand_ShowsEachRecordToCopy_AndBelievesNobodyThatTheyAreIn()
    {
        await using WebService web = await WebService.StartAsync();
        PublicationTarget target = await AddAsync(web, TargetKind.ByHand, null, null);
        await web.Scene.MarkedAsync(Name);
        await web.Scene.IssueEmblems.RunAsync(default);
        await web.EnterAsync("otto", AccessRoles.Officer);
        string path = $"/zones/{target.Id}";

        string page = await web.ShownAsync(path);
        string zone = await web.ShownAsync($"{path}?handler=Records&form=zone");
        string script = await web.ShownAsync($"{path}?handler=Records&form=nsupdate");
        string table = await web.ShownAsync($"{path}?handler=Records&form=csv");

        string value = zone.Split('\n').First(l => l.Contains("TYPE65297", StringComparison.Ordinal)).Split("TYPE65297 ")[1];
        Assert.Contains(value, page, StringComparison.Ordinal);
        Assert.Contains("TYPE65297", page, StringComparison.Ordinal);
        Assert.Contains($"{Name},TYPE65297,{target.Ttl},{value},", table, StringComparison.Ordinal);
        Assert.Contains("form=csv", page, StringComparison.Ordinal);
        Assert.Contains("copying.js", page, StringComparison.Ordinal);
        Assert.Contains($"update delete {Name}. TYPE65297", script, StringComparison.Ordinal);
        Assert.Equal(path, await web.DoneAsync(path, [], "In"));
        Assert.Equal($"otto {Zone}", await web.LastLineAsync("publication.said"));
        Assert.Equal(PublicationState.Due, (await web.Scene.ReadAsync(d => d.Publications.SingleAsync())).State);
        Assert.Contains("1 name is looked at now", await web.ShownAsync(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_TooLargeForOnePacket_SaySo()
    {
        await using WebService web = await WebService.StartAsync();
        PublicationTarget target = await AddAsync(web, TargetKind.ByHand, null, null);
        await web.Scene.SetProfiles.OfTargetAsync("ada", target.Id, null, MarkProfiles.Jws, default);
        await web.Scene.MarkedAsync(Name);
        await web.Scene.IssueEmblems.RunAsync(default);
        await web.EnterAsync("otto", AccessRoles.Officer);

        string page = await web.ShownAsync($"/zones/{target.Id}");

        Assert.Contains("TXT", page, StringComparison.Ordinal);
        Assert.Contains("longer than 255 characters", page, StringComparison.Ordinal);
        Assert.Contains("ask again over TCP", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyThatTheSettingsLack_IsNamedWithFileAndCommand()
    {
        await using WebService web = await WebService.StartAsync();
        PublicationTarget target = await AddAsync(web, TargetKind.DnsUpdate, "127.0.0.1:53", "lost");
        await web.EnterAsync("victor", AccessRoles.Auditor);

        string page = WebUtility.HtmlDecode(await web.ShownAsync($"/zones/{target.Id}"));

        Assert.Contains("tsig-keygen -a hmac-sha256 lost > lost.key", page, StringComparison.Ordinal);
        Assert.Contains("grant lost zonesub TYPE65297 TXT;", page, StringComparison.Ordinal);
        Assert.Contains("key missing", await web.ShownAsync("/zones"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_ThatIsNotShown_SaysWhichRecordToPutWhere()
    {
        await using WebService web = await WebService.StartAsync(o => o.Publishing.Resolver = "127.0.0.1:1");
        PublicationTarget target = await AddAsync(web, TargetKind.ByHand, null, null);
        Asset asset = await web.Scene.AddAsset.RunAsync("otto", DomainName.Parse(Name), Purposes.Protective, null, default);
        await web.EnterAsync("otto", AccessRoles.Officer);

        using HttpResponseMessage answer = await web.PostAsync($"/zones/{target.Id}", [], handler: "Control");
        string page = WebUtility.HtmlDecode(Visits.Isolates().Replace(await answer.Content.ReadAsStringAsync(), ""));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("Shown now for 0 names.", page, StringComparison.Ordinal);
        Assert.Contains(asset.ControlChallenge, page, StringComparison.Ordinal);
        Assert.Null((await web.Scene.AssetAsync(Name)).ControlProvenAt);
    }

    [Fact]
    public async Task ChangeAndGiveUp_NeedWhatWasSeen_AndTheNameTyped()
    {
        await using WebService web = await WebService.StartAsync();
        PublicationTarget target = await AddAsync(web, TargetKind.ByHand, null, null);
        await web.EnterAsync("ada", AccessRoles.Administrator);
        string path = $"/zones/{target.Id}", seen = target.Version.ToString();

        await web.DoneAsync(path, new() { ["seen"] = seen, ["ttl"] = "600" }, "Change");
        // Another tab still shows what was there before.
        await web.RefusedAsync(HttpStatusCode.Conflict, path, new() { ["seen"] = seen, ["ttl"] = "900" }, "Change");
        target = await web.Scene.ReadAsync(d => d.Targets.SingleAsync());
        Assert.Equal(600, target.Ttl);
        Assert.Equal($"ada {Zone}", await web.LastLineAsync("target.changed"));

        seen = target.Version.ToString();
        await web.DoneAsync(path, new() { ["seen"] = seen, ["profiles"] = "Both" }, "Profiles");
        target = await web.Scene.ReadAsync(d => d.Targets.SingleAsync());
        Assert.Equal(MarkProfiles.Both, target.Profiles);

        seen = target.Version.ToString();
        await web.RefusedAsync(HttpStatusCode.BadRequest, path, new() { ["seen"] = seen, ["typed"] = "other.example" }, "GiveUp");
        Assert.Equal(1, await web.Scene.ReadAsync(d => d.Targets.CountAsync()));
        Assert.Equal("/zones", await web.DoneAsync(path, new() { ["seen"] = seen, ["typed"] = Zone }, "GiveUp"));
        Assert.Equal($"ada {Zone}", await web.LastLineAsync("target.removed"));
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync(path)).StatusCode);
    }

    private static Dictionary<string, string> Form(string zone, params (string Name, string Value)[] other)
    {
        var fields = new Dictionary<string, string> { ["zone"] = zone, ["kind"] = "ByHand", ["ttl"] = "300" };
        foreach ((string name, string value) in other)
        {
            fields[name] = value;
        }

        return fields;
    }

    private static Task<PublicationTarget> AddAsync(WebService web, TargetKind kind, string? server, string? key) =>
        web.Scene.Store.ChangeAsync(
            "ada",
            change =>
            {
                var target = PublicationTarget.Create(kind, DomainName.Parse(Zone), server, key, 300, change.Now);
                change.Database.Add(target);
                return Task.FromResult(target);
            },
            default);
}

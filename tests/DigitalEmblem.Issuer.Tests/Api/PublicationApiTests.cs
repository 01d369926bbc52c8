using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Publications;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Watching;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>The routes by which people publish by hand and show control. When these fail, they cannot, or others can.</summary>
[Trait("Category", "Servers")]
public sealed class PublicationApiTests(UpdatableServer bind) : IClassFixture<UpdatableServer>
{
    [Fact]
    public async Task Records_InEveryForm_AreWhatAZoneTakes()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind.EndPoint, null);
        PublicationTarget target = await scene.TargetAsync(UpdatableServer.Zone, null, null);
        Asset asset = (await scene.PublishAsync("form.society.example"))[0];
        await using RoutesOfPublication routes = await RoutesOfPublication.StartAsync(scene);
        using HttpClient officer = routes.As(AccessRoles.Officer);

        foreach (string of in (string[])[$"/assets/{asset.Id}", $"/targets/{target.Id}"])
        {
            Assert.StartsWith(
                "form.society.example. 60 IN TYPE65297 \\# ", await officer.GetStringAsync($"{of}/records"), StringComparison.Ordinal);
            Assert.StartsWith(
                "form.society.example. 60 IN TYPE65297 \\# ",
                await officer.GetStringAsync($"{of}/records?format=zone"),
                StringComparison.Ordinal);
            Assert.StartsWith("\\# ", await officer.GetStringAsync($"{of}/records?format=rfc3597"), StringComparison.Ordinal);
            Assert.StartsWith(
                "update delete form.society.example. TYPE65297\nupdate add",
                await officer.GetStringAsync($"{of}/records?format=nsupdate"),
                StringComparison.Ordinal);
            Assert.Equal(
                "TYPE65297", (await officer.GetFromJsonAsync<JsonElement>($"{of}/records?format=json"))[0].GetProperty("type").GetString());
            using HttpResponseMessage table = await officer.GetAsync($"{of}/records?format=csv");
            Assert.Equal("text/csv", table.Content.Headers.ContentType!.MediaType);
            Assert.StartsWith(
                "name,type,ttl,value,digest\r\nform.society.example,TYPE65297,60,\\# ",
                await table.Content.ReadAsStringAsync(),
                StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.BadRequest, (await officer.GetAsync($"{of}/records?format=exe")).StatusCode);
        }
    }

    [Fact]
    public async Task Published_IsLookedAt_AndTheStateTold()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind.EndPoint, null);
        PublicationTarget target = await scene.TargetAsync(UpdatableServer.Zone, null, null);
        Asset asset = (await scene.PublishAsync("said.society.example"))[0];
        await using RoutesOfPublication routes = await RoutesOfPublication.StartAsync(scene);
        using HttpClient officer = routes.As(AccessRoles.Officer);

        bind.Nsupdate(
            $"zone society.example\n{await officer.GetStringAsync($"/assets/{asset.Id}/records?format=nsupdate")}", "-k", bind.KeyFile);
        Assert.Equal(HttpStatusCode.Accepted, (await officer.PostAsync($"/assets/{asset.Id}/published", null)).StatusCode);
        Assert.Equal(
            "Due", (await officer.GetFromJsonAsync<JsonElement>($"/assets/{asset.Id}/publication")).GetProperty("state").GetString());
        await scene.PublishDueAsync();
        Assert.Equal(
            "Seen", (await officer.GetFromJsonAsync<JsonElement>($"/assets/{asset.Id}/publication")).GetProperty("state").GetString());
        HttpResponseMessage target202 = await officer.PostAsync($"/targets/{target.Id}/published", null);
        Assert.Equal(
            (HttpStatusCode.Accepted, 0),
            (target202.StatusCode, (await target202.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("names").GetInt32()));
    }

    [Fact]
    public async Task Control_IsAskedFor_LookedAt_AndPublishedByTheService()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind);
        Guid target = (await scene.Issuer.ReadAsync(d => d.Targets.SingleAsync())).Id;
        Asset one = await scene.Issuer.AddAsset.RunAsync(
            IssuerScene.Officer, DomainName.Parse("one.society.example"), Purposes.Protective, null, default);
        await scene.Issuer.AddAsset.RunAsync(
            IssuerScene.Officer, DomainName.Parse("two.society.example"), Purposes.Protective, null, default);
        await using RoutesOfPublication routes = await RoutesOfPublication.StartAsync(scene);
        using HttpClient officer = routes.As(AccessRoles.Officer);

        JsonElement asked = await officer.GetFromJsonAsync<JsonElement>($"/assets/{one.Id}/control");
        Assert.Equal(
            ("_adem-control.one.society.example", one.ControlChallenge),
            (asked.GetProperty("name").GetString(), asked.GetProperty("challenge").GetString()));
        JsonElement missing = await (await officer.PostAsync($"/assets/{one.Id}/control", null)).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(JsonValueKind.Null, missing.GetProperty("shownAt").ValueKind);
        Assert.Contains("There is no TXT record", missing.GetProperty("found").GetString(), StringComparison.Ordinal);
        JsonElement shown = await (await officer.PostAsync($"/assets/{one.Id}/control?publish=true", null))
            .Content.ReadFromJsonAsync<JsonElement>();
        Assert.NotEqual(JsonValueKind.Null, shown.GetProperty("shownAt").ValueKind);
        JsonElement rest = await (await officer.PostAsync($"/targets/{target}/control", null)).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((1, 0), (rest.GetProperty("shown").GetInt32(), rest.GetProperty("remaining").GetInt32()));
    }

    [Fact]
    public async Task Alerts_AreListed_OpenOnesFirstOfAll()
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind.EndPoint, null);
        var book = new AlertBook(scene.Issuer.Store);
        await book.NoteAsync(
            [
                new AlertFinding(AlertKind.Missing, "a.society.example", $"Look."),
                new AlertFinding(AlertKind.Missing, "b.society.example", $"Look.")],
            [AlertKind.Missing],
            null,
            [],
            default);
        await book.NoteAsync([new AlertFinding(AlertKind.Missing, "b.society.example", $"Look.")], [AlertKind.Missing], null, [], default);
        await using RoutesOfPublication routes = await RoutesOfPublication.StartAsync(scene);
        using HttpClient auditor = routes.As(AccessRoles.Auditor);

        Assert.Equal(
            "b.society.example",
            (await auditor.GetFromJsonAsync<JsonElement>("/alerts")).GetProperty("items").EnumerateArray().Single().GetProperty("subject")
                .GetString());
        JsonElement all = (await auditor.GetFromJsonAsync<JsonElement>("/alerts?all=true&kind=Missing")).GetProperty("items");
        Assert.Equal(2, all.GetArrayLength());
        JsonElement first = await auditor.GetFromJsonAsync<JsonElement>("/alerts?all=true&limit=1");
        JsonElement behind = await auditor.GetFromJsonAsync<JsonElement>($"/alerts?all=true&after={first.GetProperty("next").GetString()}");
        Assert.Equal(
            all[1].GetProperty("id").GetString(),
            behind.GetProperty("items").EnumerateArray().Single().GetProperty("id").GetString());
        Assert.Equal(JsonValueKind.Null, behind.GetProperty("next").ValueKind);
    }

    [Theory]
    [InlineData("GET", "assets/{0}/records", true)]
    [InlineData("GET", "assets/{0}/publication", true)]
    [InlineData("GET", "assets/{0}/control", true)]
    [InlineData("GET", "targets/{1}/records", true)]
    [InlineData("GET", "alerts", true)]
    [InlineData("POST", "assets/{0}/published", false)]
    [InlineData("POST", "assets/{0}/control", false)]
    [InlineData("POST", "targets/{1}/published", false)]
    [InlineData("POST", "targets/{1}/control", false)]
    public async Task EachRoute_IsForItsRolesOnly(string method, string route, bool auditorMay)
    {
        await using PublishingScene scene = await PublishingScene.StartAsync(bind.EndPoint, null);
        PublicationTarget target = await scene.TargetAsync(UpdatableServer.Zone, null, null);
        Asset asset = (await scene.PublishAsync("roles.society.example"))[0];
        await using RoutesOfPublication routes = await RoutesOfPublication.StartAsync(scene);
        string url = string.Format(System.Globalization.CultureInfo.InvariantCulture, route, asset.Id, target.Id);
        foreach (AccessRoles role in Enum.GetValues<AccessRoles>())
        {
            using HttpClient client = routes.As(role);
            HttpStatusCode status = (await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), url))).StatusCode;
            Assert.Equal(
                role == AccessRoles.None ? HttpStatusCode.Unauthorized
                : role == AccessRoles.Officer || (auditorMay && role != AccessRoles.Applicant) ? HttpStatusCode.OK
                : HttpStatusCode.Forbidden,
                status == HttpStatusCode.Accepted ? HttpStatusCode.OK : status);
        }
    }
}

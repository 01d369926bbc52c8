using System.Net;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>Two people at the same thing. When these fail, one overwrites what the other decided, and nobody is told.</summary>
[Trait("Category", "Servers")]
public class VersionTests
{
    [Fact]
    public async Task TwoOfficersOnOneAsset_TheSecondIsTold_AndChangesNothing()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient anna = await service.ClientAsync(AccessRoles.Officer, "anna");
        HttpClient ben = await service.ClientAsync(AccessRoles.Officer, "ben");
        string path = "assets/"
            + (await anna.PostAsync("assets", "{'name':'www.society.example','purposes':['protective']}").NodeAsync(HttpStatusCode.Created))
                .Id();
        string seen = (await ben.GetAsync(path)).Headers.ETag!.ToString();

        HttpResponseMessage first = await anna.PutAsync(path, "{'purposes':['indicative']}", seen);
        await ben.PutAsync(path, "{'purposes':['protective'],'lifetimeSeconds':7200}", seen).ProblemAsync("precondition-failed");

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(Purposes.Indicative, (await scene.AssetAsync("www.society.example")).Purposes);
        await ben.PutAsync(path, "{'purposes':['protective'],'lifetimeSeconds':7200}", first.Headers.ETag!.ToString()).NodeAsync();
    }

    [Fact]
    public async Task ManyOfficersAtOnce_OneIsFirst()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        string path = "assets/" + (await officer.PostAsync("assets", "{'name':'www.society.example','purposes':['protective']}")
            .NodeAsync(HttpStatusCode.Created)).Id();
        string seen = (await officer.GetAsync(path)).Headers.ETag!.ToString();

        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(1, 10)
            .Select(i => officer.PutAsync(path, $"{{'purposes':['protective'],'lifetimeSeconds':{i * 3600}}}", seen)));

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.Equal(9, answers.Count(a => a.StatusCode == HttpStatusCode.PreconditionFailed));
        Assert.Equal(1, await scene.ReadAsync(d => d.Journal.CountAsync(e => e.Action == "asset.changed")));
    }

    [Theory]
    [InlineData(null, "precondition-required")]
    [InlineData("W/\"01890000000070008000000000000000\"", "malformed")]
    [InlineData("\"1\"", "malformed")]
    [InlineData("\"01890000000070008000000000000000.1\"", "malformed")]
    [InlineData("\"01890000000070008000000000000000.0123456789abcdef\"", "precondition-failed")]
    [InlineData("\"01890000000070008000000000000000\"", "precondition-failed")]
    public async Task ChangeWithoutTheVersionSeen_IsRefused(string? ifMatch, string problem)
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        HttpClient administrator = await service.ClientAsync(AccessRoles.Administrator);
        string asset = "assets/" + (await officer.PostAsync("assets", "{'name':'www.society.example','purposes':['protective']}")
            .NodeAsync(HttpStatusCode.Created)).Id();
        string target = "targets/"
            + (await administrator.PostAsync("targets", "{'kind':'ByHand','zone':'society.example','ttlSeconds':300}")
                .NodeAsync(HttpStatusCode.Created))
                .Id();

        await officer.PutAsync(asset, "{'purposes':['indicative']}", ifMatch).ProblemAsync(problem);
        await administrator.PutAsync(target, "{'ttlSeconds':600}", ifMatch).ProblemAsync(problem);
        await administrator.PutAsync("organization", "{'identifier':'https://society.example','name':'X','roles':['Issuer']}", ifMatch)
            .ProblemAsync(problem);
    }

    [Fact]
    public async Task RenewalMeanwhile_RefusesNoOfficer_AndIsNoNotModified()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        string path = $"assets/{(await scene.MarkedAsync("www.society.example")).Id}";
        string seen = (await officer.GetAsync(path)).Headers.ETag!.ToString();
        Assert.Equal(HttpStatusCode.NotModified, (await GetAsync(officer, path, seen)).StatusCode);
        Assert.Equal(HttpStatusCode.NotModified, (await GetAsync(officer, path, "\"other\", W/" + seen)).StatusCode);

        await scene.IssueEmblems.RunAsync(default);

        HttpResponseMessage renewed = await GetAsync(officer, path, seen);
        Assert.NotNull((await renewed.NodeAsync())["emblemId"]);
        Assert.NotEqual(seen, renewed.Headers.ETag!.ToString());
        HttpResponseMessage changed = await officer.PutAsync(path, "{'purposes':['protective'],'lifetimeSeconds':7200}", seen);
        Assert.Equal(7200, (await changed.NodeAsync())["lifetimeSeconds"]!.GetValue<int>());
        Assert.Equal(HttpStatusCode.NotModified, (await GetAsync(officer, path, changed.Headers.ETag!.ToString())).StatusCode);
        await officer.PutAsync(path, "{'purposes':['protective'],'lifetimeSeconds':9000}", seen).ProblemAsync("precondition-failed");
        await officer.PutAsync(path, "{'purposes':['protective'],'lifetimeSeconds':9000}", "*").NodeAsync();
    }

    [Fact]
    public async Task Lists_AreNotSentTwice_AndAnyVersionEndsNoKey()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        HttpResponseMessage list = await officer.GetAsync("alerts");
        HttpResponseMessage again = await GetAsync(officer, "alerts", list.Headers.ETag!.ToString());

        Assert.Equal((HttpStatusCode.NotModified, ""), (again.StatusCode, await again.Content.ReadAsStringAsync()));
        await officer.PostAsync($"compromises/{Guid.NewGuid()}/confirm", "{}", ifMatch: "*").ProblemAsync("precondition-required");
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient client, string path, string ifNoneMatch)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        return client.SendAsync(request);
    }

    [Fact]
    public async Task Organization_IsSetUpOnce_AndDescribedAnew()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient administrator = await service.ClientAsync(AccessRoles.Administrator);
        string seen = (await administrator.GetAsync("organization")).Headers.ETag!.ToString();

        await administrator.PutAsync("organization", "{'identifier':'https://other.example','name':'X','roles':['Issuer']}", seen)
            .ProblemAsync("already-there");
        HttpResponseMessage answer = await administrator.PutAsync(
            "organization", "{'identifier':'https://society.example','name':'The society','roles':['Issuer','Authority']}", seen);

        Assert.Equal("The society", (await answer.NodeAsync())["name"]!.GetValue<string>());
        Assert.NotEqual(seen, answer.Headers.ETag!.ToString());
    }
}

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
    [InlineData("*", "malformed")]
    [InlineData("W/\"01890000000070008000000000000000\"", "malformed")]
    [InlineData("\"1\"", "malformed")]
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

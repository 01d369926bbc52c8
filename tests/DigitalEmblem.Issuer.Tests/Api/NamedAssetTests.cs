using System.Net;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// Programs that state what should be, and ask first what would happen. When these fail, a run that is repeated changes something, or a
/// trial does.
/// </summary>
[Trait("Category", "Servers")]
public class NamedAssetTests
{
    private const string Path = "assets/by-name/www.society.example";

    [Fact]
    public async Task AssetOfAName_IsMade_Changed_AndLeft()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        await officer.GetAsync(Path).ProblemAsync("not-found");
        await officer.PutAsync(Path, "{'purposes':['protective']}", "*").ProblemAsync("precondition-failed");

        JsonNode made = await officer.PutAsync(Path, "{'purposes':['protective']}", null).NodeAsync(HttpStatusCode.Created);
        HttpResponseMessage same = await officer.PutAsync(Path, "{'purposes':['protective']}", null);
        await officer.PutAsync(Path, "{'purposes':['indicative']}", null).ProblemAsync("precondition-required");
        string seen = same.Headers.ETag!.ToString();
        JsonNode changed = await officer.PutAsync(Path, "{'purposes':['indicative']}", seen).NodeAsync();
        await officer.PutAsync(Path, "{'purposes':['protective']}", seen).ProblemAsync("precondition-failed");
        await officer.PutAsync(Path, "{'purposes':['protective']}", "*").NodeAsync();

        Assert.Equal(made.Id(), (await same.NodeAsync()).Id());
        Assert.Equal(made.Id(), changed.Id());
        Assert.Equal(made.Id(), (await officer.GetNodeAsync("assets/by-name/WWW.society.example")).Id());
        Assert.Equal(2, await scene.ReadAsync(d => d.Journal.CountAsync(e => e.Action == "asset.changed")));
    }

    [Fact]
    public async Task WhatWasTyped_IsInNoRefusal()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);

        foreach (string typed in new[] { "planted-secret", "planted%20secret", "planted_secret!", new string('p', 300) })
        {
            string answer = await (await officer.GetAsync("assets/by-name/" + typed)).Content.ReadAsStringAsync();
            Assert.Contains("/problems/", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("planted", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("ppp", answer, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Trial_TellsWhatWouldBeRefused_AndChangesNothing()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        Asset listed = await scene.ListedAsync("a.society.example"), marked = await scene.MarkedAsync("b.society.example");
        Guid none = Guid.NewGuid();
        string body = $"{{'ids':['{listed.Id}','{marked.Id}','{none}']}}";
        long lines = await scene.ReadAsync(d => d.Heads.Select(h => h.Sequence).SingleAsync());

        JsonNode mark = await officer.PostAsync("assets/mark?dryRun=true", body).NodeAsync();
        JsonNode withdraw = await officer.PostAsync("assets/withdraw?dryRun=true", body).NodeAsync();
        JsonNode declare = await officer.PostAsync("assets/declare?dryRun=true", body).NodeAsync();
        JsonNode renew = await officer.PostAsync("assets/renew?dryRun=true", $"{{'ids':['{marked.Id}']}}").NodeAsync();

        Assert.Equal([(marked.Id, "/problems/wrong-state"), (none, "/problems/not-found")], Refused(mark));
        Assert.Equal([(listed.Id, "/problems/wrong-state"), (none, "/problems/not-found")], Refused(withdraw));
        Assert.Equal([(none, "/problems/not-found")], Refused(declare));
        Assert.Empty(Refused(renew));
        Assert.Equal((1, true), (mark["assets"]!.GetValue<int>(), mark["dryRun"]!.GetValue<bool>()));
        Assert.Equal("b.society.example", mark["refused"]![0]!["name"]!.GetValue<string>());
        Assert.Equal(lines, await scene.ReadAsync(d => d.Heads.Select(h => h.Sequence).SingleAsync()));
        Assert.Equal(AssetState.Listed, (await scene.AssetAsync("a.society.example")).State);
        Assert.Equal(AssetState.Marked, (await scene.AssetAsync("b.society.example")).State);

        JsonNode done = await officer.PostAsync("assets/mark", $"{{'ids':['{listed.Id}']}}").NodeAsync();
        Assert.Equal((1, false), (done["assets"]!.GetValue<int>(), done["dryRun"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task EachThingOfAList_IsThereByItself()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient auditor = await service.ClientAsync(AccessRoles.Auditor);
        await scene.MarkedAsync("www.society.example");
        await scene.IssueEmblems.RunAsync(default);

        foreach (string list in new[] { "access", "alerts", "emblems", "endorsements", "publications" })
        {
            foreach (JsonNode? one in (await auditor.GetNodeAsync(list))["items"]!.AsArray())
            {
                Assert.Equal(one!.ToJsonString(), (await auditor.GetNodeAsync($"{list}/{one.Id()}")).ToJsonString());
            }

            await auditor.GetAsync($"{list}/{Guid.NewGuid()}").ProblemAsync("not-found");
        }

        Assert.NotEmpty((await auditor.GetNodeAsync("emblems"))["items"]!.AsArray());
        Assert.NotEmpty((await auditor.GetNodeAsync("endorsements"))["items"]!.AsArray());
    }

    private static IEnumerable<(Guid, string)> Refused(JsonNode answer) => answer["refused"]!.AsArray()
        .Select(r => (r!["id"]!.GetValue<Guid>(), r["problem"]!.GetValue<string>()));
}

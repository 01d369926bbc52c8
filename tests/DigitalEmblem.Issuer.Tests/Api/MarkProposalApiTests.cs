using System.Net;
using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// Four eyes for marking, by the API. When these fail, a program that marks takes a proposal for a mark, or one person with two keys is two
/// officers.
/// </summary>
[Trait("Category", "Servers")]
public class MarkProposalApiTests
{
    private static readonly DataRoot Root = DataRoot.FromBytes([.. Enumerable.Repeat((byte)7, DataRoot.Length)]);

    [Fact]
    public async Task Marks_AreProposed_ConfirmedByAnotherPerson_AndRefused()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene, o => o.Marking.FourEyes = true);
        Asset asset = await scene.ListedAsync("www.society.example");
        await scene.ListedDataAsync(Root);
        HttpClient anna = await service.ClientAsync(AccessRoles.Officer, "anna"), second = await service.ClientAsync(
            AccessRoles.Officer | AccessRoles.Administrator, "anna"), ben = await service.ClientAsync(AccessRoles.Officer, "ben");

        HttpResponseMessage answer = await anna.PostAsync("assets/mark", $"{{'ids':['{asset.Id}']}}");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var proposal = await Task.FromResult(answer).NodeAsync(HttpStatusCode.Accepted);
        string path = $"mark-proposals/{proposal["id"]}";
        Assert.Equal($"/api/v1/{path}", answer.Headers.Location!.OriginalString);
        Assert.Equal("Open", proposal["state"]!.GetValue<string>());
        Assert.Equal($"{proposal["id"]}", (await anna.GetNodeAsync($"assets/{asset.Id}"))["markProposalId"]!.GetValue<string>());
        Assert.Equal($"{proposal["id"]}", $"{(await anna.GetNodeAsync("assets"))["items"]![0]!["markProposalId"]}");
        var shown = await ben.GetNodeAsync(path);
        Assert.Equal("www.society.example", shown["names"]![0]!["name"]!.GetValue<string>());

        await anna.PostAsync($"{path}/confirm", "{}").ProblemAsync("same-person");
        await second.PostAsync($"{path}/confirm", "{}").ProblemAsync("same-person");
        await ben.PostAsync($"{path}/confirm", "{}", ifMatch: "\"01890000000070008000000000000000\"").ProblemAsync("precondition-failed");
        Assert.Equal("Confirmed", $"{(await ben.PostAsync($"{path}/confirm", "{}").NodeAsync())["state"]}");
        Assert.Equal("Marked", $"{(await anna.GetNodeAsync($"assets/{asset.Id}"))["state"]}");
        Assert.Null((await anna.GetNodeAsync($"assets/{asset.Id}"))["markProposalId"]);
        await ben.PostAsync($"{path}/confirm", "{}").ProblemAsync("wrong-state");
        await anna.PostAsync("assets/withdraw", $"{{'ids':['{asset.Id}']}}").NodeAsync();

        var ofData = await anna.PostAsync($"data/{Root}/mark", "{}").NodeAsync(HttpStatusCode.Accepted);
        Assert.Equal($"{ofData["id"]}", $"{(await anna.GetNodeAsync($"data/{Root}"))["markProposalId"]}");
        Assert.Equal($"{ofData["id"]}", $"{(await anna.GetNodeAsync("data"))["items"]![0]!["markProposalId"]}");
        Assert.Equal("Refused", $"{(await ben.PostAsync($"mark-proposals/{ofData["id"]}/refuse", "{}").NodeAsync())["state"]}");
        Assert.Equal("Listed", $"{(await anna.GetNodeAsync($"data/{Root}"))["state"]}");
        Assert.Equal(2, (await anna.GetNodeAsync("mark-proposals"))["items"]!.AsArray().Count);
    }
}

using System.Net;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Assets;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// Names that are removed from the list. When these fail, a name is forgotten while its emblem still stands in the DNS, or a list keeps
/// names for ever.
/// </summary>
[Trait("Category", "Servers")]
public class RemovedAssetTests
{
    private const string Name = "www.society.example", Path = "assets/by-name/www.society.example";

    [Fact]
    public async Task NameOfWhichNothingWasPublished_IsGoneAtOnce()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        JsonNode made = await officer.PutAsync(Path, "{'purposes':['protective'],'labels':{'a':'b'}}", null)
            .NodeAsync(HttpStatusCode.Created);
        string seen = (await officer.GetAsync(Path)).Headers.ETag!.ToString(), at = $"assets/{made.Id()}";
        await officer.PutAsync($"{at}/labels", "{'labels':{'a':'c'}}", seen).NodeAsync();

        await DeleteAsync(officer, at, null).ProblemAsync("precondition-required");
        await DeleteAsync(officer, at, seen).ProblemAsync("precondition-failed");
        HttpResponseMessage first = await DeleteAsync(officer, at, "*"), again = await DeleteAsync(officer, Path, "*");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (first.StatusCode, again.StatusCode));
        await DeleteAsync(officer, at, "*").ProblemAsync("not-found");
        await officer.GetAsync(at).ProblemAsync("not-found");
        Assert.Equal((0, 0), await scene.ReadAsync(async d => (await d.Assets.CountAsync(), await d.LabelledAssets.CountAsync())));
        Assert.Equal(1, await scene.ReadAsync(d => d.Journal.CountAsync(e => e.Action == "asset.removed" && e.Subject == Name)));
        await officer.PutAsync(Path, "{'purposes':['protective']}", null).NodeAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task MarkedName_IsWithdrawn_AndStaysUntilTheDnsIsSeenWithoutIt()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        await scene.Store.ChangeAsync(
            "administrator",
            change =>
            {
                change.Database.Add(PublicationTarget.Create(
                    TargetKind.ByHand, DomainName.Parse("society.example"), null, null, 300, change.Now));
                return Task.CompletedTask;
            },
            default);
        Asset marked = await scene.MarkedAsync(Name);
        await scene.IssueEmblems.RunAsync(default);
        await SeeAsync(scene, [1]);
        var take = new TakeRemoved(scene.Store);

        JsonNode asked = await DeleteAsync(officer, Path, "*").NodeAsync(HttpStatusCode.Accepted);
        JsonNode again = await DeleteAsync(officer, $"assets/{marked.Id}", "*").NodeAsync(HttpStatusCode.Accepted);
        await officer.PostAsync("assets/mark", $"{{'ids':['{marked.Id}']}}").ProblemAsync("wrong-state");

        Assert.Equal("Withdrawn", asked["state"]!.GetValue<string>());
        Assert.Equal(asked["removalAskedAt"]!.ToJsonString(), again["removalAskedAt"]!.ToJsonString());
        Assert.False(await scene.ReadAsync(d => d.Publications.Select(p => p.Wanted).SingleAsync()));
        Assert.Equal(0, await take.RunAsync(default));
        await SeeAsync(scene, null);
        Assert.Equal(1, await take.RunAsync(default));
        Assert.Equal(
            (0, 0, 1),
            await scene.ReadAsync(async d => (
                await d.Assets.CountAsync(), await d.Publications.CountAsync(), await d.Emblems.CountAsync())));
        Assert.Equal(
            ["asset.withdrawn", "asset.removalAsked", "asset.removed"],
            await scene.ReadAsync(d => d.Journal.OrderBy(e => e.Sequence).Where(e => e.Subject == Name).Select(e => e.Action)
                .Where(a => a == "asset.withdrawn" || a.StartsWith("asset.remov")).ToListAsync()));
        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
    }

    [Fact]
    public async Task NameWhoseMarkIsProposed_IsNotRemovedBehindTheSecondOfficer()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using ApiService service = await ApiService.StartAsync(scene, o => o.Marking.FourEyes = true);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        Asset listed = await scene.ListedAsync(Name);
        await officer.PostAsync("assets/mark", $"{{'ids':['{listed.Id}']}}").NodeAsync(HttpStatusCode.Accepted);

        string why = await DeleteAsync(officer, Path, "*").ProblemAsync("wrong-state");

        Assert.Contains("proposal", why, StringComparison.Ordinal);
        Assert.Equal(AssetState.Listed, (await scene.AssetAsync(Name)).State);
    }

    private static Task<HttpResponseMessage> DeleteAsync(HttpClient client, string path, string? ifMatch) =>
        client.SendAsync(HttpMethod.Delete, path, null, null, ifMatch);

    // As the service notes what it read at the name servers.
    private static Task SeeAsync(IssuerScene scene, byte[]? digest) => scene.Store.ChangeAsync(
        "look",
        async change => (await change.Database.Publications.SingleAsync()).See(
            digest, 300, digest is null ? null : change.Now.AddHours(1), looks: false, change.Now),
        default);
}

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Work.Publishing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// API keys that are bound to zones. When these fail, whoever holds the key of one clinic reads or changes the names of another.
/// </summary>
[Trait("Category", "Servers")]
public class BoundKeyTests
{
    private const string Zone = "clinic.example", Inside = "www.clinic.example", Outside = "www.planted.example";

    // Ends as the zone does, and lies in another.
    private const string Similar = "www.planted-clinic.example";

    private static readonly string[] Bodies =
    [
        "{}", "{'ids':['ID']}", "{'purposes':['indicative']}", "{'purposes':['protective'],'labels':{'a':'b'}}", "{'labels':{'a':'b'}}",
        "{'profiles':'Cwt'}", "{'name':'www.planted.example','purposes':['protective']}", "{'note':'seen'}",
    ];

    /// <summary>The kind of the fault: a call that is new, and shows or changes what the key does not reach.</summary>
    [Fact]
    public async Task NoCallOfTheDocument_ShowsOrChangesWhatLiesOutside()
    {
        await using IssuerScene scene = await SceneAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient bound = await BoundAsync(service), free = await service.ClientAsync(AccessRoles.Auditor);
        JsonObject paths = (await free.GetNodeAsync("openapi.json"))["paths"]!.AsObject();
        List<Guid> outside = await scene.ReadAsync(async d =>
        {
            List<Guid> ids = await d.Assets.Where(a => a.Name != DomainName.Parse(Inside)).Select(a => a.Id).ToListAsync();
            return (List<Guid>)[
                .. ids,
                .. await d.Emblems.Where(e => ids.Contains(e.AssetId)).Select(e => e.Id).ToListAsync(),
                .. await d.Publications.Where(p => ids.Contains(p.AssetId)).Select(p => p.Id).ToListAsync(),
                .. await d.Alerts.Where(a => a.Subject != Inside).Select(a => a.Id).ToListAsync(),
            ];
        });
        string before = await StateAsync(scene);
        int calls = 0, allowed = 0;

        foreach ((string path, JsonNode? operations) in paths)
        {
            foreach ((string method, JsonNode? operation) in operations!.AsObject().Where(o => o.Value?["responses"] is not null))
            {
                string mediaType = operation!["requestBody"]?["content"]?.AsObject().First().Key ?? "application/json";
                bool isRefused = false;
                foreach (Guid id in outside.TakeWhile(_ => !isRefused))
                {
                    foreach (string body in method is "get" or "delete" ? [""] : Bodies)
                    {
                        string at = path.Replace("{name}", Outside, StringComparison.Ordinal)
                            .Replace("{handle}", "nobody", StringComparison.Ordinal).Replace("{root}", "none", StringComparison.Ordinal);
                        (HttpStatusCode status, string answer) = await CallAsync(bound, method, at, body, mediaType, id);
                        var none = Guid.NewGuid();
                        (HttpStatusCode ofNone, string answerOfNone) = await CallAsync(bound, method, at, body, mediaType, none);

                        Assert.DoesNotContain("planted", answer, StringComparison.OrdinalIgnoreCase);
                        Assert.All(outside.Where(o => o != id), o => Assert.DoesNotContain(o.ToString(), answer, StringComparison.Ordinal));
                        // What lies outside is as what is not there.
                        Assert.True(
                            (status, answer.Replace($"{id}", "", StringComparison.Ordinal))
                                == (ofNone, answerOfNone.Replace($"{none}", "", StringComparison.Ordinal))
                                || path is "/api/v1/access/rotate",
                            $"{method} {at} {body}: {status} {answer} and {ofNone} {answerOfNone}");
                        calls++;
                        isRefused = status == HttpStatusCode.Forbidden;
                        allowed += isRefused ? 0 : 1;
                    }
                }
            }
        }

        Assert.Equal(before, await StateAsync(scene));
        // The walk reached calls of both kinds.
        Assert.True(calls > allowed && allowed > 100, $"{allowed} of {calls}");
    }

    [Fact]
    public async Task WhatLiesInside_IsListedCountedAndChanged_AsIfThereWereNothingElse()
    {
        await using IssuerScene scene = await SceneAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient bound = await BoundAsync(service);

        JsonNode list = await bound.GetNodeAsync("assets");
        JsonNode made = await bound.PostAsync("assets", "{'name':'a.clinic.example','purposes':['protective']}")
            .NodeAsync(HttpStatusCode.Created);
        await bound.PutAsync($"assets/{made.Id()}/labels", "{'labels':{'a':'b'}}", "*").NodeAsync();
        Guid inside = (await scene.AssetAsync(Inside)).Id;
        await bound.PostAsync("assets/withdraw", $"{{'ids':['{inside}']}}").NodeAsync();

        Assert.Equal([Inside], list["items"]!.AsArray().Select(i => i!["name"]!.GetValue<string>()));
        Assert.Equal("""{"listed":0,"marked":1,"withdrawn":0}""", list["totals"]!.ToJsonString());
        Assert.Equal(1, list["matching"]!.GetValue<int>());
        Assert.Equal(Inside, Assert.Single((await bound.GetNodeAsync("alerts"))["items"]!.AsArray())!["subject"]!.GetValue<string>());
        Assert.Single((await bound.GetNodeAsync("emblems"))["items"]!.AsArray());
        Assert.Single((await bound.GetNodeAsync("publications"))["items"]!.AsArray());
        Assert.Equal([AssetState.Withdrawn, AssetState.Marked], [await StateOfAsync(scene, Inside), await StateOfAsync(scene, Outside)]);
        Assert.All(await scene.ReadAsync(d => d.Publications.Where(p => p.AssetId == inside).ToListAsync()), p => Assert.False(p.Wanted));
    }

    /// <summary>What a query was made for once must not hold for the next key.</summary>
    [Fact]
    public async Task EachKey_ReachesItsOwnZones_InTheSameProcess()
    {
        await using IssuerScene scene = await SceneAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient one = await BoundAsync(service), other = await BoundAsync(service, "planted.example", "otto"),
            both = await BoundAsync(service, $"{Zone} planted-clinic.example", "berta"),
            none = await BoundAsync(service, "new.example", "eve");

        async Task<string[]> NamesAsync(HttpClient client, string list, string member) =>
            [.. (await client.GetNodeAsync(list))["items"]!.AsArray().Select(i => i![member]!.GetValue<string>()).Order()];

        foreach ((string list, string member) in new[] { ("assets", "name"), ("alerts", "subject") })
        {
            Assert.Equal([Inside], await NamesAsync(one, list, member));
            Assert.Equal([Outside], await NamesAsync(other, list, member));
            Assert.Equal([Inside, Similar], await NamesAsync(both, list, member));
            Assert.Empty(await NamesAsync(none, list, member));
        }

        int[] emblems = await Task.WhenAll(
            new[] { one, other, both, none }.Select(async c => (await NamesAsync(c, "emblems", "id")).Length));
        Assert.Equal([1, 1, 2, 0], emblems);
        Assert.Equal(3, (await NamesAsync(await service.ClientAsync(AccessRoles.Auditor), "assets", "name")).Length);
    }

    [Fact]
    public async Task NameOutside_IsNotPutOnTheList_WhetherOrNotItIsThere()
    {
        await using IssuerScene scene = await SceneAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient bound = await BoundAsync(service);

        string there = await bound.PostAsync("assets", $"{{'name':'{Outside}','purposes':['protective']}}").ProblemAsync("too-wide");
        string notThere = await bound.PostAsync("assets", "{'name':'new.example','purposes':['protective']}").ProblemAsync("too-wide");

        Assert.Equal(notThere, there);
        await bound.PutAsync("assets/by-name/example", "{'purposes':['protective']}", null).ProblemAsync("too-wide");
    }

    [Fact]
    public async Task Zones_StayWithTheKeyThatReplacesIt_AndAreShown()
    {
        await using IssuerScene scene = await SceneAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient bound = await BoundAsync(service), administrator = await service.ClientAsync(AccessRoles.Administrator);

        JsonNode rotated = await bound.PostAsync("access/rotate", "{'oldEndsAfterSeconds':60}").NodeAsync(HttpStatusCode.Created);
        HttpClient next = service.Client(rotated["key"]!.GetValue<string>());

        Assert.Equal([Zone], (await next.GetNodeAsync("whoami"))["zones"]!.AsArray().Select(z => z!.GetValue<string>()));
        Assert.Single((await next.GetNodeAsync("assets"))["items"]!.AsArray());
        string id = rotated["access"]!.Id();
        Assert.Equal(Zone, (await administrator.GetNodeAsync($"access/{id}"))["zones"]![0]!.GetValue<string>());
        await administrator.PostAsync("access", "{'name':'x','roles':['Administrator'],'zones':['clinic.example']}")
            .ProblemAsync("malformed");
    }

    /// <summary>The same person's other key gets no answer of the bound one, nor the other way round.</summary>
    [Fact]
    public async Task AnswerThatIsKept_IsNotGivenToAnotherKeyOfThePerson()
    {
        await using IssuerScene scene = await SceneAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient bound = await BoundAsync(service), free = await service.ClientAsync(AccessRoles.Officer, "carla");
        string body = $"{{'ids':['{(await scene.AssetAsync(Outside)).Id}']}}";

        await free.PostAsync("assets/declare", body, idempotencyKey: "k1").NodeAsync();

        await bound.PostAsync("assets/declare", body, idempotencyKey: "k1").ProblemAsync("not-found");
    }

    /// <summary>A kind of row that nobody decided about is closed.</summary>
    [Fact]
    public async Task EachKindOfRow_IsOpen_OrHasACondition()
    {
        await using IssuerScene scene = await StartAsync();
        var zones = KeyZones.Parse(Zone)!;
        await ZonesInForce.RunAsync(
            zones,
            async () =>
            {
                await using IssuerContext d = scene.Contexts.Open();
                Assert.All(
                    d.Model.GetEntityTypes().Where(t => !t.IsOwned() && t.GetDeclaredQueryFilters().Count == 0),
                    t => Assert.True(RowsWithinZones.Open.ContainsKey(t.ClrType), t.Name));
                Assert.Empty(await d.Journal.ToListAsync());
                Assert.Empty(await d.Data.ToListAsync());
            });
        await using IssuerContext free = scene.Contexts.Open();
        Assert.All(free.Model.GetEntityTypes(), t => Assert.Empty(t.GetDeclaredQueryFilters()));
    }

    private protected virtual Task<IssuerScene> StartAsync() => IssuerScene.ReadyAsync();

    private async Task<IssuerScene> SceneAsync()
    {
        IssuerScene scene = await StartAsync();
        foreach (string zone in new[] { Zone, "planted.example", "planted-clinic.example" })
        {
            await scene.Store.ChangeAsync(
                "administrator",
                change =>
                {
                    change.Database.Add(PublicationTarget.Create(
                        TargetKind.ByHand, DomainName.Parse(zone), null, null, 300, change.Now));
                    return Task.CompletedTask;
                },
                default);
        }

        string[] names = [Inside, Outside, Similar];
        foreach (string name in names)
        {
            await scene.MarkedAsync(name);
        }

        await scene.IssueEmblems.RunAsync(default);
        await new AlertBook(scene.Store).NoteAsync(
            [.. names.Select(n => new AlertFinding(AlertKind.Missing, n, $"gone from {n}"))], [AlertKind.Missing], null, [], default);
        return scene;
    }

    private static async Task<HttpClient> BoundAsync(ApiService service, string zones = Zone, string name = "carla") =>
        service.Client((await service.GiveAccess.RunAsync(
            "operator", name, AccessRoles.Officer | AccessRoles.Auditor, null, KeyZones.Parse(zones), default)).Secret);

    private static async Task<(HttpStatusCode Status, string Answer)> CallAsync(
        HttpClient client, string method, string path, string body, string mediaType, Guid id)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), path.Replace("{id}", $"{id}",
            StringComparison.Ordinal));
        request.Headers.TryAddWithoutValidation("If-Match", "*");
        if (body.Length > 0)
        {
            request.Content = new StringContent(
                body.Replace('\'', '"').Replace("ID", $"{id}", StringComparison.Ordinal), new MediaTypeHeaderValue(mediaType));
        }

        HttpResponseMessage answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    // All that acts on names change, but for what the key itself has.
    private static Task<string> StateAsync(IssuerScene scene) => scene.ReadAsync(async d => string.Join("\n",
        [
            .. (await d.Assets.Where(a => a.Name != DomainName.Parse(Inside)).OrderBy(a => a.Id).ToListAsync())
                .Select(a => $"{a.Name} {a.Version}"),
            .. (await d.Alerts.Where(a => a.Subject != Inside).OrderBy(a => a.Id).ToListAsync()).Select(a => $"{a.Subject} {a.Version}"),
            .. (await d.Publications.OrderBy(p => p.Id).ToListAsync()).Select(p => $"{p.Id} {p.Version}"),
            $"{await d.Errands.CountAsync()} {await d.Targets.CountAsync()} {await d.Data.CountAsync()} {await d.ApiKeys.CountAsync()}",
        ]));

    private static async Task<AssetState> StateOfAsync(IssuerScene scene, string name) => (await scene.AssetAsync(name)).State;
}

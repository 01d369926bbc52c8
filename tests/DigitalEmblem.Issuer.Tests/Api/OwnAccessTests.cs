using System.Net;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// What a caller does with its own access. When these fail, a program stops because its key was replaced, or a stolen key lives for ever.
/// </summary>
[Trait("Category", "Servers")]
public class OwnAccessTests
{
    [Fact]
    public async Task Caller_IsToldWhoItIs_ByKeyAndByToken()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using IdentityProvider provider = await IdentityProvider.StartAsync();
        await using ApiService service = await ApiService.StartAsync(
            scene,
            o => o.Access.Oidc = new OidcOptions { Authority = provider.Address, Audience = "emblems", Unbound = UnboundSubject.Make });
        (ApiKey key, string secret) = await service.GiveAccess.RunAsync(
            "operator", "anna", AccessRoles.Officer | AccessRoles.Auditor, scene.Clock.Now.AddHours(3), default);

        JsonNode anna = await service.Client(secret).GetNodeAsync("whoami");
        JsonNode ben = await service.Client(provider.Token("ben", ["Auditor"])).GetNodeAsync("whoami");

        Assert.Equal(
            ("anna", "ApiKey", key.Id.ToString()),
            (anna["name"]!.GetValue<string>(), anna["credential"]!.GetValue<string>(), anna["keyId"]!.GetValue<string>()));
        Assert.Equal("[\"Officer\",\"Auditor\"]", anna["roles"]!.ToJsonString());
        Assert.Equal(scene.Clock.Now.AddHours(3), anna["until"]!.GetValue<DateTimeOffset>());
        Assert.Equal(("ben", "ProviderToken"), (ben["name"]!.GetValue<string>(), ben["credential"]!.GetValue<string>()));
        Assert.True(ben["until"] is not null && ben["keyId"] is null);
        await service.Client(provider.Token("ben", ["Auditor"])).PostAsync("access/rotate", "{'oldEndsAfterSeconds':60}")
            .ProblemAsync("wrong-state");
    }

    [Fact]
    public async Task KeyThatIsReplaced_GoesOnForItsTime_AndTheNewOneLivesNoLonger()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient administrator = await service.ClientAsync(AccessRoles.Administrator);
        DateTimeOffset end = scene.Clock.Now.AddDays(30);
        (ApiKey key, string secret) = await service.GiveAccess.RunAsync("operator", "anna", AccessRoles.Auditor, end, default);
        HttpClient old = service.Client(secret);

        JsonNode rotated = await old.PostAsync("access/rotate", "{'oldEndsAfterSeconds':3600}").NodeAsync(HttpStatusCode.Created);
        HttpClient made = service.Client(rotated["key"]!.GetValue<string>());

        Assert.Equal(HttpStatusCode.OK, (await old.GetAsync("status")).StatusCode);
        JsonNode who = await made.GetNodeAsync("whoami");
        Assert.Equal(("anna", end), (who["name"]!.GetValue<string>(), who["until"]!.GetValue<DateTimeOffset>()));
        Assert.Equal("[\"Auditor\"]", who["roles"]!.ToJsonString());
        await old.PostAsync("access/rotate", "{'oldEndsAfterSeconds':3600}").ProblemAsync("wrong-state");
        foreach (string seconds in new[] { "0", "-1", "604801" })
        {
            await made.PostAsync("access/rotate", $"{{'oldEndsAfterSeconds':{seconds}}}").ProblemAsync("malformed");
        }

        Assert.Equal(
            rotated["access"]!.Id(), (await administrator.GetNodeAsync($"access/{key.Id}"))["replacedBy"]!.GetValue<string>());
        scene.Clock.Now += TimeSpan.FromHours(1);
        await old.GetAsync("status").ProblemAsync("unauthenticated");
        Assert.Equal(HttpStatusCode.OK, (await made.GetAsync("status")).StatusCode);
        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
        Assert.DoesNotContain(
            rotated["key"]!.GetValue<string>(), await administrator.GetStringAsync("journal?limit=1000"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyToApprove_ThatIsReplaced_WaitsForAnotherApprover()
    {
        await using Pair pair = await Pair.StartAsync();
        await pair.GiveAsync(Purposes.Protective);
        IssuerScene scene = pair.Ministry;
        (ApiKey key, _) = await new GiveAccess(scene.Store).RunAsync("ada", "otto", AccessRoles.Approver, null, default);
        await scene.Store.ChangeAsync(
            "test", async change => (await change.GetAsync<ApiKey>(key.Id, null, default)).Confirm(), default);

        (ApiKey made, _, _) = await new RotateAccess(scene.Store).RunAsync(
            new Actor("otto", key.Id.ToString()), TimeSpan.FromHours(1), default);

        Assert.True(made.IsProposed);
        Assert.Equal("otto", (await scene.ReadAsync(d => d.AccessProposals.SingleAsync(p => p.AboutId == made.Id))).Handle);
    }

    [Fact]
    public async Task LastUse_IsKeptToTheHour_AndWritesNoLine()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient administrator = await service.ClientAsync(AccessRoles.Administrator);
        (ApiKey key, string secret) = await service.GiveAccess.RunAsync("operator", "anna", AccessRoles.Officer, null, default);
        string path = $"access/{key.Id}";
        HttpResponseMessage before = await administrator.GetAsync(path);
        Assert.Null((await before.NodeAsync())["lastUsedAt"]);
        long lines = await scene.ReadAsync(d => d.Heads.Select(h => h.Sequence).SingleAsync());

        scene.Clock.Now += TimeSpan.FromMinutes(7);
        HttpClient anna = service.Client(secret);
        await anna.GetNodeAsync("status");
        scene.Clock.Now += TimeSpan.FromMinutes(200);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => anna.GetNodeAsync("status")));

        await service.Act<UseBook>().WriteAsync(default);
        Assert.False(await service.Act<UseBook>().WriteAsync(default));
        Assert.Equal(
            ApiKey.HourOf(scene.Clock.Now), (await administrator.GetNodeAsync(path))["lastUsedAt"]!.GetValue<DateTimeOffset>());
        Assert.Equal(lines, await scene.ReadAsync(d => d.Heads.Select(h => h.Sequence).SingleAsync()));
        HttpResponseMessage revoked = await administrator.SendAsync(
            HttpMethod.Delete, path, null, null, before.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
    }
}

using System.Net;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// Suspension and compromise of keys, by calls alone. When these fail, people cannot stop a stolen key, or one of them ends it by a call
/// that nobody meant (issuer review, row 4).
/// </summary>
[Trait("Category", "Servers")]
public class CompromiseApiTests
{
    [Fact]
    public async Task KeySuspended_Resumed_Compromised_AndConfirmed_ByCalls()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.MarkedAsync("www.society.example");
        await scene.IssueEmblems.RunAsync(default);
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient administrator = await service.ClientAsync(AccessRoles.Administrator), olga = await service.ClientAsync(
            AccessRoles.Officer, "olga"), otto = await service.ClientAsync(AccessRoles.Officer, "otto");
        string key = $"keys/{(await scene.InUseAsync(KeyUse.Root)).Id}";
        const string reason = "{'reason':'the laptop was stolen'}";

        await olga.PostAsync($"{key}/suspend", "{'reason':' '}").ProblemAsync("malformed");
        await olga.PostAsync($"{key}/suspend", reason, ifMatch: "\"01890000000070008000000000000000\"").ProblemAsync("precondition-failed");
        JsonNode suspended = await olga.PostAsync($"{key}/suspend", reason).NodeAsync();
        Assert.Equal("olga", suspended["key"]!["suspended"]!["by"]!.GetValue<string>());
        Assert.NotNull(suspended["firstEnds"]);
        await olga.PostAsync($"{key}/resume", reason).ProblemAsync("forbidden");
        Assert.Null((await administrator.PostAsync($"{key}/resume", reason).NodeAsync())["suspended"]);

        await olga.PostAsync($"{key}/compromise", "{}").ProblemAsync("malformed");
        string path = $"compromises/{(await olga.PostAsync($"{key}/compromise", reason).NodeAsync(HttpStatusCode.Accepted)).Id()}";
        await otto.PostAsync($"{path}/confirm", "").ProblemAsync("precondition-required");
        await olga.PostAsync($"{path}/confirm", "", ifMatch: await TagAsync(olga, path)).ProblemAsync("same-person");
        JsonNode confirmed = await otto.PostAsync($"{path}/confirm", "", ifMatch: await TagAsync(otto, path)).NodeAsync();
        Assert.Equal("Stopped", confirmed["step"]!.GetValue<string>());
        Assert.Equal("www.society.example", Assert.Single(confirmed["resting"]!["names"]!.AsArray())!.GetValue<string>());
        Assert.NotEmpty(confirmed["certificates"]![0]!["serial"]!.GetValue<string>());

        await otto.PostAsync($"{path}/decide", "{'decision':'Leave','reason':'x'}", ifMatch: await TagAsync(otto, path))
            .ProblemAsync("malformed");
        await otto.PostAsync($"{path}/certificate-revoked", "{'note':'by telephone'}").NodeAsync();
        JsonNode left = await otto.PostAsync(
            $"{path}/decide", "{'decision':'Leave','all':true,'reason':'short-lived'}", ifMatch: await TagAsync(otto, path)).NodeAsync();
        Assert.Equal("Left", left["step"]!.GetValue<string>());
        Assert.Equal("otto", left["certificateRevokedBy"]!.GetValue<string>());
    }

    [Fact]
    public async Task EndorsementRevoked_ByCalls_OfTwoApprovers()
    {
        await using Pair pair = await Pair.StartAsync();
        await using ApiService service = await ApiService.StartAsync(pair.Ministry);
        HttpClient anna = await service.ClientAsync(AccessRoles.Approver, "anna"), ben = await service.ClientAsync(
            AccessRoles.Approver, "ben");
        GivenEndorsement given = await pair.GiveAsync(Purposes.Protective);

        JsonNode asked = await anna.PostAsync($"register/{given.Id}/revoke", "{'reason':'it marks barracks'}").NodeAsync();
        Assert.Equal(("anna", null), (asked["revocationAskedBy"]!.GetValue<string>(), asked["revokedSince"]));
        JsonNode revoked = await ben.PostAsync($"register/{given.Id}/revoke", "{'reason':'it marks barracks'}").NodeAsync();

        Assert.NotNull(revoked["revokedSince"]);
        Assert.Contains("it marks barracks", revoked["notice"]!.GetValue<string>(), StringComparison.Ordinal);
        JsonNode application = await anna.GetNodeAsync($"applications/{given.ApplicationId}");
        Assert.Equal("Revoked", application["state"]!.GetValue<string>());
        await anna.GetAsync($"applications/{given.ApplicationId}/endorsement").ProblemAsync("wrong-state");
    }

    private static async Task<string> TagAsync(HttpClient client, string path) =>
        (await client.GetAsync(path)).Headers.ETag!.ToString();
}

using System.Net;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// Certificates and root keys that are replaced, by calls alone. When these fail, an administrator cannot replace them without writing to
/// the database, or replaces a key that another one has just changed.
/// </summary>
[Trait("Category", "Servers")]
public class RollApiTests
{
    [Fact]
    public async Task CertificateRenewed_ByCalls_ShowsTheOneInUseAndTheNext()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient administrator = await service.ClientAsync(AccessRoles.Administrator);
        string commitment = $"keys/{(await scene.InUseAsync(KeyUse.Root)).Id}/commitment";
        string inUse = (await administrator.GetNodeAsync(commitment))["chainPem"]!.GetValue<string>();
        scene.Clock.Now += TimeSpan.FromDays(1);

        JsonNode asked = await administrator.PostAsync(commitment + "/request", "{}").NodeAsync();
        JsonNode both = await administrator.GetNodeAsync(commitment);
        Assert.Equal(inUse, both["chainPem"]!.GetValue<string>());
        Assert.Equal(asked["requestPem"]!.GetValue<string>(), both["renewal"]!["requestPem"]!.GetValue<string>());
        string next = scene.Trust.Certify(asked["requestPem"]!.GetValue<string>());
        await administrator.PostAsync(commitment, new JsonObject { ["chainPem"] = next }.ToJsonString()).NodeAsync();

        JsonNode renewed = await administrator.GetNodeAsync(commitment);
        Assert.Equal(next, renewed["chainPem"]!.GetValue<string>());
        Assert.Null(renewed["renewal"]);
        await administrator.PostAsync(
            $"keys/{(await scene.InUseAsync(KeyUse.Emblem)).Id}/endorse", "{'purposes':['protective','indicative']}").NodeAsync();
        await administrator.PostAsync(
            "requests", "{'authority':'https://ministry.example','purposes':['protective'],'days':90}").NodeAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task RootRolled_ByCalls()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient administrator = await service.ClientAsync(AccessRoles.Administrator);
        string old = (await scene.InUseAsync(KeyUse.Root)).Id.ToString();
        string next = (await administrator.PostAsync("keys", "{'use':'Root','algorithm':'ES384','custody':'File'}")
            .NodeAsync(HttpStatusCode.Created)).Id();

        Assert.Contains(
            "commitment", await administrator.PostAsync($"keys/{next}/roll", "{}").ProblemAsync("not-ready"), StringComparison.Ordinal);
        await scene.CommitAsync(await scene.KeyAsync(Guid.Parse(next)));
        await administrator.PostAsync(
            "requests", $"{{'authority':'https://ministry.example','purposes':['protective'],'days':90,'keyId':'{next}'}}")
            .NodeAsync(HttpStatusCode.Created);
        await administrator.PostAsync($"keys/{next}/roll", "{'without':['https://ministry.example']}").ProblemAsync("malformed");
        await administrator.PostAsync($"keys/{old}/roll", "{}").ProblemAsync("wrong-state");
        await administrator.PostAsync($"keys/{next}/roll", "{}", ifMatch: "\"01890000000070008000000000000000\"")
            .ProblemAsync("precondition-failed");
        string seen = (await administrator.GetAsync($"keys/{next}")).Headers.ETag!.ToString();
        JsonNode rolled = await administrator.PostAsync($"keys/{next}/roll", "{}", ifMatch: seen).NodeAsync();

        Assert.Equal("Active", rolled["key"]!["state"]!.GetValue<string>());
        Assert.Equal("Retired", (await administrator.GetNodeAsync($"keys/{old}"))["state"]!.GetValue<string>());
        Assert.Single((await administrator.GetNodeAsync("endorsements?state=Current"))["items"]!.AsArray());
    }
}

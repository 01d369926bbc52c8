using System.Net;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Certificates;
using DigitalEmblem.Issuer.Tests.Work;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// Certificates of root keys by calls. When these fail, a program that watches or renews them learns something else than the command and
/// the pages say.
/// </summary>
[Trait("Category", "Servers")]
public sealed class CertificateApiTests
{
    [Fact]
    public async Task Certificates_OfOneKeyAndOfAll_AreTheSameFacts_ToEveryReader()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        OrganizationKey root = await scene.InUseAsync(KeyUse.Root), reserve = await scene.NextRootAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        foreach (AccessRoles role in new[] { AccessRoles.Auditor, AccessRoles.Officer, AccessRoles.Approver, AccessRoles.Administrator })
        {
            HttpClient reader = await service.ClientAsync(role);
            JsonNode one = await reader.GetNodeAsync($"certificates/{root.Id}");
            JsonArray all = (await reader.GetNodeAsync("certificates"))["items"]!.AsArray();

            Assert.Equal(new[] { root.Id, reserve.Id }.Order(), all.Select(k => k!["keyId"]!.GetValue<Guid>()).Order());
            Assert.Contains(one.ToJsonString(), all.Select(k => k!.ToJsonString()));
            Assert.Equal(("Bound", 35, true), (Text(one, "state"), one["days"]!.GetValue<int>(), one["lasts"]!.GetValue<bool>()));
            JsonNode certificate = Assert.Single(one["certificates"]!.AsArray())!;
            Assert.Equal(("InUse", null), (Text(certificate, "state"), certificate["seenAt"]));
            JsonNode log = Assert.Single(certificate["logs"]!.AsArray())!;
            Assert.NotNull(log["promisedAt"]);
            Assert.NotNull(log["leafHash"]);
            JsonNode none = all.Single(k => k!["keyId"]!.GetValue<Guid>() == reserve.Id)!;
            Assert.Equal(("None", null), (Text(none, "state"), none["lasts"]));
            Assert.Equal($"issuer commitment request --key {reserve.Identifier}", Text(none["steps"]![0]!, "command"));
        }

        HttpClient officer = await service.ClientAsync(AccessRoles.Officer, "otto");
        await officer.GetAsync($"certificates/{(await scene.InUseAsync(KeyUse.Emblem)).Id}").ProblemAsync("not-found");
        await officer.GetAsync($"certificates/{Guid.NewGuid()}").ProblemAsync("not-found");
    }

    [Fact]
    public async Task Answers_AreNotSentTwice_AndAnotherAfterEachCertificate()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient auditor = await service.ClientAsync(AccessRoles.Auditor);
        string key = (await scene.InUseAsync(KeyUse.Root)).Id.ToString();
        string[] paths = ["certificates", $"certificates/{key}", $"certificates/{key}/request"];
        var seen = new Dictionary<string, string>();
        foreach (string path in paths)
        {
            seen[path] = (await auditor.GetAsync(path)).Headers.ETag!.ToString();
            Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(auditor, path, seen[path]));
        }

        scene.Clock.Now += TimeSpan.FromDays(1);
        await scene.Import().RunAsync("ada", await scene.IssueAsync(), default);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(auditor, paths[0], seen[paths[0]]));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(auditor, paths[1], seen[paths[1]]));
        // The certificate was renewed for the same request.
        Assert.Equal(HttpStatusCode.NotModified, await StatusAsync(auditor, paths[2], seen[paths[2]]));
    }

    [Fact]
    public async Task Request_IsThatOfTheCommand_AndNoneIsMadeByAsking()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        OrganizationKey root = await scene.InUseAsync(KeyUse.Root), reserve = await scene.NextRootAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient auditor = await service.ClientAsync(AccessRoles.Auditor);

        using HttpResponseMessage answer = await auditor.GetAsync($"certificates/{root.Id}/request");

        Assert.Equal(await scene.RequestAsync(), await answer.Content.ReadAsStringAsync());
        Assert.Equal("application/x-pem-file", answer.Content.Headers.ContentType!.MediaType);
        await auditor.GetAsync($"certificates/{reserve.Id}/request").ProblemAsync("not-found");
    }

    [Fact]
    public async Task Import_FindsTheKeyByItself_AndAFormerCertificateChangesNothing()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        OrganizationKey reserve = await scene.NextRootAsync();
        RootCommitment asked = await scene.RequestCommitment.RunAsync("ada", reserve.Id, default);
        string former = scene.Trust.Certify(asked.RequestPem);
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient administrator = await service.ClientAsync(AccessRoles.Administrator);

        JsonNode first = await administrator.PostAsync("certificates", Body(CertificateScene.Reversed(former))).NodeAsync();
        Assert.Equal((reserve.Id, false), (first["key"]!["keyId"]!.GetValue<Guid>(), first["isFormer"]!.GetValue<bool>()));
        scene.Clock.Now += TimeSpan.FromMinutes(1);
        await administrator.PostAsync("certificates", Body(scene.Trust.Certify(asked.RequestPem))).NodeAsync();
        JsonNode again = await administrator.PostAsync("certificates", Body(former)).NodeAsync();

        Assert.True(again["isFormer"]!.GetValue<bool>());
        Assert.Equal(["InUse", "Replaced"], again["key"]!["certificates"]!.AsArray().Select(c => Text(c!, "state")));
    }

    [Fact]
    public async Task Import_OfWhatBindsNothing_IsRefused_WithoutRepeatingIt()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient administrator = await service.ClientAsync(AccessRoles.Administrator);
        string foreign = TestAuthority.Pem(scene.Trust.Authority.Issue(["www.hostile.example"], [scene.Trust.Log]));
        foreach ((string chain, string problem, string says) in new[]
        {
            ("hostile words", "malformed", "no certificate chain"),
            ("hostile\u0001words", "malformed", "chainPem is no PEM text"),
            (foreign, "not-verified", "for no request of this service"),
            (await scene.IssueAsync(["society.example"]), "not-verified", "does not prove"),
            (await scene.IssueAsync(isLogged: false), "not-verified", "Transparency:Submit"),
            (await scene.IssueAsync(lifetime: TimeSpan.FromDays(360)), "not-verified", "Have another one issued"),
        })
        {
            string told = await administrator.PostAsync("certificates", Body(chain)).ProblemAsync(problem);
            Assert.Contains(says, told, StringComparison.Ordinal);
            Assert.DoesNotContain("hostile", told, StringComparison.OrdinalIgnoreCase);
        }

        await administrator.PostAsync("certificates", Body(new string('A', 2 << 20))).ProblemAsync("too-large");
        Assert.Single((await scene.CertificatesAsync()).Certificates);
    }

    [Theory]
    [InlineData(nameof(AccessRoles.Officer))]
    [InlineData(nameof(AccessRoles.Approver))]
    [InlineData(nameof(AccessRoles.Auditor))]
    public async Task Import_ByAnyoneElse_IsForbidden(string role)
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using ApiService service = await ApiService.StartAsync(scene);

        await (await service.ClientAsync(Enum.Parse<AccessRoles>(role))).PostAsync("certificates", Body(await scene.IssueAsync()))
            .ProblemAsync("forbidden");

        Assert.Single((await scene.CertificatesAsync()).Certificates);
    }

    private static string Body(string chain) => new JsonObject { ["chainPem"] = chain }.ToJsonString();

    private static string? Text(JsonNode node, string name) => node[name]!.GetValue<string>();

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path, string tag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        using HttpResponseMessage answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}

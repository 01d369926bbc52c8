using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Errands;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// From nothing to an emblem, by calls alone. When these fail, an organization cannot get there without someone who writes to the
/// database.
/// </summary>
[Trait("Category", "Servers")]
public class SetUpTests
{
    [Fact]
    public async Task Organization_FromNothingToAnEmblem_AndBack()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await scene.Store.ChangeAsync("test", c => c.Database.Organizations.ExecuteDeleteAsync(), default);
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient administrator = await service.ClientAsync(AccessRoles.Administrator);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer, "olga");

        await administrator.PostAsync("keys", "{'use':'Root','algorithm':'ES384','custody':'File'}").ProblemAsync("not-ready");
        await administrator.PutAsync(
            "organization", "{'identifier':'https://society.example','name':'The society','roles':['Issuer']}", null)
            .NodeAsync();
        string root = (await administrator.PostAsync("keys", "{'use':'Root','algorithm':'ES384','custody':'File'}")
            .NodeAsync(HttpStatusCode.Created))
            .Id();
        string request =
            (await administrator.PostAsync($"keys/{root}/commitment/request", "{}").NodeAsync())["requestPem"]!.GetValue<string>();
        JsonNode commitment = await administrator.PostAsync(
            $"keys/{root}/commitment", new JsonObject { ["chainPem"] = scene.Trust.Certify(request) }.ToJsonString())
            .NodeAsync();
        Assert.NotEmpty(commitment["log"]!.AsArray());
        string key = (await administrator.PostAsync("keys", "{'use':'Emblem','algorithm':'Ed25519','custody':'File'}")
            .NodeAsync(HttpStatusCode.Created))
            .Id();
        Assert.Equal(
            "Current",
            (await administrator.PostAsync($"keys/{key}/endorse", "{'purposes':['protective']}").NodeAsync())["endorsement"]!["state"]!
                .GetValue<string>());

        string asset = (await officer.PostAsync("assets", "{'name':'www.society.example','purposes':['protective'],'lifetimeSeconds':7200}")
            .NodeAsync(HttpStatusCode.Created))
            .Id();
        string ids = $"{{'ids':['{asset}']}}";
        await officer.PostAsync("assets/mark", ids).ProblemAsync("not-declared");
        await officer.PostAsync("assets/declare", ids).NodeAsync();
        Assert.Contains(
            "_adem-control.www.society.example",
            await officer.PostAsync("assets/mark", ids).ProblemAsync("control-not-proven"),
            StringComparison.Ordinal);
        await scene.Store.ChangeAsync("test", async c => (await c.Database.Assets.SingleAsync()).ProveControl(c.Now), default);
        await officer.PostAsync("assets/mark", ids).NodeAsync();
        await scene.IssueEmblems.RunAsync(default);

        JsonNode emblem = (await officer.GetNodeAsync($"emblems?asset={asset}"))["items"]![0]!;
        // It begins ten minutes before it is issued, and lasts its two hours from there (decisions.md, 33).
        Assert.Equal(
            scene.Clock.Now.AddMinutes(-10).AddHours(2),
            DateTimeOffset.Parse(emblem["expires"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture));
        JsonNode status = await officer.GetNodeAsync("status");
        Assert.Equal((1, 0), (status["assets"]!["marked"]!.GetValue<int>(), status["emblemsDue"]!.GetValue<int>()));
        Assert.Equal(emblem["expires"]!.GetValue<string>(), status["nextExpiry"]!.GetValue<string>());

        await administrator.PostAsync($"keys/{key}/retire", "{}").ProblemAsync("wrong-state");
        await officer.PostAsync("assets/withdraw", ids).NodeAsync();
        Assert.Equal("Withdrawn", (await officer.GetNodeAsync($"assets/{asset}"))["state"]!.GetValue<string>());
        JsonNode compromise = await officer.PostAsync($"keys/{key}/compromise", "{'reason':'stolen'}").NodeAsync(HttpStatusCode.Accepted);
        Assert.Equal("Declared", (await officer.GetNodeAsync($"compromises/{compromise.Id()}"))["step"]!.GetValue<string>());
        Assert.Equal("olga", (await administrator.GetNodeAsync("journal?limit=1000"))["items"]!.AsArray()
            .Last(e => e!["action"]!.GetValue<string>() == "compromise.declared")!["actor"]!.GetValue<string>());
    }

    [Fact]
    public async Task RootKeyOnAnotherMachine_SignsWhatIsCarriedThere()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient administrator = await service.ClientAsync(AccessRoles.Administrator);
        SigningKey elsewhere = SigningKey.Generate(SignatureAlgorithm.ES384);
        var publicKey = new JsonObject { ["use"] = "Root", ["custody"] = "Offline", ["publicKey"] = elsewhere.PublicKey.ToPem() };

        await administrator.PostAsync("keys", "{'use':'Root','custody':'Offline','algorithm':'ES384'}").ProblemAsync("malformed");
        await administrator.PostAsync("keys", publicKey.ToJsonString().Replace("Root", "Emblem", StringComparison.Ordinal))
            .ProblemAsync("malformed");
        string root = (await administrator.PostAsync("keys", publicKey.ToJsonString()).NodeAsync(HttpStatusCode.Created)).Id();
        await administrator.PostAsync("keys", publicKey.ToJsonString()).ProblemAsync("already-there");
        string request =
            (await administrator.PostAsync($"keys/{root}/commitment/request", "{}").NodeAsync())["requestPem"]!.GetValue<string>();
        await administrator.PostAsync(
            $"keys/{root}/commitment", new JsonObject { ["chainPem"] = scene.Trust.Certify(request) }.ToJsonString())
            .NodeAsync();
        string key = (await administrator.PostAsync("keys", "{'use':'Emblem','algorithm':'Ed25519','custody':'File'}")
            .NodeAsync(HttpStatusCode.Created))
            .Id();

        JsonNode asked = await administrator.PostAsync($"keys/{key}/endorse", "{'purposes':['protective']}")
            .NodeAsync(HttpStatusCode.Accepted);
        string signing = asked["signing"]!.Id();
        byte[] file = await administrator.GetByteArrayAsync($"signings/{signing}/file");
        byte[] answer = SigningRequest.Read(file).Answer(elsewhere).ToBytes();
        byte[] forged = SigningRequest.Create(
            scene.Organization, TestKeys.Of(SignatureAlgorithm.ES384).PublicKey, SigningRequest.Read(file).Items, scene.Clock.Now)
            .Answer(TestKeys.Of(SignatureAlgorithm.ES384)).ToBytes();

        await administrator.PostFileAsync($"signings/{signing}/answer", forged).ProblemAsync("not-verified");
        await administrator.PostFileAsync($"signings/{signing}/answer", file).ProblemAsync("malformed");
        Assert.NotNull((await administrator.PostFileAsync($"signings/{signing}/answer", answer).NodeAsync())["answeredAt"]);
        await administrator.PostFileAsync($"signings/{signing}/answer", answer).ProblemAsync("wrong-state");
        Assert.Equal("Active", (await administrator.GetNodeAsync($"keys/{key}"))["state"]!.GetValue<string>());
        Assert.Empty((await administrator.GetNodeAsync("signings?open=true"))["items"]!.AsArray());
    }

    [Fact]
    public async Task Lists_AreReadByParts_EachThingOnce()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        await officer.PostCsvAsync(
            "name,purposes\n" + string.Concat(Enumerable.Range(0, 250).Select(i => $"host{i}.society.example,protective\n")))
            .NodeAsync();

        var names = new List<string>();
        string? next = null;
        int parts = 0;
        do
        {
            JsonNode page = await officer.GetNodeAsync($"assets?limit=100{(next is null ? "" : "&after=" + next)}");
            names.AddRange(page["items"]!.AsArray().Select(a => a!["name"]!.GetValue<string>()));
            next = page["next"]?.GetValue<string>();
            parts++;
        }
        while (next is not null);

        Assert.Equal((3, 250, 250), (parts, names.Count, names.Distinct().Count()));
        Assert.Equal(11, (await officer.GetNodeAsync("assets?name=HOST24&state=Listed"))["items"]!.AsArray().Count);
        Assert.Empty((await officer.GetNodeAsync("assets?state=Marked"))["items"]!.AsArray());
        await officer.GetAsync("assets?name=%25").ProblemAsync("malformed");

        HttpClient auditor = await service.ClientAsync(AccessRoles.Auditor);
        JsonNode journal = await auditor.GetNodeAsync("journal?after=10&limit=5");
        Assert.Equal(Enumerable.Range(11, 5), journal["items"]!.AsArray().Select(e => e!["sequence"]!.GetValue<int>()));
        Assert.Equal(15, journal["next"]!.GetValue<int>());
        JsonNode head = await auditor.GetNodeAsync("journal/head");
        JsonNode last = await auditor.GetNodeAsync($"journal?after={head["sequence"]!.GetValue<long>() - 1}");
        Assert.Equal(head["hash"]!.GetValue<string>(), last["items"]![0]!["hash"]!.GetValue<string>());
    }

    [Fact]
    public async Task Targets_NeedAKeyThatTheSettingsName_AndAServerThatTheyAllow()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient administrator = await service.ClientAsync(AccessRoles.Administrator);

        await administrator.PostAsync(
            "targets", "{'kind':'DnsUpdate','zone':'society.example','server':'127.0.0.1:53','tsigKey':'none','ttlSeconds':300}")
            .ProblemAsync("malformed");
        await administrator.PostAsync("targets", "{'kind':'DnsUpdate','zone':'society.example','ttlSeconds':300}")
            .ProblemAsync("malformed");
        await administrator.PostAsync("targets", "{'kind':'ByHand','zone':'society.example','ttlSeconds':1}").ProblemAsync("malformed");
        await administrator.PostAsync("targets", "{'kind':'ByHand','zone':'society.example','ttlSeconds':300}")
            .NodeAsync(HttpStatusCode.Created);
        await administrator.PostAsync("targets", "{'kind':'ByHand','zone':'society.example','ttlSeconds':300}")
            .ProblemAsync("already-there");
        Assert.Equal(1, await scene.ReadAsync(d => d.Journal.CountAsync(e => e.Action == "target.created")));

        // Neither another machine nor updates without a key, unless the settings list the server; in the same words for all addresses.
        foreach (string server in (string[])["127.0.0.1:53", "192.0.2.1:53", "[2001:db8::1]:22"])
        {
            string detail = await administrator.PostAsync(
                "targets", $"{{'kind':'DnsUpdate','zone':'society.example','server':'{server}','ttlSeconds':300}}")
                .ProblemAsync("malformed");
            Assert.StartsWith("The service's settings do not allow", detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Target_IsGivenUp_ByWhoSawIt()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient administrator = await service.ClientAsync(AccessRoles.Administrator);
        JsonNode target = await administrator.PostAsync("targets", "{'kind':'ByHand','zone':'society.example','ttlSeconds':300}")
            .NodeAsync(HttpStatusCode.Created);
        string url = $"targets/{target["id"]}";
        string tag = (await administrator.GetAsync(url)).Headers.ETag!.Tag;

        Assert.Equal(HttpStatusCode.PreconditionRequired, (await administrator.DeleteAsync(url)).StatusCode);
        using var delete = new HttpRequestMessage(HttpMethod.Delete, url) { Headers = { { "If-Match", tag } } };
        Assert.Equal(HttpStatusCode.NoContent, (await administrator.SendAsync(delete)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await administrator.GetAsync(url)).StatusCode);
    }

    [Fact]
    public async Task TenThousandAssets_AreWithdrawnByOneCall_AndNotOneMore()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        await scene.ManyMarkedAsync([.. Enumerable.Range(0, 10_000).Select(i => $"host{i}.society.example")]);
        List<Guid> ids = await scene.ReadAsync(d => d.Assets.Select(a => a.Id).ToListAsync());
        static string Body(IEnumerable<Guid> ids) =>
            new StringBuilder("{'ids':[").AppendJoin(',', ids.Select(i => $"'{i}'")).Append("]}").ToString();

        await officer.PostAsync("assets/withdraw", Body([.. ids, Guid.CreateVersion7()])).ProblemAsync("malformed");
        await officer.PostAsync("assets/withdraw", "{'ids':[]}").ProblemAsync("malformed");
        await officer.PostAsync("assets/withdraw", Body([.. ids.Take(5), Guid.CreateVersion7()])).ProblemAsync("not-found");
        Assert.Equal(
            10_000,
            (await officer.PostAsync("assets/withdraw", Body([.. ids, .. ids.Take(10)])).NodeAsync(HttpStatusCode.Accepted))["total"]!
                .GetValue<int>());
        var errands = new CarryOutErrands(scene.Store);
        while (await errands.RunAsync(default) > 0)
        {
        }

        Assert.Equal(10_000, await scene.ReadAsync(d => d.Assets.CountAsync(a => a.State == AssetState.Withdrawn)));
    }
}

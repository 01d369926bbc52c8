using System.Net;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Journal;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// API keys, limits, and what is written of those who are turned away. When these fail, a lost key goes on working, or nobody sees that
/// someone tries.
/// </summary>
[Trait("Category", "Servers")]
public class AccessApiTests
{
    [Fact]
    public async Task Key_IsShownOnce_AndOnlyItsHashIsKept()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient administrator = await service.ClientAsync(AccessRoles.Administrator);

        JsonNode given = await administrator.PostAsync(
            "access", "{'name':'anna','roles':['Officer','Approver'],'expiresAt':'2026-12-01T00:00:00+02:00'}")
            .NodeAsync(HttpStatusCode.Created);
        string secret = given["key"]!.GetValue<string>();
        string list = await administrator.GetStringAsync("access");

        Assert.Matches("^issuer_[A-Za-z0-9_-]{43}$", secret);
        Assert.Equal("2026-11-30T22:00:00Z", given["access"]!["expiresAt"]!.GetValue<string>());
        Assert.DoesNotContain(secret, list, StringComparison.Ordinal);
        Assert.DoesNotContain("hash", list, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(secret, await administrator.GetStringAsync("journal?limit=1000"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await service.Client(secret).GetAsync("status")).StatusCode);
    }

    [Fact]
    public async Task KeyThatIsRevoked_IsOfNoUseAtOnce_AndSoIsOneThatExpired()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient administrator = await service.ClientAsync(AccessRoles.Administrator);
        JsonNode anna = await administrator.PostAsync("access", "{'name':'anna','roles':['Officer']}").NodeAsync(HttpStatusCode.Created);
        HttpClient ben = service.Client(
            (await service.GiveAccess.RunAsync("operator", "ben", AccessRoles.Officer, scene.Clock.Now.AddHours(1), default)).Secret);
        HttpClient client = service.Client(anna["key"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("status")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await ben.GetAsync("status")).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await administrator.DeleteAsync("access/" + anna["access"]!.Id())).StatusCode);
        scene.Clock.Now += TimeSpan.FromHours(1);

        await client.GetAsync("status").ProblemAsync("unauthenticated");
        await ben.GetAsync("status").ProblemAsync("unauthenticated");
        await administrator.DeleteAsync("access/" + anna["access"]!.Id()).ProblemAsync("wrong-state");
        await service.Denials.WriteAsync(default);
        string[] who =
            [.. (await DeniedAsync(scene)).Select(d => $"{d["who"]!.GetValue<string>()} ({d["why"]!.GetValue<string>()})").Order()];
        Assert.Equal(["anna (key revoked)", "ben (key expired)"], who);
    }

    [Fact]
    public async Task DeniedCalls_AreInTheJournal_InOneLine_HoweverManyThereAre()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient auditor = await service.ClientAsync(AccessRoles.Auditor, "auditor");
        HttpClient none = service.Client("issuer_guess");
        long before = await scene.ReadAsync(d => d.Heads.Select(h => h.Sequence).SingleAsync());

        for (int i = 0; i < 200; i++)
        {
            await none.GetAsync($"assets?name=secret{i}");
            await none.GetAsync($"nothing/{i}");
            await auditor.PostAsync($"keys/01890000-0000-7000-8000-0000000000{i % 90 + 10}/compromise", "{}");
        }

        await service.Denials.WriteAsync(default);
        await service.Denials.WriteAsync(default);

        JsonNode[] denied = await DeniedAsync(scene);
        Assert.Equal(before + 1, await scene.ReadAsync(d => d.Heads.Select(h => h.Sequence).SingleAsync()));
        Assert.Equal(
            [
                ("", "GET /api/v1/assets/", 401, 200L),
                ("", "none", 401, 200L),
                ("auditor", "POST /api/v1/keys/{id:guid}/compromise", 403, 200L)],
            denied.Select(d =>
                (d["who"]!.GetValue<string>(), d["call"]!.GetValue<string>(), d["status"]!.GetValue<int>(), d["count"]!.GetValue<long>()))
                .Order());
        Assert.DoesNotContain(
            await scene.ReadAsync(d => d.Journal.Select(e => e.Details).ToListAsync()),
            d => d.Contains("guess", StringComparison.Ordinal) || d.Contains("secret1", StringComparison.Ordinal));
        Assert.InRange(service.Logged.Count(l => l.Contains("are denied with", StringComparison.Ordinal)), 3, 3);
    }

    [Fact]
    public async Task NoiseOfStrangers_HidesNobodyWhoIsKnown_AndFillsNothing()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        for (int i = 0; i < 500; i++)
        {
            service.Denials.Note(null, $"route {i}", 401);
        }

        service.Denials.Note("anna", "GET /api/v1/access", 403);
        await service.Denials.WriteAsync(default);

        Assert.Contains(await DeniedAsync(scene), d => d["who"]!.GetValue<string>() == "anna");
        string line = await scene.ReadAsync(d => d.Journal.Where(e => e.Action == "access.denied").Select(e => e.Details).SingleAsync());
        Assert.InRange(line.Length, 100, 8000);
        Assert.Equal(468, JsonNode.Parse(line)!["others"]!.GetValue<long>());
    }

    [Fact]
    public async Task TooManyCalls_AreTurnedAway_AndNobodyElseIs()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(
            scene, o => (o.Access.Limits.PerMinute, o.Access.Limits.UnknownPerMinute) = (10, 5));
        HttpClient anna = await service.ClientAsync(AccessRoles.Auditor, "anna");
        HttpClient ben = await service.ClientAsync(AccessRoles.Auditor, "ben");
        HttpClient none = service.Client("issuer_guess");

        HttpResponseMessage[] known = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => anna.GetAsync("status")));
        HttpResponseMessage[] unknown = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => none.GetAsync("status")));

        Assert.Contains(known, a => a.StatusCode == HttpStatusCode.OK);
        HttpResponseMessage last = known.Last(a => a.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.True(last.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        await last.ProblemAsync("too-many-requests");
        Assert.Contains(unknown, a => a.StatusCode == HttpStatusCode.Unauthorized);
        await unknown.Last(a => a.StatusCode == HttpStatusCode.TooManyRequests).ProblemAsync("too-many-requests");
        Assert.Equal(HttpStatusCode.OK, (await ben.GetAsync("status")).StatusCode);
    }

    [Fact]
    public async Task Secrets_AreInNoProblem_AndInNoLogLine()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        string secret = (await service.GiveAccess.RunAsync("operator", "anna", AccessRoles.Administrator, null, default)).Secret;
        HttpClient anna = service.Client(secret);
        const string Planted = "planted-secret-0123456789";

        foreach (HttpResponseMessage answer in new[]
        {
            await anna.GetAsync("status"),
            await anna.PostAsync("access", $"{{'name':'x','roles':['Officer'],'{Planted}':1}}"),
            await anna.PostAsync("access", $"{{'name':'{Planted}!','roles':['Officer']}}"),
            await anna.PostAsync(
                "targets",
                $"{{'kind':'DnsUpdate','zone':'society.example','server':'127.0.0.1:53','tsigKey':'{Planted}','ttlSeconds':300}}"),
            await anna.PostAsync(
                "keys",
                $"{{'use':'Root','custody':'Offline','publicKey':'-----BEGIN PRIVATE KEY-----\\n{Planted}\\n-----END PRIVATE KEY-----'}}"),
            await anna.PostAsync("keys", $"{{'use':'Root','custody':'File','algorithm':'{Planted}'}}"),
            await service.Client(secret + "x").GetAsync("status"),
            await service.Client("issuer_" + Planted).GetAsync("status"),
        })
        {
            string text = await answer.Content.ReadAsStringAsync();
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
            Assert.DoesNotContain(
                "0123456789",
                answer.RequestMessage!.RequestUri!.AbsolutePath.EndsWith("/access", StringComparison.Ordinal) ? "" : text,
                StringComparison.Ordinal);
        }

        // At the level that is on by default. (At Debug, the server tells connections.)
        Assert.DoesNotContain(
            service.Logged, l => l.Contains(secret, StringComparison.Ordinal) || l.Contains(secret[7..], StringComparison.Ordinal));
        Assert.DoesNotContain(
            service.Logged, l => !l.StartsWith("Debug", StringComparison.Ordinal) && l.Contains(Planted, StringComparison.Ordinal));
        Assert.DoesNotContain(
            secret,
            new AccessGivenView(AccessView.Of(await scene.ReadAsync(d => d.ApiKeys.SingleAsync())), secret).ToString(),
            StringComparison.Ordinal);
    }

    private static async Task<JsonNode[]> DeniedAsync(IssuerScene scene) =>
        [.. (await NamesInLines.ReadAsync(scene, e => e.Action == "access.denied", e => e.Details))
            .SelectMany(t => JsonNode.Parse(t)!["calls"]!.AsArray()).Select(n => n!)];
}

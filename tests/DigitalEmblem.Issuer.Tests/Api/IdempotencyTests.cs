using System.Net;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// The same call twice. When these fail, a client that lost an answer does something a second time, or a secret is kept where it should not
/// be.
/// </summary>
[Trait("Category", "Servers")]
public class IdempotencyTests
{
    private const string Asset = "{'name':'www.society.example','purposes':['protective']}";

    [Fact]
    public async Task SameCallTwice_IsCarriedOutOnce_AndAnsweredAlike()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);

        HttpResponseMessage first = await officer.PostAsync("assets", Asset, "one");
        HttpResponseMessage second = await officer.PostAsync("assets", Asset, "one");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.StatusCode, second.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal((first.Headers.ETag, first.Headers.Location), (second.Headers.ETag, second.Headers.Location));
        Assert.Equal(first.Content.Headers.ContentType, second.Content.Headers.ContentType);
        Assert.False(first.Headers.Contains(IdempotentCalls.ReplayedHeader));
        Assert.Equal("true", Assert.Single(second.Headers.GetValues(IdempotentCalls.ReplayedHeader)));
        Assert.Equal(1, await scene.ReadAsync(d => d.Journal.CountAsync(e => e.Action == "asset.listed")));
    }

    [Fact]
    public async Task SameKeyForAnotherCall_IsRefused()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        await officer.PostAsync("assets", Asset, "one").NodeAsync(HttpStatusCode.Created);

        await officer.PostAsync("assets", "{'name':'other.society.example','purposes':['protective']}", "one")
            .ProblemAsync("idempotency-reused");
        await officer.PostAsync("assets/mark", Asset, "one").ProblemAsync("idempotency-reused");
        await officer.PostAsync("assets?x=1", Asset, "one").ProblemAsync("idempotency-reused");

        // Another's key of the same name is another key; so is one that the domain refuses.
        await (await service.ClientAsync(AccessRoles.Officer, "another")).PostAsync("assets", Asset, "one").ProblemAsync("already-there");
    }

    [Fact]
    public async Task ManyAtOnce_AreCarriedOutOnce()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);

        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => officer.PostAsync("assets", Asset, "one")));

        Assert.All(answers, a => Assert.True(a.StatusCode is HttpStatusCode.Created or HttpStatusCode.Conflict, a.StatusCode.ToString()));
        foreach (HttpResponseMessage unfinished in answers.Where(a => a.StatusCode == HttpStatusCode.Conflict))
        {
            await unfinished.ProblemAsync("idempotency-unfinished");
        }

        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Created && !a.Headers.Contains(IdempotentCalls.ReplayedHeader));
        Assert.Equal(1, await scene.ReadAsync(d => d.Journal.CountAsync(e => e.Action == "asset.listed")));
    }

    [Fact]
    public async Task CallThatWasRefused_MayBeMadeAgain_WithTheSameKey()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        Asset asset = await scene.ListedAsync("www.society.example");
        string body = $"{{'ids':['{asset.Id}']}}";

        await officer.PostAsync("assets/withdraw", body, "one").ProblemAsync("wrong-state");
        await scene.MarkAssets.RunAsync(IssuerScene.Officer, [asset.Id], default);

        await officer.PostAsync("assets/withdraw", body, "one").NodeAsync();
        await officer.PostAsync("assets/withdraw", body, "one").NodeAsync();
        await officer.PostAsync("assets/withdraw", body).ProblemAsync("wrong-state");
    }

    [Fact]
    public async Task CallWhoseProcessDied_SaysThatItsEndIsNotKnown_ForADay()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        await officer.PostAsync("assets", Asset, "one").NodeAsync(HttpStatusCode.Created);
        await scene.Store.ChangeAsync(
            "test",
            c => c.Database.Calls.ExecuteUpdateAsync(s => s.SetProperty(x => x.Status, (int?)null).SetProperty(x => x.Body, (byte[]?)null)),
            default);

        Assert.Contains(
            "Look whether it was done",
            await officer.PostAsync("assets", Asset, "one").ProblemAsync("idempotency-unfinished"),
            StringComparison.Ordinal);

        scene.Clock.Now += TimeSpan.FromHours(25);
        await officer.PostAsync("assets", Asset, "one").ProblemAsync("already-there");
    }

    [Fact]
    public async Task AnswerWithASecret_IsNotKept_AndNotGivenAgain()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient administrator = await service.ClientAsync(AccessRoles.Administrator);

        string secret = (await administrator.PostAsync("access", "{'name':'anna','roles':['Officer']}", "one")
            .NodeAsync(HttpStatusCode.Created))["key"]!.GetValue<string>();
        string detail = await administrator.PostAsync("access", "{'name':'anna','roles':['Officer']}", "one")
            .ProblemAsync("idempotency-secret");

        Assert.DoesNotContain(ApiKeySecret.Prefix, detail, StringComparison.Ordinal);
        Assert.Equal(1, await scene.ReadAsync(d => d.ApiKeys.CountAsync(k => k.Person.Handle == "anna")));
        Assert.Null(await scene.ReadAsync(d => d.Calls.Select(c => c.Body).SingleAsync()));
        Assert.Equal(HttpStatusCode.OK, (await service.Client(secret).GetAsync("status")).StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("ü")]
    public async Task KeyOfAnotherForm_IsRefused(string key)
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        string token = (await service.GiveAccess.RunAsync("operator", "officer", AccessRoles.Officer, null, default)).Secret;

        (int status, string answer) = await service.SendRawAsync(
            $"POST /api/v1/assets HTTP/1.1\nHost: 127.0.0.1\nAuthorization: Bearer TOKEN\nIdempotency-Key: {key}\n"
                + $"Content-Type: application/json\nContent-Length: {Asset.Length}\nConnection: close\n\n{Asset.Replace('\'', '"')}",
            token);

        Assert.True(status == 400, answer);
    }
}

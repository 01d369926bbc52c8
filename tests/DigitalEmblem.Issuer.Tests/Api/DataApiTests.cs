using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Verifier;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// Data by the API. When these fail, a request tells more of the data than their root, or those who hold data cannot tell a sign that is
/// late from one that was withdrawn.
/// </summary>
[Trait("Category", "Servers")]
public class DataApiTests(SharedService shared) : IClassFixture<SharedService>
{
    private static readonly DataRoot Root = DataRoot.FromBytes([.. Enumerable.Repeat((byte)7, DataRoot.Length)]);

    [Fact]
    public async Task Trial_IsAnsweredOrRefusedAsTheCallWouldBe_AndChangesNothing()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        string path = $"data/{Root}", body = $"{{'root':'{Root}','purposes':['protective']}}";

        await officer.PostAsync("data?dryRun=true", body).NodeAsync();
        await officer.GetAsync(path).ProblemAsync("not-found");
        await officer.PostAsync("data", body).NodeAsync(HttpStatusCode.Created);
        string before = (await officer.GetAsync(path)).Headers.ETag!.ToString();
        long lines = await scene.ReadAsync(d => d.Heads.Select(h => h.Sequence).SingleAsync());
        await officer.PostAsync($"{path}/mark?dryRun=true", "{}").ProblemAsync("not-declared");
        JsonNode declared = await officer.PostAsync($"{path}/declare?dryRun=true", "{}").NodeAsync();
        await officer.PostAsync($"{path}/withdraw?dryRun=true", "{}", ifMatch: "\"01890000000070008000000000000000\"")
            .ProblemAsync("precondition-failed");
        await officer.PostAsync("data?dryRun=true", body.Replace("protective", "indicative", StringComparison.Ordinal))
            .ProblemAsync("already-there");

        Assert.NotNull(declared["declaredUntil"]);
        Assert.Equal(before, (await officer.GetAsync(path)).Headers.ETag!.ToString());
        Assert.Equal(lines, await scene.ReadAsync(d => d.Heads.Select(h => h.Sequence).SingleAsync()));
        await officer.PostAsync($"{path}/declare", "{}").NodeAsync();
        Assert.Equal("Marked", (await officer.PostAsync($"{path}/mark?dryRun=true", "{}").NodeAsync())["state"]!.GetValue<string>());
        Assert.Equal("Listed", (await officer.GetNodeAsync(path))["state"]!.GetValue<string>());
    }

    [Fact]
    public async Task Data_FromTheRequestToTheWithdrawal()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        string path = $"data/{Root}", body = $"{{'root':'{Root}','purposes':['protective'],'lifetimeSeconds':7200,'label':'patients'}}";

        string seen = (await officer.PostAsync("data", body).NodeAsync(HttpStatusCode.Created))["state"]!.GetValue<string>();
        Assert.Equal("Listed", seen);
        await officer.PostAsync("data", body).NodeAsync(HttpStatusCode.OK);
        await officer.PostAsync("data", body.Replace("protective", "indicative", StringComparison.Ordinal)).ProblemAsync("already-there");
        await officer.PostAsync($"{path}/mark", "{}").ProblemAsync("not-declared");
        await officer.GetAsync($"{path}/sign").ProblemAsync("not-found");
        await officer.PostAsync($"{path}/declare", "{}").NodeAsync();
        HttpResponseMessage shown = await officer.GetAsync(path);
        await officer.PostAsync($"{path}/mark", "{}", ifMatch: "\"01890000000070008000000000000000\"").ProblemAsync("precondition-failed");
        await officer.PostAsync($"{path}/mark", "{}", ifMatch: shown.Headers.ETag!.ToString()).NodeAsync();
        Assert.Contains(
            "not issued yet", await officer.GetAsync($"{path}/sign").ProblemAsync("not-found"), StringComparison.Ordinal);
        await scene.IssueEmblems.RunAsync(default);

        HttpResponseMessage answer = await officer.GetAsync($"{path}/sign");
        byte[] bundle = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal((HttpStatusCode.OK, TokenBundle.MediaType), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        DataSign sign = DataSign.Read(bundle);
        Assert.Equal(Root, sign.Root);
        Assert.Equal(
            VerdictOutcome.Marked,
            sign.Verify(TrustPolicy.Default, HeldEvidence.AssumeCommittedUnsafe, scene.Clock.Now).Outcome);
        Assert.DoesNotContain("patients", System.Text.Encoding.Latin1.GetString(bundle), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotModified, (await AskAgainAsync(officer, $"{path}/sign", answer.Headers.ETag!)).StatusCode);

        var withdrawn = await officer.PostAsync($"{path}/withdraw", "{}").NodeAsync();
        Assert.Equal("Withdrawn", withdrawn["data"]!["state"]!.GetValue<string>());
        Assert.Equal(sign.Claims.Validity.Expires, withdrawn["copiesValidUntil"]!.GetValue<DateTimeOffset>());
        Assert.Contains("cannot be called back", withdrawn["note"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains(
            "stays valid until", await (await AskAgainAsync(officer, $"{path}/sign", answer.Headers.ETag!)).ProblemAsync("withdrawn"),
            StringComparison.Ordinal);
        Assert.Empty((await officer.GetNodeAsync("data?state=Marked"))["items"]!.AsArray());
        Assert.Equal(1, (await officer.GetNodeAsync("status"))["data"]!["withdrawn"]!.GetValue<int>());
    }

    /// <summary>Whatever else is sent of the data is refused, so that no client comes to send it.</summary>
    [Theory]
    [InlineData("{'root':'ROOT','purposes':['protective'],'path':'/srv/patients'}")]
    [InlineData("{'root':'ROOT','purposes':['protective'],'manifest':'…'}")]
    [InlineData("{'root':'ROOT','purposes':['protective'],'name':'patients.db'}")]
    [InlineData("{'root':'/srv/patients','purposes':['protective']}")]
    [InlineData("{'root':'ROOTROOT','purposes':['protective']}")]
    [InlineData("{'root':'ROOT','purposes':[]}")]
    [InlineData("{'root':'ROOT','purposes':['protective'],'label':'two\\nlines'}")]
    [InlineData("{'root':'ROOT','purposes':['protective'],'lifetimeSeconds':60}")]
    [InlineData("{'purposes':['protective']}")]
    public async Task RequestWithAnythingElse_IsRefused(string body)
    {
        HttpClient officer = await shared.ClientAsync(AccessRoles.Officer);

        await officer.PostAsync("data", body.Replace("ROOT", Root.ToString(), StringComparison.Ordinal)).ProblemAsync("malformed");
    }

    private static Task<HttpResponseMessage> AskAgainAsync(HttpClient client, string path, EntityTagHeaderValue seen)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(seen);
        return client.SendAsync(request);
    }
}

using System.Net;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Tests.Api;
using DigitalEmblem.Issuer.Tests.Web;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Assets;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Risks;

/// <summary>
/// The note before a name is marked. When these fail, a name with a risk is marked unread, or a withdrawal or a renewal waits for a
/// resolver.
/// </summary>
[Trait("Category", "Servers")]
public sealed class AcknowledgedRisksTests(RiskServer server) : IClassFixture<RiskServer>
{
    [Fact]
    public async Task FirstMarking_IsRefusedUntilItsRisksAreAcknowledged_AndTheSecondAsksForWhatIsNew()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene, Asking);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer, "otto");
        Asset asset = await scene.ListedAsync("cdn.society.example"), good = await scene.ListedAsync("good.society.example");
        string ids = $"'ids':['{asset.Id}','{good.Id}']";

        JsonNode risks = await officer.GetNodeAsync($"assets/{asset.Id}/risks");
        Assert.Equal(("Cdn", "d111.cloudfront.net"), ($"{risks["open"]![0]}", $"{risks["risks"]![0]!["facts"]![0]}"));
        JsonNode tried = await officer.PostAsync("assets/mark?dryRun=true", $"{{{ids}}}").NodeAsync();
        Assert.Equal("/problems/open-risks", Assert.Single(tried["refused"]!.AsArray())!["problem"]!.GetValue<string>());
        foreach (string body in new[] { $"{{{ids}}}", $"{{{ids},'acknowledgedRisks':['OutsideZone','LookAlike']}}" })
        {
            JsonNode refused = await RefusedAsync(officer, body);
            Assert.Equal("Cdn", Assert.Single(refused["open"]!.AsArray())!.GetValue<string>());
            Assert.Equal("cdn.society.example", Assert.Single(refused["names"]!.AsArray())!["name"]!.GetValue<string>());
        }

        await officer.PostAsync("assets/mark", $"{{{ids},'acknowledgedRisks':['Typo']}}").ProblemAsync("malformed");
        Assert.Equal((0, 0), await CountAsync(scene));
        await officer.PostAsync("assets/mark", $"{{{ids},'acknowledgedRisks':['Cdn']}}").NodeAsync();

        Assert.Equal((2, 1), await CountAsync(scene));
        Assert.Equal(RiskKinds.Cdn, (await scene.AssetAsync("cdn.society.example")).AcknowledgedRisks);
        Assert.Null((await scene.AssetAsync("good.society.example")).AcknowledgedRisks);
        JournalEntry line = await scene.ReadAsync(d => d.Journal.SingleAsync(j => j.Action == "asset.risksAcknowledged"));
        Assert.Equal("cdn.society.example", line.Subject);
        Assert.Contains("\"risks\":[\"Cdn\"]", line.Details, StringComparison.Ordinal);
        // What was acknowledged is not asked again.
        await officer.PostAsync("assets/withdraw", $"{{'ids':['{asset.Id}']}}").NodeAsync();
        await officer.PostAsync("assets/mark", $"{{'ids':['{asset.Id}']}}").NodeAsync();
        await officer.PostAsync("assets/withdraw", $"{{'ids':['{asset.Id}']}}").NodeAsync();
        await scene.AddAsset.RunAsync("otto", DomainName.Parse("twin.society.example"), Purposes.Protective, null, default);
        JsonNode isNew = await RefusedAsync(officer, $"{{'ids':['{asset.Id}']}}");
        Assert.Equal("SharedAddress", Assert.Single(isNew["open"]!.AsArray())!.GetValue<string>());
        await officer.PostAsync("assets/mark", $"{{'ids':['{asset.Id}'],'acknowledgedRisks':['SharedAddress']}}").NodeAsync();
        Assert.Equal(RiskKinds.Cdn | RiskKinds.SharedAddress, (await scene.AssetAsync("cdn.society.example")).AcknowledgedRisks);
        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
    }

    /// <summary>When this fails, an emblem cannot be taken back, or runs out, while a resolver is silent.</summary>
    [Fact]
    public async Task WithdrawalAndRenewal_WaitForNoResolver()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        int questions = 0;
        using var silent = new HostileServer((_, _) =>
        {
            Interlocked.Increment(ref questions);
            return [];
        });
        await using ApiService service = await ApiService.StartAsync(scene, o =>
        {
            o.Marking.RiskNote = true;
            o.Publishing.Resolver = silent.EndPoint.ToString();
        });
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        Asset asset = await scene.MarkedAsync("www.society.example");
        string ids = $"{{'ids':['{asset.Id}']}}";

        await officer.PostAsync("assets/renew", ids).NodeAsync();
        await service.Act<IssueEmblems>().RunAsync(default);
        Assert.NotNull((await scene.AssetAsync("www.society.example")).EmblemId);
        await officer.PostAsync("assets/withdraw", ids).NodeAsync();

        Assert.Equal(AssetState.Withdrawn, (await scene.AssetAsync("www.society.example")).State);
        Assert.Equal(0, questions);
    }

    [Fact]
    public async Task WhatCouldNotBeMarkedAnyway_IsRefusedForThat_AndNothingIsAcknowledged()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene, Asking);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        Asset asset = await scene.AddAsset.RunAsync(
            "otto", DomainName.Parse("cdn.society.example"), Purposes.Protective, null, default);

        await officer.PostAsync("assets/mark", $"{{'ids':['{asset.Id}'],'acknowledgedRisks':['Cdn']}}").ProblemAsync("not-declared");

        Assert.Equal((0, 0), await CountAsync(scene));
    }

    [Fact]
    public async Task WithoutTheSetting_NamesAreMarkedAsBefore_AndRisksAreShownOnRequest()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene, o =>
        {
            Asking(o);
            o.Marking.RiskNote = false;
        });
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        Asset asset = await scene.ListedAsync("cdn.society.example");

        Assert.Equal("Cdn", $"{(await officer.GetNodeAsync($"assets/{asset.Id}/risks"))["open"]![0]}");
        await officer.PostAsync("assets/mark", $"{{'ids':['{asset.Id}']}}").NodeAsync();

        Assert.Equal((1, 0), await CountAsync(scene));
        await officer.GetAsync($"assets/{asset.Id}/risks").ProblemAsync("too-many-requests");
    }

    /// <summary>When this fails, a list that becomes an errand is a way around the note.</summary>
    [Fact]
    public async Task ErrandThatMarks_IsNotBegunUntilTheRisksAreAcknowledged()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene, Asking);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        await scene.ImportAssets.RunAsync(
            IssuerScene.Officer,
            [
                .. Enumerable.Range(1, Errand.AtOnce).Select(i => $"n{i}.society.example").Append("cdn.society.example")
                    .Select((n, i) => new AssetRow(i + 1, DomainName.Parse(n), Purposes.Protective, null)),
            ],
            default);
        await scene.Store.ChangeAsync(
            IssuerScene.Officer,
            async change => (await change.Database.Assets.ToListAsync()).ForEach(a =>
            {
                a.Declare(IssuerScene.Officer, change.Now);
                a.ProveControl(change.Now);
            }),
            default);
        string ids = string.Join(',', await scene.ReadAsync(d => d.Assets.Select(a => $"'{a.Id}'").ToListAsync()));

        await officer.PostAsync("assets/mark", $"{{'ids':[{ids}]}}").ProblemAsync("open-risks");
        Assert.Equal(0, await scene.ReadAsync(d => d.Errands.CountAsync()));
        await officer.PostAsync("assets/mark", $"{{'ids':[{ids}],'acknowledgedRisks':['Cdn']}}").NodeAsync(HttpStatusCode.Accepted);

        Assert.Equal(1, await scene.ReadAsync(d => d.Errands.CountAsync()));
    }

    [Fact]
    public async Task Proposal_NeedsThemToo_AndShowsTheSecondOfficerWhatWasAcknowledged()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene, o =>
        {
            Asking(o);
            o.Marking.FourEyes = true;
        });
        HttpClient anna = await service.ClientAsync(AccessRoles.Officer, "anna"), ben = await service.ClientAsync(
            AccessRoles.Officer, "ben");
        Asset asset = await scene.ListedAsync("www.sociey.example");

        await anna.PostAsync("assets/mark", $"{{'ids':['{asset.Id}'],'acknowledgedRisks':['LookAlike']}}").ProblemAsync("open-risks");
        JsonNode proposal = await anna.PostAsync(
            "assets/mark", $"{{'ids':['{asset.Id}'],'acknowledgedRisks':['LookAlike','OutsideZone']}}").NodeAsync(HttpStatusCode.Accepted);

        JsonNode shown = await ben.GetNodeAsync($"mark-proposals/{proposal["id"]}");
        Assert.Equal(
            ["OutsideZone", "LookAlike"], shown["names"]![0]!["acknowledgedRisks"]!.AsArray().Select(r => r!.GetValue<string>()));
        await ben.PostAsync($"mark-proposals/{proposal["id"]}/confirm", "{}").NodeAsync();
        Assert.Equal((1, 1), await CountAsync(scene));
    }

    [Fact]
    public async Task Page_ShowsTheRisks_AndMarksAfterTheTick()
    {
        await using WebService web = await WebService.StartAsync(Asking);
        Asset asset = await web.Scene.ListedAsync("hostile.society.example");
        await web.EnterAsync("otto", AccessRoles.Officer);
        string path = $"/assets/{asset.Id}";
        Dictionary<string, string> form = new()
        {
            ["seen"] = (await web.Scene.AssetAsync("hostile.society.example")).DecisionVersion.ToString(),
        };
        Assert.DoesNotContain("Read this before", await web.ShownAsync(path), StringComparison.Ordinal);

        string page = await web.RefusedAsync(HttpStatusCode.Conflict, path, form, "Mark");
        Assert.Contains("Read this before you mark", page, StringComparison.Ordinal);
        Assert.Contains("shop.example", page, StringComparison.Ordinal);
        Assert.Contains("value=\"SharedAddress\"", page, StringComparison.Ordinal);
        form["risks"] = nameof(RiskKinds.SharedAddress);
        await web.RefusedAsync(HttpStatusCode.Conflict, path, form, "Mark");
        form["read"] = "yes";
        await web.DoneAsync(path, form, "Mark");

        Assert.Equal((1, 1), await CountAsync(web.Scene));
        Assert.StartsWith("otto ", await web.LastLineAsync("asset.risksAcknowledged"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PageOfSeveralNames_ShowsTheRisks_AndTheProposalShowsWhatWasRead()
    {
        await using WebService web = await WebService.StartAsync(o =>
        {
            Asking(o);
            o.Marking.FourEyes = true;
        });
        Asset cdn = await web.Scene.ListedAsync("cdn.society.example"), good = await web.Scene.ListedAsync("good.society.example");
        await web.EnterAsync("otto", AccessRoles.Officer);
        string path = $"/assets/confirm?act=mark&id={cdn.Id}&id={good.Id}";
        string seen = (await web.ShownAsync(path)).Split("name=\"seen\" value=\"")[1].Split('"')[0];
        Dictionary<string, string> form = new() { ["seen"] = seen };

        string page = await web.RefusedAsync(HttpStatusCode.Conflict, path, form);
        Assert.Contains("content delivery network", page, StringComparison.Ordinal);
        Assert.Contains("d111.cloudfront.net", page, StringComparison.Ordinal);
        string proposal = await web.DoneAsync(path, new(form) { ["risks"] = "Cdn", ["read"] = "yes" });

        await web.EachReadsAsync(proposal, "content delivery network");
    }

    private static async Task<JsonNode> RefusedAsync(HttpClient officer, string body)
    {
        JsonNode problem = await officer.PostAsync("assets/mark", body).NodeAsync(HttpStatusCode.Conflict);
        Assert.Equal("/problems/open-risks", problem["type"]!.GetValue<string>());
        return problem;
    }

    private static Task<(int Marked, int Lines)> CountAsync(IssuerScene scene) => scene.ReadAsync(async d => (
        await d.Assets.CountAsync(a => a.State == AssetState.Marked),
        await d.Journal.CountAsync(j => j.Action == "asset.risksAcknowledged")));

    private void Asking(IssuerOptions options)
    {
        options.Marking.RiskNote = true;
        options.Publishing.Resolver = server.EndPoint.ToString();
    }
}

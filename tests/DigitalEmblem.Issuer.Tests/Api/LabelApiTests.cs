using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Assets;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// Labels by which programs find assets. When these fail, a program does not find its names again, or a label has emblems issued anew.
/// </summary>
[Trait("Category", "Servers")]
public class LabelApiTests
{
    private const string Path = "assets/by-name/www.society.example";

    [Fact]
    public async Task Labels_AreSetByEachWay_AndLeftByCallsThatDoNotStateThem()
    {
        await using IssuerScene scene = await StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);

        JsonNode made = await officer.PutAsync(Path, "{'purposes':['protective'],'labels':{'site':'geneva','app/kept-by':'cmdb'}}", null)
            .NodeAsync(HttpStatusCode.Created);
        JsonNode left = await officer.PutAsync(Path, "{'purposes':['indicative']}", "*").NodeAsync();
        JsonNode set = await officer.PutAsync($"assets/{made.Id()}/labels", "{'labels':{'site':'bern'}}", "*").NodeAsync();
        JsonNode none = await officer.PutAsync(Path, "{'purposes':['indicative'],'labels':{}}", "*").NodeAsync();
        JsonNode posted = await officer.PostAsync(
            "assets", "{'name':'a.society.example','purposes':['protective'],'labels':{'site':''}}").NodeAsync(HttpStatusCode.Created);

        Assert.Equal("""{"app/kept-by":"cmdb","site":"geneva"}""", made["labels"]!.ToJsonString());
        Assert.Equal(made["labels"]!.ToJsonString(), left["labels"]!.ToJsonString());
        Assert.Equal("""{"site":"bern"}""", set["labels"]!.ToJsonString());
        Assert.Equal("{}", none["labels"]!.ToJsonString());
        Assert.Equal("""{"site":""}""", posted["labels"]!.ToJsonString());
        Assert.Equal(2, await scene.ReadAsync(d => d.Journal.CountAsync(e => e.Action == "asset.labelled")));
        Assert.Equal(["site="], await scene.ReadAsync(d => d.LabelledAssets.Select(l => l.Label).ToListAsync()));
    }

    [Theory]
    [InlineData("{'Site':'x'}")]
    [InlineData("{'-site':'x'}")]
    [InlineData("{'':'x'}")]
    [InlineData("{'site':'planted value'}")]
    [InlineData("{'site':'planted-'}")]
    [InlineData("{'site':'plantéd'}")]
    [InlineData("{'site':'plantedplantedplantedplantedplantedplantedplantedplantedplantedplanted'}")]
    [InlineData("{'a':'','b':'','c':'','d':'','e':'','f':'','g':'','h':'','i':'','j':'','k':'','l':'','m':'','n':'','o':'','p':'','q':''}")]
    public async Task Label_OfAnotherForm_IsRefused(string labels)
    {
        await using IssuerScene scene = await StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);

        HttpResponseMessage answer = await officer.PutAsync(Path, $"{{'purposes':['protective'],'labels':{labels}}}", null);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain("plant", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_IsNarrowedByAllLabelsThatAreGiven()
    {
        await using IssuerScene scene = await StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        byte[] table = Encoding.UTF8.GetBytes(
            "name,purposes,labels\na.society.example,protective,site=bern tier=1\nb.society.example,protective,site=bern\n"
                + "c.society.example,protective,\n");
        using var file = new ByteArrayContent(table) { Headers = { { "Content-Type", AssetCsv.MediaType } } };
        await (await officer.PostAsync(new Uri("assets/import?dryRun=false", UriKind.Relative), file)).NodeAsync();

        async Task<(string[] Names, int Matching)> ListAsync(string query)
        {
            JsonNode list = await officer.GetNodeAsync($"assets?{query}");
            return ([.. list["items"]!.AsArray().Select(i => i!["name"]!.GetValue<string>())], list["matching"]!.GetValue<int>());
        }

        Assert.Equivalent((new[] { "a.society.example", "b.society.example" }, 2), await ListAsync("label=site%3Dbern"));
        Assert.Equivalent((new[] { "a.society.example" }, 1), await ListAsync("label=site%3Dbern&label=tier=1&sort=EmblemEnd"));
        Assert.Equivalent((Array.Empty<string>(), 0), await ListAsync("label=site=zug"));
        await officer.GetAsync("assets?label=site").ProblemAsync("malformed");
    }

    /// <summary>A file that is downloaded goes back in as it was.</summary>
    [Fact]
    public void List_ReadAgain_HasTheSameLabels()
    {
        Asset asset = NewAsset.Make(
            DomainName.Parse("www.society.example"), Purposes.Protective, null, TestTrust.Now, AssetLabels.Parse("b=2 a=1"));

        (IReadOnlyList<AssetRow> rows, IReadOnlyList<RowFault> faults) = AssetCsv.Read(AssetCsvWriter.Write([asset]));

        Assert.Empty(faults);
        Assert.Equal("a=1 b=2", Assert.Single(rows).Labels?.ToString());
    }

    [Fact]
    public async Task OtherLabels_ChangeTheETag_AndHaveNoEmblemIssued()
    {
        await using IssuerScene scene = await ReadyAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        Asset marked = await scene.MarkedAsync("www.society.example");
        await scene.IssueEmblems.RunAsync(default);
        DateTimeOffset? due = (await scene.AssetAsync("www.society.example")).RenewAt;
        string before = (await officer.GetAsync($"assets/{marked.Id}")).Headers.ETag!.ToString();

        HttpResponseMessage labelled = await officer.PutAsync($"assets/{marked.Id}/labels", "{'labels':{'site':'bern'}}", before);
        await officer.PutAsync($"assets/{marked.Id}/labels", "{'labels':{'site':'zug'}}", before).ProblemAsync("precondition-failed");
        JsonNode again = await officer.PutAsync(Path, "{'purposes':['protective'],'labels':{'site':'zug'}}", "*").NodeAsync();
        await scene.IssueEmblems.RunAsync(default);

        Assert.NotEqual(before, labelled.Headers.ETag!.ToString());
        Assert.Equal("zug", again["labels"]!["site"]!.GetValue<string>());
        Assert.Equal(due, (await scene.AssetAsync("www.society.example")).RenewAt);
        Assert.Equal(1, await scene.ReadAsync(d => d.Emblems.CountAsync()));
    }

    private protected virtual Task<IssuerScene> StartAsync() => IssuerScene.StartAsync();

    private protected virtual Task<IssuerScene> ReadyAsync() => IssuerScene.ReadyAsync();
}

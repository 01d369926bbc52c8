using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Errands;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Api;

/// <summary>
/// Lists of assets from spreadsheets. When these fail, a list is taken by half, a fault is told for another line, or a file keeps the
/// service busy.
/// </summary>
[Trait("Category", "Servers")]
public class ImportTests
{
    [Fact]
    public async Task GoodList_IsTaken_AndLookedThroughFirst()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        const string Table = "\uFEFFName,Purposes,Lifetime-Hours\r\nwww.society.example,protective,48\r\n\r\n"
            + "\"dam.society.example\",dangerous-forces+civil-defence,\r\n mail.society.example , protective indicative ,\r\n";

        JsonNode looked = await officer.PostCsvAsync(Table, dryRun: true).NodeAsync();
        Assert.Equal((3, 0, 0), (looked["rows"]!.GetValue<int>(), looked["taken"]!.GetValue<int>(), looked["faults"]!.AsArray().Count));
        Assert.Equal(0, await scene.ReadAsync(d => d.Assets.CountAsync()));

        Assert.Equal(3, (await officer.PostCsvAsync(Table).NodeAsync())["taken"]!.GetValue<int>());
        Asset dam = await scene.AssetAsync("dam.society.example");
        Assert.Equal(Purposes.DangerousForces | Purposes.CivilDefence, dam.Purposes);
        Assert.Equal(TimeSpan.FromHours(48), (await scene.AssetAsync("www.society.example")).Lifetime);
        Assert.Equal(Purposes.Protective | Purposes.Indicative, (await scene.AssetAsync("mail.society.example")).Purposes);
    }

    [Fact]
    public async Task ListWithFaults_IsTakenNotAtAll_AndEachLineIsNamed()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        await scene.AddAsset.RunAsync("anna", DomainName.Parse("there.society.example"), Purposes.Protective, null, default);
        const string Table = """
            name,purposes,lifetime-hours
            good.society.example,protective,24
            no name,protective,24
            =HYPERLINK("http://evil.example"),protective,24
            +1.society.example,protective,24
            @SUM(A1),protective,24
            www.society.example,everything,24
            www2.society.example,,24
            www3.society.example,protective,a day
            www4.society.example,protective,0
            www5.society.example,protective,-1
            www6.society.example,protective,100000
            www7.society.example,protective,1000
            www8.society.example,protective
            www9.society.example,protective,24,more
            there.society.example,protective,24
            good.society.example,protective,24
            _dmarc.society.example,protective,24
            """;

        foreach (bool dryRun in new[] { true, false })
        {
            HttpResponseMessage answer = await officer.PostCsvAsync(Table, dryRun);
            JsonNode said = await answer.NodeAsync(dryRun ? HttpStatusCode.OK : HttpStatusCode.UnprocessableEntity);
            Assert.Equal(Enumerable.Range(3, 16), said["faults"]!.AsArray().Select(f => f!["line"]!.GetValue<int>()));
        }

        Assert.Equal(1, await scene.ReadAsync(d => d.Assets.CountAsync()));
    }

    [Fact]
    public async Task LongList_IsTakenAsAnErrand_AndItsProgressIsTold()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);
        string table = "name,purposes\n"
            + string.Concat(Enumerable.Range(0, Errand.AtOnce + 1).Select(i => $"host{i}.society.example,protective\n"));
        Assert.Equal(0, (await officer.PostCsvAsync(table, dryRun: true).NodeAsync())["taken"]!.GetValue<int>());

        HttpResponseMessage answer = await officer.PostCsvAsync(table);
        JsonNode taken = await answer.NodeAsync(HttpStatusCode.Accepted);
        Assert.Equal($"/api/v1/errands/{taken.Id()}", answer.Headers.Location!.ToString());
        Assert.Equal(0, await scene.ReadAsync(d => d.Assets.CountAsync()));
        await new CarryOutErrands(scene.Store).RunAsync(default);
        JsonNode half = (await officer.GetAsync($"errands/{taken.Id()}").NodeAsync())["errand"]!;
        Assert.Equal(("Open", Errand.AtOnce + 1), (half["state"]!.GetValue<string>(), half["total"]!.GetValue<int>()));
        Assert.Equal(await scene.ReadAsync(d => d.Assets.CountAsync()), half["done"]!.GetValue<int>());

        await officer.PostAsync($"errands/{taken.Id()}/cancel", "{}").NodeAsync();
        await officer.PostAsync($"errands/{taken.Id()}/cancel", "{}").ProblemAsync("wrong-state");
        Assert.Single((await officer.GetAsync("errands").NodeAsync())["items"]!.AsArray());

        // What is on the list by now is told by line, as of a short list.
        JsonNode again = await (await officer.PostCsvAsync(table)).NodeAsync(HttpStatusCode.UnprocessableEntity);
        Assert.Equal(half["done"]!.GetValue<int>(), again["faults"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("www.society.example,protective,24\n")]
    [InlineData("name|purposes|lifetime-hours\nwww.society.example|protective|24\n")]
    [InlineData("name;purposes;lifetime-hours\nwww.society.example,protective,24\n")]
    [InlineData("name,purposes,name\nwww.society.example,protective,other.society.example\n")]
    [InlineData("name,purposes,state\nwww.society.example,protective,Marked\n")]
    [InlineData("name,purposes\nwww.society.example,\"protective\n")]
    [InlineData("name,purposes\n\"www.society.example\"x,protective\n")]
    public async Task TableOfAnotherForm_IsRefused(string table)
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);

        await (await service.ClientAsync(AccessRoles.Officer)).PostCsvAsync(table).ProblemAsync("import-faults");

        Assert.Equal(0, await scene.ReadAsync(d => d.Assets.CountAsync()));
    }

    public static TheoryData<string> Bombs => new(
        "name,purposes\n\"" + new string('a', 7 << 20),
        "name,purposes\n" + new string(',', 7 << 20),
        "name,purposes\n" + new string('\n', 7 << 20),
        "name,purposes\n" + string.Concat(Enumerable.Repeat("a\n", 3 << 20)),
        "name,purposes\n" + string.Concat(Enumerable.Repeat("\"\"", 3 << 20)),
        "name,purposes\n" + string.Concat(Enumerable.Repeat("\"a\nb\",protective\n", 300_000)),
        string.Concat(Enumerable.Repeat("name,purposes,", 500_000)),
        "name,purposes\n" + string.Concat(Enumerable.Range(0, AssetCsv.MaxRows + 1).Select(i => $"h{i}.society.example,protective\n")));

    /// <summary>Each is read to where it breaks a rule and not further, in one answer that is small.</summary>
    [Theory]
    [MemberData(nameof(Bombs), DisableDiscoveryEnumeration = true)]
    public void Bomb_IsReadWithinItsBounds(string table)
    {
        (IReadOnlyList<AssetRow> rows, IReadOnlyList<RowFault> faults) = AssetCsv.Read(Encoding.UTF8.GetBytes(table));

        Assert.True(rows.Count + faults.Count <= AssetCsv.MaxRows + 2);
        Assert.True(faults.Count > 0 || rows.Count == 0);
        Assert.All(faults.Take(1000), f => Assert.InRange(f.Fault.ToString().Length, 1, 600));
    }

    [Fact]
    public async Task BombOverHttp_IsAnsweredWithAFewFaults()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer);

        HttpResponseMessage answer = await officer.PostCsvAsync(
            "name,purposes\n" + string.Concat(Enumerable.Repeat("a b,protective\n", 400_000)), dryRun: true);

        JsonNode said = await answer.NodeAsync();
        Assert.Equal(AssetCsv.MaxFaults, said["faults"]!.AsArray().Count);
        Assert.InRange(answer.Content.Headers.ContentLength ?? (await answer.Content.ReadAsByteArrayAsync()).Length, 1, 1 << 20);
    }
}

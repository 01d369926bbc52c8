using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Assets;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>
/// How SQLite reads the list of assets. When these fail, a page sorts or reads all rows, and takes seconds where there are 100,000 names.
/// </summary>
public class ListPlanTests
{
    public static TheoryData<string> Queries => [.. All.Keys];

    private static Dictionary<string, AssetQuery> All { get; } = new()
    {
        ["all"] = new AssetQuery(),
        ["state"] = new AssetQuery { State = AssetState.Marked },
        ["part of a name"] = new AssetQuery { Part = "host" },
        ["zone"] = new AssetQuery { Zone = DomainName.Parse("society.example") },
        ["label"] = new AssetQuery { Labels = AssetLabels.Parse("site=bern") },
        ["seen"] = new AssetQuery { Seen = SeenByWorld.No, State = AssetState.Marked },
        ["alerts"] = new AssetQuery { HasAlert = true },
        ["declaration"] = new AssetQuery { DeclaredUntilBefore = TestTrust.Now },
        ["behind"] = new AssetQuery { After = new AssetCursor(null, DomainName.Parse("www.society.example")) },
        ["by end"] = new AssetQuery { Sort = AssetSort.EmblemEnd, State = AssetState.Marked },
        ["by end, before"] = new AssetQuery
        {
            Sort = AssetSort.EmblemEnd,
            Before = new AssetCursor(TestTrust.Now, DomainName.Parse("www.society.example")),
        },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Page_IsReadFromOneIndex_InItsOrder(string query)
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using IssuerContext d = scene.Contexts.Open();
        AssetQuery asked = All[query];
        string index = asked.Sort == AssetSort.Name ? AssetIndexes.ByName : AssetIndexes.ByEnd;

        foreach (IQueryable<Asset> part in AssetOrder.Parts(d.AssetsBy(index).Matching(asked, d.LabelledAssets), asked))
        {
            string plan = await PlanAsync(d, part.Select(a => a.Id).Take(51));
            Assert.Contains($"COVERING INDEX {index}", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task CountsOfAll_AreReadFromOneIndex_InItsOrder()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using IssuerContext d = scene.Contexts.Open();

        string plan = await PlanAsync(
            d,
            d.AssetsBy(AssetIndexes.Counts).GroupBy(a => new { a.World, a.State }).Select(g => new { g.Key.State, Count = g.Count() }));

        Assert.Contains($"COVERING INDEX {AssetIndexes.Counts}", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    /// <summary>What is due is found by its time: by the state it would read nearly all rows, each second.</summary>
    [Fact]
    public async Task DueEmblems_AreFoundByTheirTime()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using IssuerContext d = scene.Contexts.Open();

        string plan = await PlanAsync(
            d, d.Assets.Where(a => a.State == AssetState.Marked && a.RenewAt <= TestTrust.Now).Select(a => a.Id).Take(1));

        Assert.Contains("IX_assets_RenewAt", plan, StringComparison.Ordinal);
    }

    private static async Task<string> PlanAsync<T>(IssuerContext d, IQueryable<T> query)
    {
        await d.Database.OpenConnectionAsync();
        await using var command = (SqliteCommand)query.CreateDbCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {command.CommandText}";
        await using SqliteDataReader reader = await command.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await reader.ReadAsync())
        {
            plan.Add(reader.GetString(3));
        }

        return string.Join("\n", plan);
    }
}

using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>Assets that can get no emblem. When this fails, the journal fills the disk a year after a bulk declaration.</summary>
public class NotIssuedTests
{
    [Fact]
    public async Task YearAfterABulkDeclaration_WritesOneLineABatch_AndAnotherOnlyForAnotherReason()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.ManyMarkedAsync([.. Enumerable.Range(0, 101).Select(i => $"host{i}.society.example")]);
        scene.Clock.Now += Asset.DeclarationHolds + TimeSpan.FromDays(1);
        await TryAsync(scene);
        await scene.EndorseKey.RunAsync(
            "administrator", (await scene.InUseAsync(KeyUse.Emblem)).Id, Purposes.Protective | Purposes.Indicative, default);
        await TryAsync(scene);

        List<JournalEntry> lines = await scene.ReadAsync(d => d.Journal.Where(e => e.Action == "emblems.notIssued").ToListAsync());
        Assert.Equal(2, lines.Count);
        JsonNode reason = Assert.Single(JsonNode.Parse(lines[^1].Details)!["reasons"]!.AsArray())!;
        Assert.Contains("declares it anew", reason["why"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal((101, 100), (reason["count"]!.GetValue<int>(), reason["assets"]!.AsArray().Count));
        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
    }

    private static async Task TryAsync(IssuerScene scene)
    {
        for (int i = 0; i < 5; i++, scene.Clock.Now += TimeSpan.FromMinutes(1))
        {
            await scene.IssueEmblems.RunAsync(default);
        }
    }
}

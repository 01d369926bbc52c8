using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Commands;
using DigitalEmblem.Issuer.Drill;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>
/// <c>issuer drill</c>. When this fails, people practise something else than what will happen, or a compromise does not end as it should.
/// </summary>
[Trait("Category", "Servers")]
public class DrillTests
{
    [Fact]
    public async Task Drill_EndsAsItShould_AndLeavesNothing()
    {
        string[] before = Folders();
        List<DrillStep> told = [];

        DrillReport report = await DrillCommand.RunAsync(
            step =>
            {
                told.Add(step);
                return Task.CompletedTask;
            },
            default);

        Assert.Empty(report.Steps.SelectMany(s => s.Faults));
        Assert.Equal(report.Steps, told);
        Assert.Equal(2, report.Steps.Count(s => s.Call?.Contains("emblem data attach", StringComparison.Ordinal) == true));
        Assert.Equal(
            [0, 40, 0],
            report.Unmarked.OrderBy(u => u.Key == "www.society.example" ? 0 : u.Key == "mail.society.example" ? 1 : 2)
                .Select(u => u.Value.TotalMinutes));
        JsonNode json = JsonNode.Parse(report.Json())!;
        Assert.True(json["endedAsItShould"]!.GetValue<bool>());
        Assert.Contains(json["steps"]!.AsArray(), s => s!["seen"]!.AsArray().Any(n => n!["restsOnLostKey"]!.GetValue<bool>()));
        Assert.Contains("It ended as it should.", report.Summary(), StringComparison.Ordinal);
        Assert.Equal(before, Folders());
    }

    private static string[] Folders() => Directory.GetDirectories(Path.GetTempPath(), "emblem-issuer-drill-*");
}

using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Commands;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Errands;
using DigitalEmblem.Issuer.Work.People;
using DigitalEmblem.Issuer.Work.Reporting;
using DigitalEmblem.Texts;
using Microsoft.Data.Sqlite;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>The report in numbers. When these fail, the organization gives a wrong account, or one that points at a person.</summary>
[Trait("Category", "Servers")]
[Collection(IssuerPostgres.Collection)]
public class ReportTests(IssuerPostgres server)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Numbers_AreThoseOfWhatWasDone(bool isPostgres)
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync(connection: isPostgres ? server.NewDatabase() : null);
        DateTimeOffset begin = scene.Clock.Now;
        Asset one = await scene.MarkedAsync("one.society.example"), two = await scene.MarkedAsync("two.society.example");
        await scene.MarkedAsync("stays.society.example");
        await scene.ListedAsync("listed.society.example");
        await new GiveAccess(scene.Store).RunAsync("operator", "otto", AccessRoles.Officer | AccessRoles.Auditor, null, default);
        await new GiveAccess(scene.Store).RunAsync("operator", "ada", AccessRoles.Administrator, null, default);
        scene.Clock.Now += TimeSpan.FromDays(40);
        await scene.WithdrawAssets.RunAsync(IssuerScene.Officer, [one.Id], default);
        await SayAsync(scene, "assets.withdrawn", "an errand", new JsonObject
        {
            ["assets"] = new JsonArray(new JsonObject { ["name"] = two.Name.ToString() }),
        });
        scene.Clock.Now += TimeSpan.FromSeconds(30);
        await SayAsync(scene, "emblems.removed", "1 names", new JsonObject { ["names"] = new JsonArray("one.society.example") });
        await RaiseAsync(scene, AlertKind.Altered);
        await SayAsync(scene, "application.approved", "https://other.example", []);

        ServiceReport report = await new FindReport(scene.Store, scene.Clock)
            .RunAsync(begin, scene.Clock.Now + TimeSpan.FromSeconds(1), default);

        Assert.Equal((1, 2, 1), (report.Names["Listed"], report.Names["Marked"], report.Names["Withdrawn"]));
        Assert.Equal(2, report.MarkedFor["protective"]);
        Assert.Equal([(3, 0), (0, 2)], report.Months.Select(m => (m.Marked, m.Withdrawn)));
        Assert.Equal(new WithdrawalTimes(1, 1, 30, 30), report.Withdrawals);
        Assert.Equal(
            (1, 1, 1, 0), (report.PeopleByRole["Administrator"], report.PeopleByRole["Officer"], report.PeopleByRole["Auditor"],
                report.PeopleByRole["Approver"]));
        Assert.Equal("fewer than 3", report.FourEyes["approvals of applications"].ToString());

        // Access was given twice, which alerts tell.
        Assert.Equal(
            ("1", "fewer than 3", "0"),
            ($"{report.Alerts["Altered"]}", $"{report.Alerts["AccessChanged"]}", $"{report.Alerts["KeySuspended"]}"));
        Assert.Equal("0", report.FourEyes["confirmations of compromises"].ToString());
    }

    [Fact]
    public async Task Command_PrintsTextAndJson_NamesNobody_AndRefusesAShortSpan()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.MarkedAsync("www.society.example");
        await new GiveAccess(scene.Store).RunAsync("operator", "otto", AccessRoles.Officer, null, default);
        SqliteConnection.ClearAllPools();

        (int code, string text, _) = await RunAsync(scene, "--from", "2026-01-01", "--to", "2027-01-01");
        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("Names now: Listed 0, Marked 1, Withdrawn 0", text, StringComparison.Ordinal);
        Assert.Contains("Officer 1", text, StringComparison.Ordinal);
        (code, string json, _) = await RunAsync(scene, "--from", "2026-01-01", "--to", "2027-01-01", "--json");
        Assert.Equal(ExitCode.Done, code);
        Assert.Equal(1, (int)JsonNode.Parse(json)!["names"]!["Marked"]!);
        Assert.All((string[])[text, json], t => Assert.DoesNotContain("otto", t, StringComparison.Ordinal));
        Assert.All((string[])[text, json], t => Assert.DoesNotContain("society.example", t, StringComparison.Ordinal));
        (code, _, string error) = await RunAsync(scene, "--from", "2026-11-01", "--to", "2026-11-20");
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("could point at a person", error, StringComparison.Ordinal);
    }

    /// <summary>The words that the report reads, against those that acts write.</summary>
    [Fact]
    public void WordsOfTheJournal_AreThoseOfTheActs()
    {
        Assert.Equal("asset.marked assets.marked", $"{AssetActs.Mark.Action} {AssetActs.Mark.ActionOfMany}");
        Assert.Equal("asset.withdrawn assets.withdrawn", $"{AssetActs.Withdraw.Action} {AssetActs.Withdraw.ActionOfMany}");
    }

    private static Task RaiseAsync(IssuerScene scene, AlertKind kind) => scene.Store.ChangeAsync(
        "service",
        change =>
        {
            change.Database.Add(Alert.Raise(kind, "otto", Sentence.Of($"otto"), null, change.Now));
            change.Journal("test", "x");
            return Task.CompletedTask;
        },
        default);

    private static Task SayAsync(IssuerScene scene, string action, string subject, JsonObject details) => scene.Store.ChangeAsync(
        "service",
        change =>
        {
            change.Journal(action, subject, details.DeepClone().AsObject());
            return Task.CompletedTask;
        },
        default);

    private static Task<(int Code, string Output, string Error)> RunAsync(IssuerScene scene, params string[] words) =>
        IssuerRun.RunAsync(scene.Folder, null, ["report", .. words, $"--Database:Connection={scene.Connection}"]);
}

using System.Text.RegularExpressions;
using Xunit;

namespace DigitalEmblem.EndToEnd.Tests.Discovery.LogClients;

/// <summary>
/// Logs that lie. If one fails, an emblem counts for an organization that never committed to its key, or a real commitment is called
/// refuted because someone on the way wished so (decisions.md, 18).
/// </summary>
public partial class LyingLogTests
{
    private static readonly Lie[] All = [.. HeadLies.All, .. V1Lies.All, .. StaticLies.All, .. CertificateLies.All, .. TransportLies.All];

    public static TheoryData<LogKind, string> Table
    {
        get
        {
            var table = new TheoryData<LogKind, string>();
            foreach (Lie lie in All)
            {
                foreach (LogKind kind in Enum.GetValues<LogKind>().Where(k => lie.Only is null || lie.Only == k))
                {
                    table.Add(kind, lie.Name);
                }
            }

            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Ask_LogThatLies_HasTheTrueOutcomeAndRecovers(LogKind kind, string name)
    {
        Lie lie = All.Single(l => l.Name == name && (l.Only is null || l.Only == kind));
        await using LogScene scene = await LogScene.StartAsync(kind, names: lie.Names);
        using var questioner = new Questioner(scene, lie.Options, scene.Cache);
        if (lie.HonestBefore)
        {
            EntryEvidence before = await questioner.AskAsync();
            Assert.True(before.Outcome == CommitmentOutcome.Proven, before.Reason);
        }

        lie.Tell(scene);
        foreach (CommitmentEntry entry in lie.Entries?.Invoke(scene) ?? [scene.Entry])
        {
            EntryEvidence evidence = await questioner.AskAsync(entry);
            Assert.True(evidence.Outcome == lie.Outcome, $"{evidence.Outcome}: {evidence.Reason}");
            Assert.Contains(lie.Because, evidence.Reason, StringComparison.Ordinal);
        }

        scene.Lie((_, honest) => honest);
        scene.Serving = scene.Log;
        scene.Log.Publish();
        scene.Log.Publish();
        // The hasty one might not wait for an honest log on a slow machine.
        using Questioner? patient = lie.Options == Questioner.Hasty ? new Questioner(scene, cache: scene.Cache) : null;
        EntryEvidence after = await (patient ?? questioner).AskAsync();
        CommitmentOutcome truth = lie.Lasting ? CommitmentOutcome.Unavailable
            : lie.Names is null || lie.Outcome == CommitmentOutcome.Proven ? CommitmentOutcome.Proven
            : CommitmentOutcome.Refuted;
        Assert.True(after.Outcome == truth, $"afterwards {after.Outcome}: {after.Reason}");
        Assert.All(scene.Host.Requests, r => Assert.Matches(kind == LogKind.Static ? StaticRequest() : V1Request(), r));
    }

    /// <summary>A lie that stands twice in the table, or under no kind of log, would be told once or never.</summary>
    [Fact]
    public void Table_EachLie_StandsThereOnce()
    {
        Assert.Equal(Table.Count, Table.Select(row => ((LogKind)row[0], (string)row[1])).Distinct().Count());
        Assert.All(All, l => Assert.True(l.Outcome == CommitmentOutcome.Proven || l.Because.Length > 0, l.Name));
    }

    [GeneratedRegex(@"^/ct/v1/(get-sth|get-sth-consistency\?first=\d+&second=\d+|get-proof-by-hash\?hash=[A-Za-z0-9%]+&tree_size=\d+|"
        + @"get-entries\?start=(\d+)&end=\2)$")]
    private static partial Regex V1Request();

    // Nothing here but tiles: no request can name the leaf.
    [GeneratedRegex(@"^/(checkpoint|tile/(data|[0-5])/(x\d{3}/)*\d{3}(\.p/\d{1,3})?|issuer/[0-9a-f]{64})$")]
    private static partial Regex StaticRequest();
}

using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Journal;

/// <summary>
/// A journal that someone changes behind the service's back. When these fail, an emblem that nobody decided on leaves no trace.
/// </summary>
public class JournalAuditTests
{
    [Fact]
    public async Task UntouchedJournal_HasNoFault_AndTheHeadOfTheDatabase()
    {
        await using IssuerScene scene = await FilledAsync();

        JournalAuditResult audit = await AuditAsync(scene);

        Assert.Empty(audit.Faults);
        JournalHead head = await scene.ReadAsync(d => d.Heads.SingleAsync());
        Assert.Equal((head.Sequence, Convert.ToHexString(head.Hash)), (audit.Entries, Convert.ToHexString(audit.Head)));
    }

    [Theory]
    [InlineData("UPDATE journal SET \"Actor\" = 'someone else' WHERE \"Sequence\" = 3")]
    [InlineData("UPDATE journal SET \"Action\" = 'asset.withdrawn' WHERE \"Sequence\" = 3")]
    [InlineData("UPDATE journal SET \"Subject\" = 'www.other.example' WHERE \"Sequence\" = 3")]
    [InlineData("UPDATE journal SET \"Details\" = '{}' WHERE \"Sequence\" = (SELECT max(\"Sequence\") FROM journal WHERE "
        + "\"Action\" = 'emblems.issued')")]
    [InlineData("UPDATE journal SET \"At\" = (SELECT \"At\" FROM journal WHERE \"Sequence\" = 4) - 36000000000 WHERE \"Sequence\" = 3")]
    [InlineData("UPDATE journal SET \"Hash\" = (SELECT \"Hash\" FROM journal WHERE \"Sequence\" = 4) WHERE \"Sequence\" = 3")]
    public async Task ChangedLine_IsFound(string sql)
    {
        await using IssuerScene scene = await FilledAsync();
        await TamperAsync(scene, sql);

        Assert.Contains((await AuditAsync(scene)).Faults, f => f.Contains("not as it was written", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LineThatIsNoJsonAnyMore_IsAFault_AndNoCrash()
    {
        await using IssuerScene scene = await FilledAsync();
        await TamperAsync(scene, "UPDATE journal SET \"Details\" = 'nonsense' WHERE \"Sequence\" = 3");
        await TamperAsync(
            scene, "UPDATE journal SET \"Details\" = '{\"emblems\": [1, {\"sha256\": 2}], \"sha256\": []}' WHERE \"Sequence\" = 4");
        await TamperAsync(scene, "UPDATE journal SET \"Details\" = '[]' WHERE \"Sequence\" = 5");

        Assert.True((await AuditAsync(scene)).Faults.Count(f => f.Contains("not as it was written", StringComparison.Ordinal)) >= 3);
    }

    [Fact]
    public async Task LineRemovedInTheMiddle_IsFound()
    {
        await using IssuerScene scene = await FilledAsync();
        await TamperAsync(scene, "DELETE FROM journal WHERE \"Sequence\" = 3");

        Assert.Contains((await AuditAsync(scene)).Faults, f => f.Contains("lines were taken out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LineRemovedAtTheBeginning_IsFound()
    {
        await using IssuerScene scene = await FilledAsync();
        await TamperAsync(scene, "DELETE FROM journal WHERE \"Sequence\" = 1");

        Assert.Contains((await AuditAsync(scene)).Faults, f => f.Contains("lines were taken out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RemovedAndRenumbered_IsFound()
    {
        await using IssuerScene scene = await FilledAsync();
        await TamperAsync(scene, "DELETE FROM journal WHERE \"Sequence\" = 3");
        await TamperAsync(scene, "UPDATE journal SET \"Sequence\" = -(\"Sequence\" - 1) WHERE \"Sequence\" > 3");
        await TamperAsync(scene, "UPDATE journal SET \"Sequence\" = -\"Sequence\" WHERE \"Sequence\" < 0");
        await TamperAsync(scene, "UPDATE journal_head SET \"Sequence\" = \"Sequence\" - 1");

        Assert.Contains((await AuditAsync(scene)).Faults, f => f.Contains("not as it was written", StringComparison.Ordinal));
    }

    [Fact]
    public async Task CutAtTheEnd_IsFound()
    {
        await using IssuerScene scene = await FilledAsync();
        await TamperAsync(scene, "DELETE FROM journal WHERE \"Sequence\" = (SELECT max(\"Sequence\") FROM journal)");

        Assert.Contains((await AuditAsync(scene)).Faults, f => f.Contains("at the end were taken out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AllOfItRemoved_IsFound()
    {
        await using IssuerScene scene = await FilledAsync();
        await TamperAsync(scene, "DELETE FROM journal");

        Assert.NotEmpty((await AuditAsync(scene)).Faults);
    }

    [Fact]
    public async Task CutAtTheEndWithItsHead_IsFoundByTheRowsItTold_AndByAKeptHead()
    {
        await using IssuerScene scene = await FilledAsync();
        JournalAuditResult whole = await AuditAsync(scene);
        await TamperAsync(
            scene, "DELETE FROM journal WHERE \"Sequence\" >= (SELECT min(\"Sequence\") FROM journal WHERE \"Action\" = 'emblems.issued')");
        await TamperAsync(
            scene,
            "UPDATE journal_head SET \"Sequence\" = (SELECT max(\"Sequence\") FROM journal), \"Hash\" = (SELECT \"Hash\" FROM journal "
                + "ORDER BY \"Sequence\" DESC LIMIT 1)");

        Assert.Contains(
            (await AuditAsync(scene)).Faults,
            f => f.StartsWith("emblems ", StringComparison.Ordinal) && f.Contains("no line of the journal made", StringComparison.Ordinal));
        Assert.Contains(
            (await AuditAsync(scene, (whole.Entries, whole.Head))).Faults, f => f.Contains("head that was kept", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LinePutInAtTheEnd_IsFound()
    {
        await using IssuerScene scene = await FilledAsync();
        JournalAuditResult whole = await AuditAsync(scene);
        await using (IssuerContext context = scene.Contexts.Open())
        {
            context.Journal.Add(
                JournalEntry.After(
                    whole.Head, whole.Entries + 1, scene.Clock.Now, "officer", null, "asset.marked", "www.society.example", "{}"));
            await context.SaveChangesAsync();
        }

        Assert.Contains((await AuditAsync(scene)).Faults, f => f.Contains("put in", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LinePutInInThePlaceOfAnother_IsFound()
    {
        await using IssuerScene scene = await FilledAsync();
        JournalEntry before = await scene.ReadAsync(d => d.Journal.SingleAsync(j => j.Sequence == 2));
        await TamperAsync(scene, "DELETE FROM journal WHERE \"Sequence\" = 3");
        await using (IssuerContext context = scene.Contexts.Open())
        {
            context.Journal.Add(
                JournalEntry.After(before.Hash, 3, scene.Clock.Now, "officer", null, "asset.marked", "www.society.example", "{}"));
            await context.SaveChangesAsync();
        }

        Assert.Contains((await AuditAsync(scene)).Faults, f => f.Contains("Line 4 is not as it was written", StringComparison.Ordinal));
    }

    [Fact]
    public async Task JournalRewrittenAsAWhole_IsFoundByAKeptHead_AndByNothingElse()
    {
        await using IssuerScene scene = await FilledAsync();
        JournalAuditResult whole = await AuditAsync(scene);
        await RewriteAsync(scene);

        Assert.Empty((await AuditAsync(scene)).Faults);
        Assert.Contains(
            (await AuditAsync(scene, (whole.Entries, whole.Head))).Faults, f => f.Contains("head that was kept", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AuditWhileTheServiceWrites_SeesOneInstant()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        Task writing = Task.Run(async () =>
        {
            for (int i = 0; i < 5; i++)
            {
                await scene.MarkedAsync($"host{i}.society.example");
                await scene.IssueEmblems.RunAsync(default);
            }
        });
        do
        {
            Assert.Empty((await AuditAsync(scene)).Faults);
        }
        while (!writing.IsCompleted);

        await writing;
    }

    [Fact]
    public async Task OlderKeptHead_IsFoundInALongerJournal()
    {
        await using IssuerScene scene = await FilledAsync();
        JournalAuditResult kept = await AuditAsync(scene);
        await scene.MarkedAsync("later.society.example");

        Assert.Empty((await AuditAsync(scene, (kept.Entries, kept.Head))).Faults);
    }

    private static async Task<IssuerScene> FilledAsync()
    {
        IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.MarkedAsync("www.society.example");
        await scene.MarkedAsync("mail.society.example");
        await scene.IssueEmblems.RunAsync(default);
        return scene;
    }

    private static Task<JournalAuditResult> AuditAsync(IssuerScene scene, (long Sequence, byte[] Hash)? kept = null) =>
        scene.ReadAsync(d => JournalAudit.RunAsync(d, kept, default));

    private static Task<int> TamperAsync(IssuerScene scene, string sql) => scene.ReadAsync(
        d => d.Database.ExecuteSqlRawAsync(sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal)));

    /// <summary>
    /// What someone can do who can write to the whole database: the actor of each line changed, and all hashes made to fit.
    /// </summary>
    private static async Task RewriteAsync(IssuerScene scene)
    {
        List<JournalEntry> lines = await scene.ReadAsync(d => d.Journal.OrderBy(j => j.Sequence).ToListAsync());
        await TamperAsync(scene, "DELETE FROM journal");
        await using IssuerContext context = scene.Contexts.Open();
        JournalHead head = await context.Heads.SingleAsync();
        byte[] hash = JournalEntry.Origin;
        foreach (JournalEntry line in lines)
        {
            var entry = JournalEntry.After(hash, line.Sequence, line.At, "nobody", null, line.Action, line.Subject, line.Details);
            context.Journal.Add(entry);
            head.MoveTo(entry);
            hash = entry.Hash;
        }

        await context.SaveChangesAsync();
    }
}

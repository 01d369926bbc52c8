using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>
/// A copy of the database, and going on from it. When these fail, an organization that lost its disk has lost its emblems as well, or does
/// not notice that its past was exchanged.
/// </summary>
public sealed class BackupTests
{
    [Fact]
    public async Task Backup_WhileTheServiceWrites_IsWhole_AndGoesOn()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.ManyMarkedAsync([.. Enumerable.Range(0, 200).Select(i => $"host{i}.society.example")]);
        scene.Issuing.BatchSize = 20;
        Task issuing = Task.Run(async () =>
        {
            while (await scene.IssueEmblems.RunAsync(default) > 0)
            {
            }
        });
        string copy = Path.Combine(scene.Folder, "copy.db");

        JournalAuditResult audit = await DatabaseBackup.WriteAsync(
            new DatabaseOptions { Connection = Path.Combine(scene.Folder, "issuer.db") }, copy, default);

        await issuing;
        Assert.Empty(audit.Faults);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(copy));
        Assert.Equal(["copy.db"], Directory.GetFiles(scene.Folder, "copy*").Select(Path.GetFileName));

        // What was under way when it was made waits for its lease; then all have their emblem, issued from the copy.
        var contexts = new IssuerContexts(new DatabaseOptions { Connection = copy });
        scene.Clock.Now += TimeSpan.FromMinutes(3);
        var store = new IssuerStore(contexts, scene.Clock);
        var emblems = new IssueEmblems(store, new RingKeys(scene.Ring), scene.Issuing, Instance.New(), scene.Clock);
        while (await emblems.RunAsync(default) > 0)
        {
        }

        Assert.Equal(200, await store.ReadAsync(d => d.Emblems.Select(e => e.AssetId).Distinct().CountAsync()));
        Assert.Empty((await store.ReadAsync(d => JournalAudit.RunAsync(d, (audit.Entries, audit.Head), default))).Faults);
        SqliteConnection.ClearAllPools();
    }

    [Fact]
    public async Task BackupThatIsOlderThanTheHeadThatWasKept_IsToldByTheJournal()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        string database = Path.Combine(scene.Folder, "issuer.db"), copy = Path.Combine(scene.Folder, "copy.db");
        await DatabaseBackup.WriteAsync(new DatabaseOptions { Connection = database }, copy, default);
        Asset asset = await scene.MarkedAsync("www.society.example");
        await scene.WithdrawAssets.RunAsync(IssuerScene.Officer, [asset.Id], default);
        JournalAuditResult now = await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default));

        await using IssuerContext restored = new IssuerContexts(new DatabaseOptions { Connection = copy }).Open();
        JournalAuditResult audit = await JournalAudit.RunAsync(restored, (now.Entries, now.Head), default);

        Assert.Contains($"{now.Entries - audit.Entries} lines are missing", Assert.Single(audit.Faults), StringComparison.Ordinal);
        SqliteConnection.ClearAllPools();
    }

    [Fact]
    public async Task FileThatIsThere_IsNotOverwritten()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        string copy = Path.Combine(scene.Folder, "copy.db");
        await File.WriteAllTextAsync(copy, "something");

        await Assert.ThrowsAsync<IOException>(
            () => DatabaseBackup.WriteAsync(new DatabaseOptions { Connection = Path.Combine(scene.Folder, "issuer.db") }, copy, default));

        Assert.Equal("something", await File.ReadAllTextAsync(copy));
    }

    [Fact]
    public async Task JournalThatIsNotAsItWasWritten_MakesNoBackup()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await scene.ReadAsync(d => d.Database.ExecuteSqlRawAsync("UPDATE Journal SET Actor = 'someone else' WHERE Sequence = 1"));
        string copy = Path.Combine(scene.Folder, "copy.db");

        JournalAuditResult audit = await DatabaseBackup.WriteAsync(
            new DatabaseOptions { Connection = Path.Combine(scene.Folder, "issuer.db") }, copy, default);

        Assert.NotEmpty(audit.Faults);
        Assert.Empty(Directory.GetFiles(scene.Folder, "copy*"));
    }
}

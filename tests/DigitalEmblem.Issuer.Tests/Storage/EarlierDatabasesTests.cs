using System.Security.Cryptography;
using DigitalEmblem.Issuer.Commands;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Custody;
using DigitalEmblem.Issuer.Tests.Operating;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>
/// Databases of earlier versions, of later ones, and of other programs. When these fail, an upgrade loses an organization's emblems or
/// journal, or the version before spoils what the later one has written.
/// </summary>
[Trait("Category", "Servers")]
[Collection(IssuerPostgres.Collection)]
public sealed class EarlierDatabasesTests(IssuerPostgres server) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Sqlite => [.. EarlierDatabases.Sqlite];

    public static TheoryData<string> Postgres => [.. EarlierDatabases.Postgres];

    private string Database => _folder.PathOf("issuer.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Databases_OfEachVersionBefore_HaveMigrationsOfThisOne()
    {
        if (Environment.GetEnvironmentVariable("DIGITALEMBLEM_WRITE_DATABASES") == "1")
        {
            await EarlierDatabases.WriteAsync(server.NewEmptyDatabase());
        }

        await using IssuerContext sqlite = Contexts(Database).Open(), postgres = Contexts("Host=127.0.0.1").Open();
        string[] ofSqlite = [.. sqlite.Database.GetMigrations()], ofPostgres = [.. postgres.Database.GetMigrations()];
        Assert.NotEmpty(EarlierDatabases.Sqlite);
        const string Why = "A migration that databases out there have is gone: migrations are added, never made anew (CONTRIBUTING.md).";
        Assert.True(!EarlierDatabases.Sqlite.Except(ofSqlite).Any() && !EarlierDatabases.Postgres.Except(ofPostgres).Any(), Why);
        const string Next = "The newest migration has no database yet: run this test with DIGITALEMBLEM_WRITE_DATABASES=1, and commit it.";
        Assert.True(EarlierDatabases.Sqlite[^1] == ofSqlite[^1] && EarlierDatabases.Postgres[^1] == ofPostgres[^1], Next);
    }

    [Theory]
    [MemberData(nameof(Sqlite))]
    public async Task Database_OfAVersionBefore_IsMigrated_Verified_AndWorkedWith(string name)
    {
        await EarlierDatabases.UnpackAsync(name, Database);
        string head = (await RunAsync("migrate")).Output;
        Assert.Matches("^(The database has the form|Done: )", head);
        Assert.Contains("The journal is as it was written", (await RunAsync("journal", "verify")).Output, StringComparison.Ordinal);
        Assert.Contains("Administrator", (await RunAsync("access", "people")).Output, StringComparison.Ordinal);
        Assert.Contains("Marked", (await RunAsync("data", "list")).Output, StringComparison.Ordinal);
        Assert.StartsWith("issuer_", (await RunAsync("access", "add", "otto", "--role", "Officer")).Output, StringComparison.Ordinal);

        await RequireWorkAsync(Contexts(Database));
        Assert.Contains("The journal is as it was written", (await RunAsync("journal", "verify")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Postgres))]
    public async Task DatabaseOfPostgres_OfAVersionBefore_IsMigrated_Verified_AndWorkedWith(string name)
    {
        string connection = server.NewEmptyDatabase();
        await EarlierDatabases.RestoreAsync(name, connection);
        IssuerContexts contexts = Contexts(connection);
        await contexts.MigrateAsync(default);
        (await contexts.FormAsync(default)).RequireCurrent();

        await RequireWorkAsync(contexts);

        await using IssuerContext context = contexts.Open();
        Assert.Empty((await JournalAudit.RunAsync(context, null, default)).Faults);
    }

    [Theory]
    [InlineData("INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Later', '10.0.0')", "Most likely a newer version has")]
    [InlineData(
        "UPDATE __EFMigrationsHistory SET MigrationId = '20251001000000_Initial' WHERE MigrationId LIKE '%_Initial'",
        "from before version 0.9.0")]
    [InlineData("DROP TABLE __EFMigrationsHistory", "holds tables of another program")]
    public async Task Database_OfAnotherVersionOrProgram_IsRefusedByEachCommand_AndStaysAsItIs(string change, string why)
    {
        await EarlierDatabases.UnpackAsync(EarlierDatabases.Sqlite[^1], Database);
        await ExecuteAsync(change);
        byte[] before = await HashAsync();
        string[][] commands =
        [
            ["migrate"], ["serve"], ["serve", "--migrate"], ["settings"], ["journal", "verify"], ["journal", "head"],
            ["access", "add", "otto", "--role", "Officer"], ["access", "list"], ["data", "list"], ["backup", _folder.PathOf("copy.db")],
        ];

        foreach (string[] command in commands)
        {
            (int code, string output, string error) = await RunAsync(command);
            Assert.Equal((ExitCode.Usage, ""), (code, output));
            Assert.Contains(why, error, StringComparison.Ordinal);
            Assert.Contains("Nothing was changed", error, StringComparison.Ordinal);
            Assert.Equal(before, await HashAsync());
        }

        Assert.Equal(["issuer.db"], Directory.GetFiles(_folder.FullPath, "*.db*").Select(Path.GetFileName));
    }

    [Fact]
    public async Task DatabaseOfPostgres_OfALaterVersion_IsRefused_AndStaysAsItIs()
    {
        string connection = server.NewDatabase();
        IssuerContexts contexts = Contexts(connection);
        await using IssuerContext context = contexts.Open();
        await context.Database.ExecuteSqlAsync($"""INSERT INTO "__EFMigrationsHistory" VALUES ('29990101000000_Later', '10.0.0')""");
        string[] before = [.. await context.Database.GetAppliedMigrationsAsync()];

        DatabaseFormException refused = await Assert.ThrowsAsync<DatabaseFormException>(() => contexts.MigrateAsync(default));

        Assert.Contains("Most likely a newer version has migrated it", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Host=", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await context.Database.GetAppliedMigrationsAsync());
    }

    [Fact]
    public async Task DatabaseOfPostgres_OfAnotherProgram_IsRefused()
    {
        IssuerContexts contexts = Contexts(server.NewEmptyDatabase());
        await using IssuerContext context = contexts.Open();
        await context.Database.ExecuteSqlAsync($"CREATE TABLE invoices (id integer)");

        DatabaseFormException refused = await Assert.ThrowsAsync<DatabaseFormException>(() => contexts.MigrateAsync(default));

        Assert.Contains("holds tables of another program", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Database_WhoseMakingWasInterrupted_IsMade()
    {
        _folder.Write("issuer.db", "");
        await ExecuteAsync("CREATE TABLE made(x)");

        await Contexts(Database).MigrateAsync(default);

        Assert.True((await Contexts(Database).FormAsync(default)).Pending.Count == 0);
    }

    // Reads what was there, withdraws what is marked, and marks another, as a service of this version would.
    private static async Task RequireWorkAsync(IssuerContexts contexts)
    {
        var store = new IssuerStore(contexts, TimeProvider.System);
        List<Asset> assets = await store.ReadAsync(d => d.Assets.OrderBy(a => a.Id).ToListAsync());
        Assert.Equal(3, assets.Count);
        Asset marked = assets.Single(a => a.Name == DomainName.Parse(EarlierDatabases.Marked));
        Assert.Equal(AssetState.Marked, marked.State);
        Assert.NotNull(marked.EmblemId);
        Assert.Equal(AssetState.Withdrawn, assets.Single(a => a.Name == DomainName.Parse(EarlierDatabases.Withdrawn)).State);
        await new WithdrawAssets(store).RunAsync("officer", [marked.Id], default);
        await new AddAsset(store).RunAsync("officer", DomainName.Parse("new.society.example"), Purposes.Protective, null, default);
        Assert.Equal(4, await store.ReadAsync(d => d.Assets.CountAsync()));
        await new GiveAccess(store).RunAsync("operator", "berta", AccessRoles.Auditor, null, default);
    }

    private static IssuerContexts Contexts(string connection) => new(new DatabaseOptions { Connection = connection });

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] command)
    {
        string logs = _folder.PathOf("logs.json"), secret = _folder.PathOf("secret");
        if (!File.Exists(logs))
        {
            _folder.Write("logs.json", """{"version":"1.0","log_list_timestamp":"2026-11-01T00:00:00Z","operators":[]}""");
            _folder.Write("secret", "a secret of the tests, long enough\n");
        }

        return IssuerRun.RunAsync(
            _folder.FullPath,
            null,
            [
                .. command, $"--Database:Connection={Database}", "--Listen:Web=", $"--Transparency:LogList={logs}",
                $"--Custody:Files:Directory={_folder.PathOf("keys")}", $"--Custody:Files:Passphrase:File={secret}",
            ]);
    }

    private async Task ExecuteAsync(string change)
    {
        await using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        await connection.OpenAsync();
        SqliteCommand command = connection.CreateCommand();
        await using (command)
        {
#pragma warning disable CA2100 // The texts stand in this class.
            command.CommandText = change;
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }
    }

    private async Task<byte[]> HashAsync() => SHA256.HashData(await File.ReadAllBytesAsync(Database));
}

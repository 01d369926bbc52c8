using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Tests.Custody;
using DigitalEmblem.Issuer.Tests.Storage;
using Microsoft.Data.Sqlite;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>
/// The guide for upgrade and rollback: its lines, out of the page itself, on a database that an earlier version left. When this fails, an
/// operator who does as the page says stands there without a database, or with one that no version takes.
/// </summary>
[Trait("Category", "Servers")]
public sealed partial class UpgradeGuideTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The one of the present form, which the version before works with: here the present program stands for it.</summary>
    public static TheoryData<string> Databases => [EarlierDatabases.Sqlite[^1]];

    private string Database => _folder.PathOf("issuer.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Guide_LeadsToTheNewerVersion_AndBackToTheOneBefore(string database)
    {
        await EarlierDatabases.UnpackAsync(database, Database);
        string page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "upgrade-and-rollback.md"));
        string[] blocks = [.. Blocks().Matches(page).Select(m => m.Groups[1].Value)];
        Assert.Equal(6, blocks.Length);
        string values = blocks[0], upgrade = blocks[1] + blocks[2];
        Assert.All(Here().Keys, n => Assert.Contains($" {n}=${{{n}:-", values, StringComparison.Ordinal));

        string said = Require(values + upgrade);
        Assert.Contains("The head that was kept is in it.", said, StringComparison.Ordinal);
        Assert.Contains("stopped\n", said, StringComparison.Ordinal);
        Assert.EndsWith("started\n", said, StringComparison.Ordinal);
        Assert.Equal(["head.txt", "issuer.db"], Directory.GetFiles(_folder.PathOf("kept")).Select(Path.GetFileName).Order());

        // A second upgrade into the same folder: it must stop before anything is installed, and keep the backup that is there.
        byte[] backup = await File.ReadAllBytesAsync(_folder.PathOf("kept/issuer.db"));
        (int code, said) = Run(values + blocks[1]);
        Assert.NotEqual(0, code);
        Assert.Equal(backup, await File.ReadAllBytesAsync(_folder.PathOf("kept/issuer.db")));
        Assert.NotEqual(0, new FileInfo(_folder.PathOf("kept/head.txt")).Length);

        // Work of the newer version.
        Require("$OPERATE access add otto --role Officer");
        Require($"$OPERATE withdraw {EarlierDatabases.Marked}");

        said = Require(values + blocks[3]);
        Assert.Contains("The head that was kept is in it.", said, StringComparison.Ordinal);
        Assert.Contains($"\n{EarlierDatabases.Marked}  Withdrawn\n", said, StringComparison.Ordinal);
        Assert.DoesNotContain($"\n{EarlierDatabases.Withdrawn}", said, StringComparison.Ordinal);
        Assert.DoesNotContain("started", said, StringComparison.Ordinal);
        Assert.Contains($"{EarlierDatabases.Marked}  Marked", Require("$OPERATE names list"), StringComparison.Ordinal);

        // A second time: what was restored and what was put aside stay as they are.
        Assert.NotEqual(0, Run(values + blocks[3]).Code);
        Assert.NotEqual(0, new FileInfo(_folder.PathOf("kept/after.txt")).Length);
        said = Require(values + blocks[4] + blocks[5]);
        Assert.Contains("Withdrawn: 1.", said, StringComparison.Ordinal);
        Assert.EndsWith("started\n", said, StringComparison.Ordinal);
        Assert.Contains($"{EarlierDatabases.Marked}  Withdrawn", Require("$OPERATE names list"), StringComparison.Ordinal);
        Assert.Contains("The journal is as it was written", Require("$OPERATE journal verify"), StringComparison.Ordinal);
        Assert.DoesNotContain("otto", Require("$OPERATE access people"), StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.PathOf("kept/newer.db")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Database));
    }

    [Fact]
    public async Task VersionBefore_WithoutTheRestore_RefusesTheNewerDatabase()
    {
        await EarlierDatabases.UnpackAsync(EarlierDatabases.Sqlite[^1], Database);
        await MigrateFurtherAsync();

        (int code, string refused) = Run("$OPERATE settings");

        Assert.Equal(64, code);
        Assert.Contains("restore the backup that was made before the upgrade", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Withdrawal_OfAWordThatIsNoName_WithdrawsNothing()
    {
        await EarlierDatabases.UnpackAsync(EarlierDatabases.Sqlite[^1], Database);

        (int code, string refused) = Run($"$OPERATE withdraw {EarlierDatabases.Marked} 'no name'");

        Assert.NotEqual(0, code);
        Assert.Contains("Nothing was withdrawn", refused, StringComparison.Ordinal);
        Assert.Contains($"{EarlierDatabases.Marked}  Marked", Require("$OPERATE names list --state Marked"), StringComparison.Ordinal);
    }

    /// <summary>A service that starts right after the restore, before anything else has opened the copy.</summary>
    [Fact]
    public async Task Backup_InTheDatabasesPlace_IsTakenByTheServiceAtOnce()
    {
        await using var service = new ServiceProcess();
        Assert.Equal(0, (await service.RunAsync("migrate")).Code);
        string copy = Path.Combine(service.Folder, "copy.db");
        Assert.Equal(0, (await service.RunAsync("backup", copy)).Code);
        File.Move(copy, service.Database, overwrite: true);

        service.Start(migrate: false);
        await service.ReadyAsync();

        Assert.True(await service.IsReadyAsync());
    }

    private string Require(string script)
    {
        (int code, string said) = Run(script);
        Assert.True(code == 0, $"{code}\n{said}");
        return said;
    }

    private (int Code, string Said) Run(string script)
    {
        var start = new ProcessStartInfo("bash", ["-c", $"{{\n{script}\n}} 2>&1"]) { RedirectStandardOutput = true };
        foreach ((string name, string value) in Here())
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }

    private Dictionary<string, string> Here()
    {
        string secret = _folder.PathOf("secret"), settings = _folder.PathOf("issuer.json");
        if (!File.Exists(settings))
        {
            _folder.Write("secret", "a secret of the tests, long enough\n");
            _folder.Write("logs.json", """{"version":"1.0","log_list_timestamp":"2026-11-01T00:00:00Z","operators":[]}""");
            _folder.Write("issuer.json", JsonSerializer.Serialize(new
            {
                Database = new { Connection = Database },
                Listen = new { Web = "" },
                Custody = new { Files = new { Directory = _folder.PathOf("keys"), Passphrase = new { File = secret } } },
                Transparency = new { LogList = _folder.PathOf("logs.json") },
            }));
        }

        return new Dictionary<string, string>
        {
            ["DATABASE"] = Database,
            ["KEPT"] = _folder.PathOf("kept"),
            ["OPERATE"] = $"env ISSUER_CONFIG={settings} {Environment.ProcessPath} exec {typeof(IssuerOptions).Assembly.Location}",
            ["STOP"] = "echo stopped",
            ["START"] = "echo started",
            ["NEWER"] = "echo installed",
            ["OLDER"] = "echo installed",
        };
    }

    /// <summary>Does what a version to come would do.</summary>
    private async Task MigrateFurtherAsync()
    {
        await using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        await connection.OpenAsync();
        SqliteCommand command = connection.CreateCommand();
        await using (command)
        {
            command.CommandText = "INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Later', '10.0.0')";
            await command.ExecuteNonQueryAsync();
        }
    }

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();
}

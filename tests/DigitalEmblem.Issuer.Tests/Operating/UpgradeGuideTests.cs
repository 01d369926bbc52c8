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

    public static TheoryData<string> Databases => [.. EarlierDatabases.Sqlite];

    private string Database => _folder.PathOf("issuer.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Databases))]
    public async Task Guide_LeadsToTheNewerVersion_AndBackToTheOneBefore(string database)
    {
        await EarlierDatabases.UnpackAsync(database, Database);
        string page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "upgrade-and-rollback.md"));
        string[] blocks = [.. Blocks().Matches(page).Select(m => m.Groups[1].Value)];
        Assert.Equal(5, blocks.Length);
        (string values, string upgrade, string back) = (blocks[0], blocks[1] + blocks[2], blocks[3] + blocks[4]);
        Assert.All(Here().Keys.Where(n => n != "ISSUER_CONFIG"), n => Assert.Contains($" {n}=${{{n}:-", values, StringComparison.Ordinal));

        string said = Require(values + upgrade);
        Assert.Contains("The head that was kept is in it.", said, StringComparison.Ordinal);
        Assert.Contains("stopped\n", said, StringComparison.Ordinal);
        Assert.EndsWith("started\n", said, StringComparison.Ordinal);
        Assert.Equal(["head.txt", "issuer.db"], Directory.GetFiles(_folder.PathOf("backup")).Select(Path.GetFileName).Order());

        // Work of the newer version, which has migrated the database besides; the one before refuses it.
        Require("$ISSUER access add otto --role Officer");
        Assert.Contains("otto", Require("$ISSUER access people"), StringComparison.Ordinal);
        await MigrateFurtherAsync();
        (int code, string refused) = Run("$ISSUER settings");
        Assert.Equal(64, code);
        Assert.Contains("restore the backup that was made before the upgrade", refused, StringComparison.Ordinal);

        said = Require(values + back);
        Assert.Contains("The head that was kept is in it.", said, StringComparison.Ordinal);
        Assert.EndsWith("started\n", said, StringComparison.Ordinal);
        Assert.DoesNotContain("otto", Require("$ISSUER access people"), StringComparison.Ordinal);
        Assert.True(File.Exists(Database + ".newer"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Database));
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
        var start = new ProcessStartInfo("bash", ["-c", $"set -euo pipefail\n{{\n{script}\n}} 2>&1"]) { RedirectStandardOutput = true };
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
            ["BACKUP"] = _folder.PathOf("backup"),
            ["ISSUER"] = $"{Environment.ProcessPath} exec {typeof(IssuerOptions).Assembly.Location}",
            ["STOP"] = "echo stopped",
            ["START"] = "echo started",
            ["NEWER"] = "echo installed",
            ["OLDER"] = "echo installed",
            ["ISSUER_CONFIG"] = settings,
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

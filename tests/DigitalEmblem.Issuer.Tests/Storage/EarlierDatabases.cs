using System.IO.Compression;
using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>
/// Databases as earlier versions left them, each named for the last migration of its version: files of SQLite, and dumps of PostgreSQL.
/// They are written once, when a migration is new, and never again.
/// </summary>
internal static class EarlierDatabases
{
    public const string Marked = "www.society.example", Withdrawn = "old.society.example";

    private const string OfSqlite = ".sqlite.gz", OfPostgres = ".postgres.gz";

    private static readonly string Folder =
        Path.Combine(Repository.Root, "tests", "DigitalEmblem.Issuer.Tests", "Storage", "Databases");

    public static IReadOnlyList<string> Sqlite => Names(OfSqlite);

    public static IReadOnlyList<string> Postgres => Names(OfPostgres);

    /// <summary>Unpacks a file of SQLite, for its owner alone.</summary>
    public static async Task UnpackAsync(string name, string path)
    {
        await using var packed = new GZipStream(File.OpenRead(Path.Combine(Folder, name + OfSqlite)), CompressionMode.Decompress);
        await using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OperatingSystem.IsWindows() ? null : UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        await packed.CopyToAsync(file);
    }

    /// <summary>Reads a dump into an empty database of PostgreSQL.</summary>
    public static async Task RestoreAsync(string name, string connection)
    {
        await using var packed = new GZipStream(File.OpenRead(Path.Combine(Folder, name + OfPostgres)), CompressionMode.Decompress);
        using var reader = new StreamReader(packed);
        ServerProcess.Run(
            "psql", "/", await reader.ReadToEndAsync(), [.. At(connection), "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1"]);
    }

    /// <summary>Writes those of the present version, unless they are there.</summary>
    public static async Task WriteAsync(string emptyPostgres)
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await FillAsync(scene);
        SqliteConnection.ClearAllPools();
        string compact = Path.Combine(scene.Folder, "compact.db");
        await scene.ReadAsync(d => d.Database.ExecuteSqlAsync($"VACUUM INTO {compact}"));
        await PackAsync(await LastAsync(scene.Contexts) + OfSqlite, await File.ReadAllBytesAsync(compact));

        await using IssuerScene other = await IssuerScene.ReadyAsync(connection: emptyPostgres);
        await FillAsync(other);
        string dump = ServerProcess.Run("pg_dump", "/", "", [.. At(emptyPostgres), "--no-owner", "--no-privileges"]);
        await PackAsync(await LastAsync(other.Contexts) + OfPostgres, System.Text.Encoding.UTF8.GetBytes(dump));
    }

    // Something of each trade: people and their access, keys and endorsement, assets, emblems, data, and the journal of all that.
    private static async Task FillAsync(IssuerScene scene)
    {
        await new GiveAccess(scene.Store).RunAsync("operator", "ada", AccessRoles.Administrator, null, default);
        await new InvitePerson(scene.Store).RunAsync("operator", "olga", AccessRoles.Officer, "Olga", default);
        await scene.Store.ChangeAsync(
            "operator",
            change => Task.FromResult(change.Database.Add(PublicationTarget.Create(
                TargetKind.DnsUpdate, DomainName.Parse("society.example"), "192.0.2.53:53", "emblems", 60, change.Now))),
            default);
        await scene.MarkedAsync(Marked);
        await scene.ListedAsync("later.society.example");
        Asset old = await scene.MarkedAsync(Withdrawn);
        await scene.MarkedDataAsync(DataRoot.Parse($"adem-data:1:{new string('a', 52)}"));
        while (await scene.IssueEmblems.RunAsync(default) > 0)
        {
        }

        await scene.WithdrawAssets.RunAsync(IssuerScene.Officer, [old.Id], default);
    }

    private static async Task<string> LastAsync(IssuerContexts contexts)
    {
        await using IssuerContext context = contexts.Open();
        return context.Database.GetMigrations().Last();
    }

    private static async Task PackAsync(string name, byte[] content)
    {
        string path = Path.Combine(Folder, name);
        if (!File.Exists(path))
        {
            await using var packed = new GZipStream(File.Create(path), CompressionLevel.SmallestSize);
            await packed.WriteAsync(content);
        }
    }

    private static string[] At(string connection)
    {
        var at = new NpgsqlConnectionStringBuilder(connection);
        return [$"--host={at.Host}", $"--port={at.Port}", $"--username={at.Username}", $"--dbname={at.Database}"];
    }

    private static IReadOnlyList<string> Names(string kind) =>
        [.. Directory.GetFiles(Folder, "*" + kind).Select(f => Path.GetFileName(f)[..^kind.Length]).Order(StringComparer.Ordinal)];
}

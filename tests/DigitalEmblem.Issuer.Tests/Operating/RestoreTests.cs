using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Commands;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Secrets;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Storage.Backups;
using DigitalEmblem.Issuer.Tests.Custody;
using DigitalEmblem.Issuer.Tests.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>
/// Restoring. When these fail, an organization that lost its machine cannot go on elsewhere, goes on with a past that another party made,
/// or publishes again, without being told, what was withdrawn.
/// </summary>
[Trait("Category", "Servers")]
public sealed class RestoreTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite, Folder = Owner | UnixFileMode.UserExecute;
    private const string Root = "adem-data:1:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbba";

    private readonly TemporaryFolder _folder = new();

    public RestoreTests() => Directory.CreateDirectory(_folder.PathOf("there"), Folder);

    /// <summary>What is wrong, and what is told.</summary>
    public static TheoryData<string, int, string> Refusals => new()
    {
        { "database", ExitCode.No, "Stop the service, and put the database aside" },
        { "link", ExitCode.No, "There is a database" },
        { "-wal", ExitCode.No, "issuer.db-wal' is there, of a database that is not" },
        { "-shm", ExitCode.No, "issuer.db-shm' is there, of a database that is not" },
        { "-journal", ExitCode.No, "issuer.db-journal' is there, of a database that is not" },
        { "wal beside the backup", ExitCode.No, "so that is no backup" },
        { "no folder", ExitCode.No, "There is no folder" },
        { "open folder", ExitCode.No, "chmod go-w" },
        { "no file", ExitCode.No, "There is no file" },
        { "no backup", ExitCode.No, "is no backup: no database of SQLite" },
        { "empty", ExitCode.No, "is no backup: no database of SQLite" },
        { "other program", ExitCode.No, "holds nothing of the issuer" },
        { "no identity", ExitCode.No, "is encrypted. Name the file with an identity" },
        { "wrong identity", ExitCode.No, "None of the identities opens" },
        { "identity that is none", ExitCode.No, "the file of the identity is none" },
        { "cut", ExitCode.No, "is not whole: it was cut off or changed" },
        { "cut encrypted", ExitCode.No, "could not be opened: it was cut off or changed" },
        { "altered encrypted", ExitCode.No, "could not be opened: it was cut off or changed" },
        { "altered page", ExitCode.No, "is not whole: it was cut off or changed" },
        { "altered row", ExitCode.No, "are not as they were written" },
        { "altered line", ExitCode.No, "Line 2 is not as it was written" },
        { "newer form", ExitCode.Usage, "Most likely a newer version has migrated it" },
        { "unknown form", ExitCode.Usage, "from before version 0.9.0" },
        { "newer head", ExitCode.No, "so 5 lines are missing" },
        { "other head", ExitCode.No, "is not in the journal" },
        { "no head", ExitCode.Usage, "--head is no head" },
        { "other after", ExitCode.No, "does not go on from this backup" },
        { "unreadable after", ExitCode.No, "cannot be read" },
        { "no age", ExitCode.No, "apt install age" },
        { "postgres", ExitCode.Usage, "pg_restore" },
        { "restore under way", ExitCode.Failed, "another restore is under way" },
    };

    private string Database => _folder.PathOf("there/issuer.db");

    private string Backup => _folder.PathOf("backup");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AnotherMachine_WithKeysAndPassphrase_GoesOn_AndSigns()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.MarkedAsync("www.society.example");
        string recipient = AgeKeys.Make(_folder.PathOf("identity"));
        (int code, string head, _) = await IssuerRun.RunAsync(
            "/", null, "backup", Backup, "--recipient", recipient, $"--Database:Connection={scene.Connection}");
        Assert.Equal(ExitCode.Done, code);

        // Another folder and home, with a copy of the keys; the passphrase is set up there anew.
        await using var there = new ServiceProcess(new Dictionary<string, string> { ["HOME"] = _folder.PathOf("there") });
        string keys = Path.Combine(there.Folder, "keys");
        Directory.CreateDirectory(keys, Folder);
        foreach (string key in Directory.GetFiles(Path.Combine(scene.Folder, "keys")))
        {
            File.Copy(key, Path.Combine(keys, Path.GetFileName(key)));
        }

        (code, string said, string error) = await there.RunAsync(
            "restore", Backup, "--identity", _folder.PathOf("identity"), "--head", head.Trim());
        Assert.True(code == ExitCode.Done, error);
        Assert.Contains($"# Its head: {head.Trim()}", said, StringComparison.Ordinal);
        Assert.Contains("The head that was kept is in it", said, StringComparison.Ordinal);
        Assert.Equal(Owner, File.GetUnixFileMode(there.Database));
        Assert.Empty(Directory.GetDirectories(there.Folder, "*.restoring"));
        Assert.Equal(ExitCode.Done, (await there.RunAsync("journal", "verify", "--head", head.Trim())).Code);

        // The clock of the certificates is that of the scene, so it signs in this process.
        var contexts = new IssuerContexts(new DatabaseOptions { Connection = there.Database });
        var store = new IssuerStore(contexts, scene.Clock);
        await using var ring = new KeyRing(
            [
                new FileKeyStore(new FileCustodyOptions
                {
                    Directory = keys,
                    Passphrase = new SecretSource { File = Path.Combine(there.Folder, "passphrase") },
                }),
            ],
            4);
        Assert.Equal(1, await new IssueEmblems(store, new RingKeys(ring), scene.Issuing, Instance.New(), scene.Clock).RunAsync(default));
        Assert.Equal(1, await store.ReadAsync(d => d.Emblems.CountAsync()));
        SqliteConnection.ClearAllPools();

        there.Start(migrate: false);
        while (!await there.IsAliveAsync())
        {
            await Task.Delay(50);
        }

        Assert.Equal(0, await there.TerminateAsync());
        Assert.Equal(ExitCode.Done, (await there.RunAsync("journal", "verify", "--head", head.Trim())).Code);
    }

    [Fact]
    public async Task WhatCameAfter_IsNamed_SoThatWithdrawTakesIt_AndTheDatabaseOfAfterStays()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        Asset withdrawn = await scene.MarkedAsync("www.society.example"), again = await scene.MarkedAsync("mail.society.example");
        await scene.MarkedAsync("stays.society.example");
        await scene.MarkedDataAsync(DataRoot.Parse(Root));
        (ApiKey key, _) = await GiveAsync(scene, "otto", AccessRoles.Officer);
        await GiveAsync(scene, "left", AccessRoles.Officer);
        await GiveAsync(scene, "gone", AccessRoles.Officer);
        await scene.ReadAsync(d => d.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)"));
        string head = await MakeBackupAsync(scene.Connection);

        OrganizationKey emblemKey = await scene.InUseAsync(KeyUse.Emblem);
        await scene.WithdrawAssets.RunAsync(IssuerScene.Officer, [withdrawn.Id, again.Id], default);
        await scene.DeclareAssets.RunAsync(IssuerScene.Officer, [again.Id], default);
        await scene.MarkAssets.RunAsync(IssuerScene.Officer, [again.Id], default);
        await scene.MarkedAsync("new.society.example");
        await scene.ActOnData.WithdrawAsync(IssuerScene.Officer, [(await scene.DataAsync(DataRoot.Parse(Root))).Id], default);
        await scene.SuspendKey.RunAsync(IssuerScene.Officer, emblemKey.Id, null, "a laptop is missing", default);
        await new RevokeAccess(scene.Store).RunAsync("operator", key.Id, null, default);
        await new EndPerson(scene.Store).RunAsync("operator", "left", default);
        await new EndPerson(scene.Store).RunAsync("operator", "gone", default);
        await new ForgetPerson(scene.Store).RunAsync("operator", "gone", default);
        JournalHead now = await scene.ReadAsync(d => d.Heads.SingleAsync());

        // As it lies there, with its log beside it, while another process has it open.
        string aside = _folder.PathOf("aside.db");
        foreach (string end in (string[])["", "-wal"])
        {
            File.Copy(scene.Connection + end, aside + end);
        }

        byte[] before = await File.ReadAllBytesAsync(aside);
        (int code, string said, string error) = await RestoreAsync(
            "--after", aside, "--head", JournalCommand.Write(now.Sequence, now.Hash));

        Assert.True(code == ExitCode.Done, error);
        string[] lines = said.TrimEnd('\n').Split('\n');
        Assert.Equal(["www.society.example  Withdrawn", $"{Root}  Withdrawn"], lines.Where(l => !l.StartsWith('#')));
        Assert.Contains(lines, l => l.Contains($"The key {emblemKey.Identifier} (Emblem) is suspended since", StringComparison.Ordinal)
            && l.Contains($"put its file aside ({emblemKey.Reference})", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith($"# issuer access revoke {key.Id} ", StringComparison.Ordinal));
        Assert.Contains("# issuer access end left", lines);
        Assert.Contains("# issuer access end gone ; issuer access forget gone", lines);
        Assert.Contains("# Marked since, and not marked here: 1 names, 0 roots of data. Mark them again.", lines);
        Assert.Contains(lines, l => l == $"# Its head: {head}");
        Assert.Contains(
            lines, l => l.StartsWith($"# After it came {now.Sequence - long.Parse(head.Split(' ')[0])} lines", StringComparison.Ordinal));
        Assert.Equal(before, await File.ReadAllBytesAsync(aside));
        Assert.False(File.Exists(aside + "-shm"));

        _folder.Write("after.txt", said);
        (code, said) = Shell($"withdraw - --Database:Connection={Database} <{_folder.PathOf("after.txt")}");
        Assert.True(code == 0, said);
        Assert.StartsWith("Withdrawn: 2.", said, StringComparison.Ordinal);
    }

    /// <summary>A name that is not on the list any more has no row that says that it was withdrawn.</summary>
    [Fact]
    public async Task NameThatWasRemovedFromTheListAfter_IsAmongThoseToWithdraw()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        Asset removed = await scene.MarkedAsync("removed.society.example");
        await scene.MarkedAsync("stays.society.example");
        await scene.ReadAsync(d => d.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)"));
        await MakeBackupAsync(scene.Connection);
        await new RemoveAsset(scene.Store).RunAsync(IssuerScene.Officer, removed.Id, null, default);
        await scene.ReadAsync(d => d.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)"));
        string aside = _folder.PathOf("aside.db");
        File.Copy(scene.Connection, aside);

        (int code, string said, string error) = await RestoreAsync("--after", aside);

        Assert.True(code == ExitCode.Done, error);
        Assert.Equal(["removed.society.example  Withdrawn"], said.TrimEnd('\n').Split('\n').Where(l => !l.StartsWith('#')));
    }

    /// <summary>To withdraw it again would take the emblem from a name that was marked anew.</summary>
    [Fact]
    public async Task NameThatWasRemovedAndMarkedAnewAfter_IsNotAmongThoseToWithdraw()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        Asset removed = await scene.MarkedAsync("anew.society.example");
        await scene.ReadAsync(d => d.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)"));
        await MakeBackupAsync(scene.Connection);
        await new RemoveAsset(scene.Store).RunAsync(IssuerScene.Officer, removed.Id, null, default);
        await scene.MarkedAsync("anew.society.example");
        await scene.ReadAsync(d => d.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)"));
        string aside = _folder.PathOf("aside.db");
        File.Copy(scene.Connection, aside);

        (int code, string said, string error) = await RestoreAsync("--after", aside);

        Assert.True(code == ExitCode.Done, error);
        Assert.DoesNotContain(said.TrimEnd('\n').Split('\n'), l => l.StartsWith("anew", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Refusal_IsTold_AndNothingIsMade(string what, int expected, string told)
    {
        (string[] words, Action? undo) = await SpoilAsync(what);
        string[] before = Entries();

        (int code, string output, string error) = await RestoreAsync(words);

        Assert.Equal((expected, ""), (code, output));
        Assert.Contains(told, error.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal(before, Entries());
        undo?.Invoke();
    }

    [Fact]
    public async Task OlderBackup_IsRestoredWhenThatIsAllowed_AndTheLinesThatAreMissingAreCounted()
    {
        string head = await MakeAsync();
        string newer = $"{long.Parse(head.Split(' ')[0]) + 5} {new string('a', 64)}";

        (int code, string said, _) = await RestoreAsync("--head", newer, "--allow-older");

        Assert.Equal(ExitCode.Done, code);
        Assert.Contains("# It ends 5 lines before the head that was kept", said, StringComparison.Ordinal);
        Assert.Contains("asset.withdrawn", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BackupOfAnEarlierForm_IsRestoredAsItIs_AndToldToBeMigrated()
    {
        await EarlierDatabases.UnpackAsync(EarlierDatabases.Sqlite[0], _folder.PathOf("earlier.db"));
        File.Move(_folder.PathOf("earlier.db"), Backup);

        (int code, string said, string error) = await RestoreAsync();

        Assert.True(code == ExitCode.Done, error);
        Assert.Contains("run 'issuer migrate' next", said, StringComparison.Ordinal);
        DatabaseForm form = await new IssuerContexts(new DatabaseOptions { Connection = Database }).FormAsync(default);
        Assert.NotEmpty(form.Pending);
        Assert.Equal(["issuer.db"], Entries());
    }

    [Fact]
    public async Task StandardInput_IsRead_SoThatTheServicesUserNeedNotReadTheBackupsFolder()
    {
        string head = await MakeAsync();

        (int code, string said) = Shell($"restore - --Database:Connection={Database} --head '{head}' <{Backup}");

        Assert.True(code == 0, said);
        Assert.Equal(["issuer.db"], Entries());
    }

    [Fact]
    public async Task RunByRoot_TheFileIsGivenToTheOwnerOfItsFolder()
    {
        if (Environment.UserName != "root")
        {
            return;
        }

        await MakeAsync();
        ServerProcess.Run("chown", "/", "", ["65534:65534", _folder.PathOf("there")]);

        Assert.Equal(ExitCode.Done, (await RestoreAsync()).Code);

        Assert.Equal("65534:65534", ServerProcess.Run("stat", "/", "", ["-c", "%u:%g", Database]).Trim());
    }

    private static async Task<(ApiKey Key, string Secret)> GiveAsync(IssuerScene scene, string handle, AccessRoles roles)
    {
        await new GiveAccess(scene.Store).RunAsync("operator", handle, roles, null, default);
        return (await scene.ReadAsync(d => d.ApiKeys.SingleAsync(k => k.Person.Handle == handle)), "");
    }

    /// <summary>Makes what is wrong, and says with which words to restore and how to set right what others share.</summary>
    private async Task<(string[] Words, Action? Undo)> SpoilAsync(string what)
    {
        string head = await MakeAsync();
        string identity = _folder.PathOf("identity"), there = _folder.PathOf("there");
        string[] opened = ["--identity", identity];
        switch (what)
        {
            case "database":
                await MigratedFile.CopyAsync(Database);
                return ([], null);
            case "link":
                File.CreateSymbolicLink(Database, "nowhere");
                return ([], null);
            case "-wal" or "-shm" or "-journal":
                await File.WriteAllTextAsync(Database + what, "");
                return ([], null);
            case "wal beside the backup":
                await File.WriteAllTextAsync(Backup + "-wal", "");
                return ([], null);
            case "no folder":
                return ([$"--Database:Connection={_folder.PathOf("none/issuer.db")}"], null);
            case "open folder":
                File.SetUnixFileMode(there, Folder | UnixFileMode.GroupWrite);
                return ([], null);
            case "no file":
                File.Delete(Backup);
                return ([], null);
            case "no backup" or "empty":
                await File.WriteAllTextAsync(Backup, what == "empty" ? "" : "something else");
                return ([], null);
            case "other program":
                File.Delete(Backup);
                await ExecuteAsync("CREATE TABLE others(x)", SqliteOpenMode.ReadWriteCreate);
                return ([], null);
            case "no identity":
                Encrypt();
                return ([], null);
            case "wrong identity":
                Encrypt();
                AgeKeys.Make(_folder.PathOf("other"));
                return (["--identity", _folder.PathOf("other")], null);
            case "identity that is none":
                Encrypt();
                _folder.Write("other", "nothing\n");
                return (["--identity", _folder.PathOf("other")], null);
            case "cut":
                Cut(2);
                return ([], null);
            case "cut encrypted":
                Encrypt();
                Cut(2);
                return (opened, null);
            case "altered encrypted":
                Encrypt();
                Alter(new FileInfo(Backup).Length / 2, 1);
                return (opened, null);
            case "altered page":
                Alter(4096 * 3, 4096);
                return ([], null);
            case "altered row":
                await ExecuteAsync("UPDATE assets SET State = 1");
                return ([], null);
            case "altered line":
                await ExecuteAsync("UPDATE journal SET Actor = 'other' WHERE Sequence = 2");
                return ([], null);
            case "newer form":
                await ExecuteAsync("INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Later', '10.0.0')");
                return ([], null);
            case "unknown form":
                await ExecuteAsync(
                    "UPDATE __EFMigrationsHistory SET MigrationId = '20251001000000_Initial' WHERE MigrationId LIKE '%_Initial'");
                return ([], null);
            case "newer head":
                return (["--head", $"{long.Parse(head.Split(' ')[0]) + 5} {new string('a', 64)}"], null);
            case "other head":
                return (["--head", $"2 {new string('a', 64)}"], null);
            case "no head":
                return (["--head", "2"], null);
            case "other after":
                await MigratedFile.CopyAsync(_folder.PathOf("after.db"));
                return (["--after", _folder.PathOf("after.db")], null);
            case "unreadable after":
                _folder.Write("after.db", "nothing that SQLite could read, and long enough to be looked at as a header of a database file");
                return (["--after", _folder.PathOf("after.db")], null);
            case "no age":
                Encrypt();
                return ([.. opened, "--age", _folder.PathOf("none")], null);
            case "postgres":
                return (["--Database:Connection=Host=127.0.0.1"], null);
            case "restore under way":
                var other = WorkingFolder.Make($"{Database}.restoring", "");
                return ([], other.Dispose);
            default:
                throw new ArgumentException(what, nameof(what));
        }
    }

    private async Task<string> MakeAsync()
    {
        string database = _folder.PathOf("source.db");
        await EarlierDatabases.UnpackAsync(EarlierDatabases.Sqlite[^1], database);
        return await MakeBackupAsync(database);
    }

    private async Task<string> MakeBackupAsync(string database)
    {
        JournalAuditResult audit = await DatabaseBackup.WriteAsync(
            new DatabaseOptions { Connection = database }, Backup, default);
        Assert.Empty(audit.Faults);
        return JournalCommand.Write(audit.Entries, audit.Head);
    }

    private void Encrypt()
    {
        string recipient = AgeKeys.Make(_folder.PathOf("identity"));
        File.Move(Backup, _folder.PathOf("plain"));
        ServerProcess.Run("age", "/", "", ["--recipient", recipient, "--output", Backup, _folder.PathOf("plain")]);
    }

    private void Cut(int part)
    {
        using FileStream file = File.OpenWrite(Backup);
        file.SetLength(file.Length / part);
    }

    private void Alter(long at, int length)
    {
        using FileStream file = File.Open(Backup, FileMode.Open);
        file.Position = at;
        byte[] bytes = new byte[length];
        file.ReadExactly(bytes);
        file.Position = at;
        file.Write([.. bytes.Select(b => (byte)(b ^ 0xFF))]);
    }

    private async Task ExecuteAsync(string command, SqliteOpenMode mode = SqliteOpenMode.ReadWrite)
    {
        await using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = Backup, Mode = mode, Pooling = false }.ToString());
        await connection.OpenAsync();
        await SqliteFile.ReadAsync(connection, "PRAGMA journal_mode=DELETE", _ => 0, default);
        await SqliteFile.ReadAsync(connection, command, _ => 0, default);
    }

    private Task<(int Code, string Output, string Error)> RestoreAsync(params string[] words) => IssuerRun.RunAsync(
        _folder.FullPath,
        null,
        [
            "restore", Backup, .. words.Any(w => w.StartsWith("--Database", StringComparison.Ordinal))
                ? Array.Empty<string>() : [$"--Database:Connection={Database}"], .. words,
        ]);

    private (int Code, string Said) Shell(string words)
    {
        var start = new System.Diagnostics.ProcessStartInfo(
            "sh", ["-c", $"{Environment.ProcessPath} exec {typeof(IssuerOptions).Assembly.Location} {words} 2>&1"])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = _folder.FullPath,
        };
        using var process = System.Diagnostics.Process.Start(start)!;
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said);
    }

    private string[] Entries() =>
        [.. Directory.GetFileSystemEntries(_folder.PathOf("there")).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];
}

using System.Diagnostics;
using DigitalEmblem.Issuer.Commands;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Storage.Backups;
using DigitalEmblem.Issuer.Tests.Custody;
using DigitalEmblem.Issuer.Tests.Storage;
using Microsoft.Data.Sqlite;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>
/// Backups that are encrypted. When these fail, who finds a backup reads who works for the organization and what it has marked, or the
/// backup of a night is not there, or cannot be opened, and nobody notices before it is needed.
/// </summary>
[Trait("Category", "Servers")]
public sealed class EncryptedBackupTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite, Program = Owner | UnixFileMode.UserExecute;

    private readonly TemporaryFolder _folder = new();
    private readonly string _database, _copy, _recipient;

    public EncryptedBackupTests()
    {
        // The database in a folder of its own, so that all that is left there is seen.
        Directory.CreateDirectory(_folder.PathOf("service"), Program);
        _database = _folder.PathOf("service/issuer.db");
        _copy = _folder.PathOf("copy.age");
        _recipient = AgeKeys.Make(_folder.PathOf("identity"));
    }

    /// <summary>What a program in the place of age does, and what is told then.</summary>
    public static TheoryData<string, string> Programs => new()
    {
        { "exit 0", "said that it encrypted the backup, and did not" },
        {
            "echo 'age: error: no space left' >&2; echo 'report at https://filippo.io/age/report' >&2; exit 3",
            "ended with exit code 3, and said: age: error: no space left"
        },
        { "printf '\\033[2Jx' >&2; exit 1", "[2Jx" },
        { "for last; do :; done; cp \"$last\" \"$5\"", "said that it encrypted the backup, and did not" },
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EachRecipient_OpensIt_AndNothingReadableIsLeft()
    {
        await EarlierDatabases.UnpackAsync(EarlierDatabases.Sqlite[^1], _database);
        string second = AgeKeys.Make(_folder.PathOf("second"));
        _folder.Write("recipients", $"# of the deputy\n{second}\n");

        (int code, string head, string error) = await RunAsync(
            "--recipient", _recipient, "--recipients-file", _folder.PathOf("recipients"));

        Assert.Equal((ExitCode.Done, ""), (code, error));
        Assert.Matches("^[0-9]+ [0-9a-f]{64}\n$", head);
        Assert.Equal(BackupKind.Encrypted, BackupFile.KindOf(_copy));
        Assert.Equal(Owner, File.GetUnixFileMode(_copy));
        RequireNothingLeft();
        foreach (string identity in (string[])["identity", "second"])
        {
            string plain = _folder.PathOf($"{identity}.db");
            ServerProcess.Run("age", "/", "", ["--decrypt", "--identity", _folder.PathOf(identity), "--output", plain, _copy]);
            JournalAuditResult audit = await DatabaseBackup.AuditAsync(plain, null, default);
            Assert.Equal(head.Trim(), JournalCommand.Write(audit.Entries, audit.Head));
        }
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task ProgramThatDoesNotEncrypt_MakesNoBackup_AndIsTold(string script, string told)
    {
        await MigratedFile.CopyAsync(_database);
        string program = Script(script);

        (int code, string output, string error) = await RunAsync("--recipient", _recipient, "--age", program);

        Assert.Equal((ExitCode.Failed, ""), (code, output));
        Assert.Contains(told, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', error);
        Assert.EndsWith("No backup was made.\n", error, StringComparison.Ordinal);
        RequireNothingMade();
    }

    [Fact]
    public async Task ProgramThatIsNotInstalled_IsToldWithTheNextStep()
    {
        await MigratedFile.CopyAsync(_database);

        (int code, _, string error) = await RunAsync("--recipient", _recipient, "--age", _folder.PathOf("none"));

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("apt install age", error, StringComparison.Ordinal);
        RequireNothingMade();
    }

    [Fact]
    public async Task ProgramThatOthersCanWrite_IsNotStarted()
    {
        await MigratedFile.CopyAsync(_database);
        string program = Script($"touch {_folder.PathOf("started")}");
        File.SetUnixFileMode(program, Program | UnixFileMode.OtherWrite);

        (int code, _, string error) = await RunAsync("--recipient", _recipient, "--age", program);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains($"chmod go-w '{program}'", error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.PathOf("started")));
        RequireNothingMade();
    }

    [Fact]
    public async Task RecipientThatIsMistyped_IsToldBeforeAnythingIsCopied()
    {
        await MigratedFile.CopyAsync(_database);

        (int code, _, string error) = await RunAsync("--recipient", _recipient[..^1]);

        Assert.Equal(ExitCode.Failed, code);
        Assert.Contains("malformed recipient", error, StringComparison.Ordinal);
        RequireNothingMade();
    }

    [Fact]
    public async Task IdentityInPlaceOfARecipient_IsRefused_AndNotRepeated()
    {
        await MigratedFile.CopyAsync(_database);
        string identity = (await File.ReadAllLinesAsync(_folder.PathOf("identity"))).Single(l => !l.StartsWith('#'));

        (int code, string output, string error) = await RunAsync("--recipient", identity);

        Assert.Equal((ExitCode.Usage, ""), (code, output));
        Assert.Contains("which is secret", error, StringComparison.Ordinal);
        Assert.DoesNotContain(identity[20..], error, StringComparison.Ordinal);
        RequireNothingMade();
    }

    [Theory]
    [InlineData(true, "could add themselves")]
    [InlineData(false, "there is no file")]
    public async Task RecipientsThatOthersCanWrite_OrThatAreNotThere_AreRefused(bool isThere, string told)
    {
        await MigratedFile.CopyAsync(_database);
        if (isThere)
        {
            _folder.Write("recipients", _recipient);
            File.SetUnixFileMode(_folder.PathOf("recipients"), Owner | UnixFileMode.GroupWrite);
        }

        (int code, _, string error) = await RunAsync("--recipients-file", _folder.PathOf("recipients"));

        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(told, error, StringComparison.Ordinal);
        RequireNothingMade();
    }

    [Fact]
    public async Task JournalThatIsNotAsItWasWritten_IsNotEncrypted()
    {
        await EarlierDatabases.UnpackAsync(EarlierDatabases.Sqlite[^1], _database);
        SqliteConnection database = await SqliteFile.OpenAsync(_database, default);
        await using (database)
        {
            await SqliteFile.ReadAsync(database, "UPDATE journal SET Actor = 'other' WHERE Sequence = 2 RETURNING 1", r => 0, default);
        }

        (int code, _, string error) = await RunAsync("--recipient", _recipient);

        Assert.Equal(ExitCode.No, code);
        Assert.Contains("Line 2 is not as it was written", error, StringComparison.Ordinal);
        RequireNothingMade();
    }

    [Fact]
    public async Task Stopped_WhileItEncrypts_LeavesNothing()
    {
        await MigratedFile.CopyAsync(_database);
        string started = _folder.PathOf("started"), trial = _folder.PathOf("trial");

        // The first run is the trial of the recipients.
        string program = Script(
            $"[ -e {trial} ] || {{ touch {trial}; exec /usr/bin/age \"$@\"; }}; touch {started}; exec sleep 60");
        using Process backup = Start("--recipient", _recipient, "--age", program);
        Task<string> error = backup.StandardError.ReadToEndAsync();
        await UntilAsync(() => File.Exists(started) || backup.HasExited);
        Assert.True(File.Exists(_database + ".copying/copy.db"), backup.HasExited ? await error : "no copy");
        Assert.Equal(Program, File.GetUnixFileMode(_database + ".copying"));

        ServerProcess.Run("kill", "/", "", ["-TERM", $"{backup.Id}"]);
        await backup.WaitForExitAsync();

        Assert.Equal(ExitCode.Stopped, backup.ExitCode);
        RequireNothingMade();
    }

    [Fact]
    public async Task WhatAKilledBackupLeft_IsDeletedByTheNext_AndTwoAtOnceAreOne()
    {
        await MigratedFile.CopyAsync(_database);
        using (WorkingFolder other = WorkingFolder.Make($"{_database}.copying", "another backup is being made"))
        {
            (int code, _, string error) = await RunAsync("--recipient", _recipient);
            Assert.Equal(ExitCode.Failed, code);
            Assert.Contains("another backup is being made", error, StringComparison.Ordinal);
        }

        Directory.CreateDirectory($"{_database}.copying", Program);
        await File.WriteAllTextAsync($"{_database}.copying/copy.db", "left");

        Assert.Equal(ExitCode.Done, (await RunAsync("--recipient", _recipient)).Code);
        RequireNothingLeft();
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            await Task.Delay(20);
        }
    }

    private string Script(string text)
    {
        string program = _folder.Write("program", $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(program, Program);
        return program;
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] words) =>
        IssuerRun.RunAsync(_folder.FullPath, null, ["backup", _copy, $"--Database:Connection={_database}", .. words]);

    private Process Start(params string[] words) => Process.Start(new ProcessStartInfo(
        Environment.ProcessPath!,
        ["exec", typeof(IssuerOptions).Assembly.Location, "backup", _copy, $"--Database:Connection={_database}", .. words])
    {
        RedirectStandardError = true,
    })!;

    private void RequireNothingMade()
    {
        RequireNothingLeft();
        Assert.Empty(Directory.GetFiles(_folder.FullPath, "copy*"));
    }

    private void RequireNothingLeft()
    {
        Assert.Equal(["issuer.db"], Directory.GetFileSystemEntries(_folder.PathOf("service")).Select(Path.GetFileName));
        Assert.Empty(Directory.GetFiles(_folder.FullPath, "*.part"));
    }
}

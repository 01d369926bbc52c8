using DigitalEmblem.Issuer.Commands;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Storage.Backups;
using DigitalEmblem.Issuer.Tests.Custody;
using DigitalEmblem.Issuer.Tests.Operating;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>
/// Locks of migrations. When these fail, an upgrade waits for ever and says nothing, while the service is stopped and emblems run out; or
/// two migrations spoil a database together.
/// </summary>
[Trait("Category", "Servers")]
[Collection(IssuerPostgres.Collection)]
public sealed class MigrationLockTests(IssuerPostgres server) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Database => _folder.PathOf("issuer.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task LockOfAKilledMigration_IsNamed_AndClearedOnlyWhenAsked()
    {
        await EarlierDatabases.UnpackAsync(EarlierDatabases.Sqlite[0], Database);
        await LeaveLockAsync(TimeSpan.FromHours(3));

        (int code, string output, string error) = await RunAsync("migrate");
        Assert.Equal((ExitCode.Usage, ""), (code, output));
        Assert.Contains("has the lock of a migration since", error, StringComparison.Ordinal);
        Assert.Contains("(3 hours old)", error, StringComparison.Ordinal);
        Assert.Contains("run 'issuer migrate --clear-lock'", error, StringComparison.Ordinal);

        (code, output, error) = await RunAsync("migrate", "--clear-lock");
        Assert.True(code == ExitCode.Done, error);
        Assert.Matches("^The lock of .* was taken away.\nDone: ", output);
        Assert.Contains("The journal is as it was written", (await RunAsync("journal", "verify")).Output, StringComparison.Ordinal);
        Assert.Equal("There was no lock.", (await RunAsync("migrate", "--clear-lock")).Output.Split('\n')[0]);
        Assert.Equal(["issuer.db"], Directory.GetFiles(_folder.FullPath).Select(Path.GetFileName));
    }

    [Fact]
    public async Task LockOfAMigrationThatRuns_IsNotCleared()
    {
        await EarlierDatabases.UnpackAsync(EarlierDatabases.Sqlite[0], Database);
        await LeaveLockAsync(TimeSpan.FromHours(3));
        await using (await MigrationLock.HoldAsync(Database, 1, default))
        {
            (int code, _, string error) = await RunAsync("migrate", "--clear-lock");
            Assert.Equal(ExitCode.Failed, code);
            Assert.Contains("Another 'issuer migrate' works on the database", error, StringComparison.Ordinal);
            await Assert.ThrowsAsync<IOException>(() => Contexts().MigrateAsync(default, patience: 2));
        }

        Assert.Equal(1, await LocksAsync());
    }

    /// <summary>Of an earlier version, which holds no file: it shows by what it writes, or has begun this moment.</summary>
    [Theory]
    [InlineData(true, 180, "is being written to")]
    [InlineData(false, 0, "may just begin")]
    public async Task LockOfAMigrationOfAnEarlierVersion_IsNotCleared(bool isWriting, int minutes, string told)
    {
        await EarlierDatabases.UnpackAsync(EarlierDatabases.Sqlite[0], Database);
        await LeaveLockAsync(TimeSpan.FromMinutes(minutes));
        SqliteConnection other = await SqliteFile.OpenAsync(Database, default);
        await using (other)
        {
            await using SqliteTransaction? writing = isWriting ? other.BeginTransaction(deferred: false) : null;

            (int code, _, string error) = await RunAsync("migrate", "--clear-lock");

            Assert.Equal(ExitCode.Usage, code);
            Assert.Contains(told, error, StringComparison.Ordinal);
        }

        Assert.Equal(1, await LocksAsync());
    }

    [Fact]
    public async Task TwoMigrationsAtOnce_RunOneAfterTheOther()
    {
        await EarlierDatabases.UnpackAsync(EarlierDatabases.Sqlite[0], Database);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Contexts().MigrateAsync(default))));

        (await Contexts().FormAsync(default)).RequireCurrent();
        SqliteConnection.ClearAllPools();
        Assert.Equal(["issuer.db"], Directory.GetFiles(_folder.FullPath).Select(Path.GetFileName));
    }

    [Fact]
    public async Task MigrationOfPostgresThatDoesNotEnd_IsNamedWithItsProcess_AndItsLockEndsWithItsConnection()
    {
        string connection = server.NewDatabase();
        var contexts = new IssuerContexts(new DatabaseOptions { Connection = connection });
        await using (IssuerContext other = contexts.Open())
        {
            await other.Database.OpenConnectionAsync();
            await using var transaction = await other.Database.BeginTransactionAsync();
            await using IMigrationsDatabaseLock held = await other.GetService<IHistoryRepository>().AcquireDatabaseLockAsync();
            int process = ((NpgsqlConnection)other.Database.GetDbConnection()).ProcessID;

            IOException told = await Assert.ThrowsAsync<IOException>(() => contexts.MigrateAsync(default, patience: 2));
            Assert.Contains($"pg_terminate_backend({process})", told.Message, StringComparison.Ordinal);
            await Assert.ThrowsAsync<IOException>(() => contexts.ClearLockAsync(default));
        }

        await contexts.MigrateAsync(default, patience: 2);
        Assert.Null(await contexts.ClearLockAsync(default));
    }

    /// <summary>As a migration leaves it that is killed: EF Core's own, and never released.</summary>
    private async Task LeaveLockAsync(TimeSpan age)
    {
        await using (IssuerContext context = Contexts().Open())
        {
            _ = await context.GetService<IHistoryRepository>().AcquireDatabaseLockAsync();
            string since = TimeProvider.System.GetUtcNow().Add(-age).ToString("yyyy-MM-dd HH:mm:ss.fffffffzzz", null);
            if (age > TimeSpan.Zero)
            {
                await context.Database.ExecuteSqlAsync($"UPDATE __EFMigrationsLock SET Timestamp = {since}");
            }
        }

        SqliteConnection.ClearAllPools();
    }

    private async Task<int> LocksAsync()
    {
        SqliteConnection connection = await SqliteFile.OpenAsync(Database, default);
        await using (connection)
        {
            return (await SqliteFile.ReadAsync(connection, "SELECT count(*) FROM __EFMigrationsLock", r => r.GetInt32(0), default))[0];
        }
    }

    private IssuerContexts Contexts() => new(new DatabaseOptions { Connection = Database });

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] words) =>
        IssuerRun.RunAsync(_folder.FullPath, null, [.. words, $"--Database:Connection={Database}"]);
}

using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage.Backups;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace DigitalEmblem.Issuer.Storage;

/// <summary>
/// Copies a SQLite database while the service works on it. The copy has everything that is in the database. An attacker who can restore an
/// old copy changes the past of the service.
/// </summary>
internal static class DatabaseBackup
{
    /// <summary>
    /// Writes a copy as of one instant, and audits the copy's whole journal. The file gets its name only if the audit finds no fault.
    /// </summary>
    /// <param name="options">The database.</param>
    /// <param name="file">The copy. The file must not exist yet.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The audit of the copy's journal. If it has faults, no file was made.</returns>
    /// <exception cref="IOException">The file exists already, or cannot be written.</exception>
    public static Task<JournalAuditResult> WriteAsync(DatabaseOptions options, string file, CancellationToken cancellationToken) =>
        MakeAsync(
            file,
            async beside =>
            {
                Copy(options.Connection, beside);
                return await AuditAsync(beside, null, cancellationToken);
            });

    /// <summary>
    /// The same, encrypted. What is not encrypted yet lies in a folder beside the database, for the owner alone, until this ends.
    /// </summary>
    /// <param name="options">The database.</param>
    /// <param name="file">The encrypted copy. The file must not exist yet.</param>
    /// <param name="age">What encrypts it.</param>
    /// <param name="to">Who can open it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The audit of the copy's journal. If it has faults, no file was made.</returns>
    /// <exception cref="IOException">The file exists already, or cannot be written or encrypted.</exception>
    public static Task<JournalAuditResult> WriteAsync(
        DatabaseOptions options, string file, AgeProgram age, BackupRecipients to, CancellationToken cancellationToken) =>
        MakeAsync(
            file,
            async beside =>
            {
                using var folder = WorkingFolder.Make(
                    $"{Path.GetFullPath(options.Connection)}.copying", "another backup is being made");
                string copy = folder.PathOf("copy.db"), trial = folder.PathOf("trial");

                // A recipient that is mistyped is found before the copy is made, which may take minutes.
                await BackupFile.Create(trial).DisposeAsync();
                await age.EncryptAsync(to, trial, Path.GetFullPath(beside), cancellationToken);
                await BackupFile.Create(copy).DisposeAsync();
                Copy(options.Connection, copy);
                JournalAuditResult audit = await AuditAsync(copy, null, cancellationToken);
                if (audit.Faults.Count == 0)
                {
                    await age.EncryptAsync(to, copy, Path.GetFullPath(beside), cancellationToken);
                    BackupFile.Flush(beside);
                }

                return audit;
            });

    /// <summary>Audits the journal of a copy that nothing else works with. No file is left beside it.</summary>
    /// <param name="file">The copy.</param>
    /// <param name="kept">A head that was kept; null for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<JournalAuditResult> AuditAsync(
        string file, (long Sequence, byte[] Hash)? kept, CancellationToken cancellationToken)
    {
        await using IssuerContext database = new IssuerContexts(new DatabaseOptions { Connection = file }).Open();
        try
        {
            return await JournalAudit.RunAsync(database, kept, cancellationToken);
        }
        finally
        {
            // A pooled connection would keep the file open under its old name.
            SqliteConnection.ClearPool((SqliteConnection)database.Database.GetDbConnection());
        }
    }

    private static async Task<JournalAuditResult> MakeAsync(string file, Func<string, Task<JournalAuditResult>> write)
    {
        if (File.Exists(file))
        {
            throw new IOException($"'{file}' is there already, and a backup is never overwritten. Name another file.");
        }

        // Create the file before any clean-up, so that a clean-up never deletes the file of another backup of the same name.
        string beside = $"{file}.part";
        if (File.Exists(beside))
        {
            throw new IOException($"'{beside}' is there: another backup is being made, or one was cut off. Remove it if none is.");
        }

        await BackupFile.Create(beside).DisposeAsync();
        try
        {
            JournalAuditResult audit = await write(beside);
            if (audit.Faults.Count == 0)
            {
                File.Move(beside, file, overwrite: false);
            }

            return audit;
        }
        finally
        {
            foreach (string left in new[] { beside, $"{beside}-wal", $"{beside}-shm" })
            {
                File.Delete(left);
            }
        }
    }

    private static void Copy(string from, string to)
    {
        // Opens for writing: a reader of a database in WAL mode must be able to create the files beside it.
        using var source = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = from,
                Mode = SqliteOpenMode.ReadWrite,
                Pooling = false,
                DefaultTimeout = 30,
            }.ToString());
        using var copy = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = to, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        source.Open();
        copy.Open();
        source.BackupDatabase(copy);

        // Leaves WAL mode, so that the backup is one file. The service sets its mode again when it opens the file.
        using SqliteCommand single = copy.CreateCommand();
        single.CommandText = "PRAGMA journal_mode=DELETE";
        single.ExecuteNonQuery();
    }
}

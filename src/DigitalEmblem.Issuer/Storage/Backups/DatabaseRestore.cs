using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Secrets;
using Microsoft.Data.Sqlite;

namespace DigitalEmblem.Issuer.Storage.Backups;

/// <summary>
/// Puts a backup in the place of a SQLite database, whole or not at all. All is looked at in a folder beside it, for the owner alone,
/// before the database gets its name.
/// </summary>
/// <param name="age">What opens encrypted backups.</param>
/// <param name="clock">The clock.</param>
internal sealed class DatabaseRestore(AgeProgram age, TimeProvider clock)
{
    // What lies beside a database and holds its latest work. The third, -shm, is made anew.
    private static readonly string[] Logs = ["-wal", "-journal"];

    private static readonly string[] Whole = ["", .. Logs];

    /// <summary>Restores.</summary>
    /// <param name="request">What.</param>
    /// <param name="cancellationToken">Ends it; nothing is left then.</param>
    /// <exception cref="RestoreRefusedException">It is not restored, and why.</exception>
    /// <exception cref="DatabaseFormException">Its form is of another version or program.</exception>
    /// <exception cref="IOException">A file could not be read or written.</exception>
    public async Task<RestoreResult> RunAsync(RestoreRequest request, CancellationToken cancellationToken)
    {
        string folder = RequireRoom(request.Database);
        RequireFiles(request);
        using var work = WorkingFolder.Make($"{request.Database}.restoring", "another restore is under way");
        string copy = work.PathOf("copy.db");
        await OpenAsync(request, work, copy, cancellationToken);
        int pending = await RequireFormAsync(request, copy, cancellationToken);
        (long sequence, byte[] hash) = await RequireJournalAsync(request, work, copy, pending, cancellationToken);
        SqliteConnection restored = await SqliteFile.OpenAsync(copy, cancellationToken);
        RestoreResult result;
        await using (restored)
        {
            DateTimeOffset? at = sequence == 0 ? null : (await SqliteFile.ReadAsync(
                restored, "SELECT At FROM journal WHERE Sequence = $1", r => new DateTimeOffset(r.GetInt64(0), TimeSpan.Zero),
                cancellationToken, sequence))[0];
            WhatCameAfter? after = request.After is null
                ? null
                : await AfterAsync(request, work, restored, (sequence, hash), cancellationToken);
            await RequireHeadAsync(request, restored, sequence, cancellationToken);
            long? missing = request.Head is { } head ? Math.Max(0, head.Sequence - sequence) : null;
            result = new RestoreResult(sequence, hash, at, pending, missing, after);
        }

        Place(copy, request.Database, folder);
        return result;
    }

    private static string RequireRoom(string database)
    {
        string folder = Path.GetDirectoryName(database)!;
        if (!Directory.Exists(folder))
        {
            throw new RestoreRefusedException($"There is no folder '{folder}' (Database:Connection), or this user may not see it. Make it "
                + $"for the user of the service: install -d -m 0700 -o emblem-issuer -g emblem-issuer '{folder}'.");
        }

        if (OthersCanWrite.OfFolder(folder) is { } open)
        {
            throw new RestoreRefusedException($"Others than its owner can write the folder '{open}', and could put another database in the "
                + $"place of this one. Run: chmod go-w '{open}'.");
        }

        if (IsThere(database))
        {
            throw new RestoreRefusedException($"There is a database '{database}' already. Stop the service, and put the database aside "
                + "with what lies beside it, which is its latest work: for end in '' -wal -shm -journal; do "
                + $"[ ! -e '{database}'$end ] || mv '{database}'$end '{database}.aside'$end; done. Then restore with --after "
                + $"'{database}.aside', so that you are told what the backup does not know.");
        }

        foreach (string beside in SqliteFile.Beside.Select(b => database + b).Where(IsThere))
        {
            throw new RestoreRefusedException($"'{beside}' is there, of a database that is not. It would be taken for a part of the "
                + "restored one, and spoil it. Put it beside the database that it belongs to, under that one's name, or aside.");
        }

        return folder;
    }

    // Also a link that leads nowhere.
    private static bool IsThere(string path) => Path.Exists(path) || new FileInfo(path).LinkTarget is not null;

    private static void RequireFiles(RestoreRequest request)
    {
        IEnumerable<string?> files = [request.From == RestoreRequest.Input ? null : request.From, .. request.Identities, request.After];
        foreach (string file in files.OfType<string>().Where(f => !File.Exists(f)))
        {
            throw new RestoreRefusedException($"There is no file '{file}', or this user may not see it.");
        }

        foreach (string beside in Logs.Select(b => request.From + b).Where(File.Exists))
        {
            throw new RestoreRefusedException($"'{beside}' lies beside '{request.From}', so that is no backup: it is a database in use, or "
                + "one that was not closed, and its latest work is in that file. Make a backup of it ('issuer backup'), or put both files "
                + "in the database's place by hand, under its name.");
        }
    }

    /// <summary>Has the backup's database in a file.</summary>
    private async Task OpenAsync(RestoreRequest request, WorkingFolder work, string copy, CancellationToken cancellationToken)
    {
        string given = work.PathOf("given");
        await using (FileStream file = BackupFile.Create(given))
        await using (Stream from = request.From == RestoreRequest.Input ? Console.OpenStandardInput() : File.OpenRead(request.From))
        {
            await from.CopyToAsync(file, cancellationToken);
        }

        switch (BackupFile.KindOf(given))
        {
            case BackupKind.Plain:
                File.Move(given, copy);
                break;
            case BackupKind.Encrypted when request.Identities.Count == 0:
                throw new RestoreRefusedException($"The backup {request.Called} is encrypted. Name the file with an identity that opens "
                    + "it: --identity FILE (age-keygen made it, and it is kept apart from this machine).");
            case BackupKind.Encrypted:
                await BackupFile.Create(copy).DisposeAsync();
                await DecryptAsync(request, given, copy, cancellationToken);
                File.Delete(given);
                break;
            default:
                throw new RestoreRefusedException($"The backup {request.Called} is no backup: no database of SQLite, and nothing that age "
                    + "encrypted. Most likely it is another file, or it was cut off at its beginning.");
        }
    }

    private async Task DecryptAsync(RestoreRequest request, string given, string copy, CancellationToken cancellationToken)
    {
        try
        {
            await age.DecryptAsync(request.Identities, given, copy, cancellationToken);
        }
        catch (AgeException e) when (e.Said.Contains("no identity matched", StringComparison.Ordinal))
        {
            throw new RestoreRefusedException($"None of the identities opens the backup {request.Called}: it was encrypted to others. Look "
                + "which recipients it was made for ('issuer backup --recipient'), and name the identity of one of them.", e);
        }
        catch (AgeException e) when (e.Said.Length > 0)
        {
            throw new RestoreRefusedException($"The backup {request.Called} could not be opened: it was cut off or changed, or the file of "
                + $"the identity is none. Take another copy of it. {e.Message}", e);
        }
        catch (AgeException e)
        {
            throw new RestoreRefusedException(e.Message, e);
        }
    }

    private static async Task<int> RequireFormAsync(RestoreRequest request, string copy, CancellationToken cancellationToken)
    {
        DatabaseForm form;
        try
        {
            SqliteConnection connection = await SqliteFile.OpenAsync(copy, cancellationToken);
            await using (connection)
            {
                List<string> faults = await SqliteFile.ReadAsync(
                    connection, "PRAGMA integrity_check(3)", r => r.GetString(0), cancellationToken);
                if (faults is not ["ok"])
                {
                    throw Broken(request, faults.FirstOrDefault() ?? "no answer", null);
                }
            }

            form = await new IssuerContexts(new DatabaseOptions { Connection = copy }).FormAsync(cancellationToken);
        }
        catch (SqliteException e)
        {
            throw Broken(request, e.Message, e);
        }

        form = form with { Place = $"in {request.Called}" };
        if (form.IsForeign || (form.Pending.Count == form.Known.Count && form.Unknown.Count == 0))
        {
            throw new RestoreRefusedException($"The database in {request.Called} holds nothing of the issuer: it is of another program, or "
                + "empty. Most likely it is another file.");
        }

        form.RequireOurs();
        return form.Pending.Count;
    }

    private static RestoreRefusedException Broken(RestoreRequest request, string why, Exception? inner) => new(
        $"The database in {request.Called} is not whole: it was cut off or changed. Take another copy of it. SQLite says: "
            + $"{Printable.Text(why)}",
        inner);

    /// <summary>Audits the journal, of a migrated copy if the backup has an earlier form.</summary>
    private static async Task<(long Sequence, byte[] Hash)> RequireJournalAsync(
        RestoreRequest request, WorkingFolder work, string copy, int pending, CancellationToken cancellationToken)
    {
        string audited = copy;
        if (pending > 0)
        {
            audited = work.PathOf("migrated.db");
            File.Copy(copy, audited);
            await new IssuerContexts(new DatabaseOptions { Connection = audited }).MigrateAsync(cancellationToken);
        }

        JournalAuditResult audit = await DatabaseBackup.AuditAsync(audited, null, cancellationToken);
        return audit.Faults.Count == 0
            ? (audit.Entries, audit.Head)
            : throw new RestoreRefusedException($"The journal and the database in {request.Called} are not as they were written, so "
                + $"someone has changed them, or the file is damaged. Take another backup. {audit.Faults.Count} faults:"
                + string.Concat(audit.Faults.Take(10).Select(f => $"\n{Printable.Text(f)}")) + "\n");
    }

    private async Task<WhatCameAfter> AfterAsync(
        RestoreRequest request, WorkingFolder work, SqliteConnection restored, (long Sequence, byte[] Hash) end,
        CancellationToken cancellationToken)
    {
        // A copy, with its log: SQLite would write to the database itself, which is to stay as it was found.
        string after = work.PathOf("after.db");
        foreach (string part in Whole.Where(p => File.Exists(request.After + p)))
        {
            File.Copy(request.After + part, after + part);
        }

        try
        {
            SqliteConnection aside = await SqliteFile.OpenAsync(after, cancellationToken);
            await using (aside)
            {
                byte[]? same = await SqliteFile.HashOfAsync(aside, end.Sequence, cancellationToken);
                if (same is null || !same.AsSpan().SequenceEqual(end.Hash))
                {
                    string how = same is null ? "is not there" : "is another one";
                    throw new RestoreRefusedException($"The database '{request.After}' does not go on from this backup: line "
                        + $"{end.Sequence} of its journal {how}. Name the database that was put aside, or the "
                        + "right backup.");
                }

                if (request.Head is { } head && head.Sequence > end.Sequence
                    && !(await SqliteFile.HashOfAsync(aside, head.Sequence, cancellationToken)).AsSpan().SequenceEqual(head.Hash))
                {
                    throw new RestoreRefusedException($"The head that was kept, of line {head.Sequence}, is not in the journal of "
                        + $"'{request.After}': that ends before it, was rewritten, or is of another past. What it says of the time after "
                        + "the backup is not to be believed alone. Look for the database that has this head, or restore without --after.");
                }
            }

            return await WhatCameAfter.OfAsync(restored, after, end.Sequence, clock.GetUtcNow(), cancellationToken);
        }
        catch (SqliteException e)
        {
            throw new RestoreRefusedException($"The database '{request.After}' cannot be read: {Printable.Text(e.Message)}. To restore "
                + "without it, leave out --after; then look elsewhere for what was withdrawn, suspended and revoked since the backup "
                + "(exports of the journal, logs, alerts).", e);
        }
    }

    private static async Task RequireHeadAsync(
        RestoreRequest request, SqliteConnection restored, long sequence, CancellationToken cancellationToken)
    {
        if (request.Head is not { } head)
        {
            return;
        }

        if (head.Sequence > sequence)
        {
            if (request.After is null && !request.AllowOlder)
            {
                throw new RestoreRefusedException($"The backup {request.Called} is older than the head that was kept: it ends at line "
                    + $"{sequence} of the journal, and the head is of line {head.Sequence}, so {head.Sequence - sequence} lines are "
                    + "missing. What was withdrawn, suspended or revoked in them is not known to it. Take a newer backup; or name the "
                    + "database that was put aside (--after), which tells what is missing; or say --allow-older, and find that out "
                    + "elsewhere.");
            }
        }
        else if (!(await SqliteFile.HashOfAsync(restored, head.Sequence, cancellationToken)).AsSpan().SequenceEqual(head.Hash))
        {
            throw new RestoreRefusedException($"The head that was kept, of line {head.Sequence}, is not in the journal of "
                + $"{request.Called}: it was rewritten since, or is that of another service. Take another backup, and find out who could "
                + "change this one.");
        }
    }

    private static void Place(string copy, string database, string folder)
    {
        BackupFile.Flush(copy);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        FolderOwner.GiveTo(copy, folder);

        // Looked at again, because SQLite would take what appeared meanwhile for a part of this database.
        RequireRoom(database);
        File.Move(copy, database, overwrite: false);
        PrivateDirectory.Sync(folder);
    }
}

using DigitalEmblem.Discovery;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using System.Text;

namespace DigitalEmblem.Store;

/// <summary>
/// Commitments that were verified, in a local SQLite file, each with the evidence: it is verified again whenever it is used (decisions.md,
/// 22). A reader of the file learns which organizations this validator verified. A writer of the file can remove records, but cannot add a
/// record that does not verify. Safe for concurrent use, by several processes too.
/// </summary>
public sealed class CommitmentStore : ICommitmentStore, IDisposable
{
    // These numbers stand in the file's header, so that the database of another program is never written to.
    private const int SchemaVersion = 2;
    private const int ApplicationId = 0x454d424c;

    // SQLite's result codes.
    private const int Corrupt = 11;
    private const int NotADatabase = 26;
    private const int TooBig = 18;
    private const int Interrupted = 9;
    private const int LengthLimit = 0;

    // Bounds what is read from the file, because anyone who can write it may make it endless. A record has some 10 kB, and a store for
    // every National Society and ministry has some MB.
    private const int MaxRecordBytes = 8 * 1024 * 1024;
    private const int MaxBytes = 256 * 1024 * 1024;
    private const int MaxRecords = 100_000;

    // Reading that many records takes a million steps of SQLite's machine; a file made to keep it busy takes more.
    private const int StepsPerCall = 1_000_000;
    private const int MaxCalls = 100;

    private readonly Lock _lock = new();
    private readonly SqliteConnection _connection;
    private readonly string _path;
    private int _calls;

    private CommitmentStore(SqliteConnection connection, string path)
    {
        _connection = connection;
        _path = path;
        raw.sqlite3_limit(connection.Handle, LengthLimit, MaxRecordBytes);
        raw.sqlite3_progress_handler(connection.Handle, StepsPerCall, _ => ++_calls > MaxCalls ? 1 : 0, null);
    }

    /// <summary>Opens a store, and makes it if it is not there.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be opened, is no store, or is one of a newer program.</exception>
    public static CommitmentStore Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        // SQLite does not treat ':memory:' and 'file:…' as file names, and would lose what is written there. A full path is always a file
        // name.
        var file = new SqliteConnectionStringBuilder
        {
            DataSource = Path.GetFullPath(path),
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = 10,
        };
        var connection = new SqliteConnection(file.ToString());
        try
        {
            connection.Open();
            var store = new CommitmentStore(connection, path);
            store.Prepare();
            return store;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw Unusable(path, e);
        }
        catch (IOException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Every record, in the order of organization and key.</summary>
    /// <exception cref="IOException">
    /// The file is damaged, holds more than a store does, or a record in it cannot be read; the message names the organization.
    /// </exception>
    public IReadOnlyList<CommitmentRecord> List() => Read("", "ORDER BY organization, key_id");

    /// <summary>The records of some organizations.</summary>
    /// <param name="organizations">The organizations.</param>
    /// <exception cref="IOException">
    /// The file is damaged, or a record of theirs in it cannot be read; the message names the organization.
    /// </exception>
    public IReadOnlyList<CommitmentRecord> Of(IEnumerable<OrganizationIdentifier> organizations)
    {
        ArgumentNullException.ThrowIfNull(organizations);
        return [.. organizations.Distinct()
            .SelectMany(o => Read("WHERE organization = $organization", "ORDER BY key_id", ("$organization", o.ToString())))];
    }

    /// <summary>Keeps a record. It replaces an older record of the same organization and key.</summary>
    /// <param name="record">The record.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Add(CommitmentRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        (string, object) organization = ("$organization", record.Claim.Organization.ToString()),
            key = ("$key", record.Claim.Key.CoseIdentifier.ToString());
        InTransaction(() =>
        {
            Execute(
                "INSERT INTO commitments (organization, key_id, verified_at, record) VALUES ($organization, $key, $at, $record) ON "
                    + "CONFLICT (organization, key_id) DO UPDATE SET verified_at = $at, record = $record",
                organization,
                key,
                ("$at", record.VerifiedAt.ToUnixTimeSeconds()),
                ("$record", CommitmentRecordJson.WriteWithoutLists([record])));
            Execute("DELETE FROM listed_by WHERE organization = $organization AND key_id = $key", organization, key);
            foreach (SignedLogList list in record.Material.Listed.Values.DistinctBy(l => l.Digest))
            {
                (string, object) digest = ("$digest", list.Digest.ToString());
                Execute(
                    "INSERT INTO log_lists (digest, document, signature) VALUES ($digest, $document, $signature) ON CONFLICT (digest) DO "
                        + "UPDATE SET document = $document, signature = $signature",
                    digest,
                    ("$document", list.Document.ToArray()),
                    ("$signature", list.Signature.ToArray()));
                Execute(
                    "INSERT INTO listed_by (organization, key_id, digest) VALUES ($organization, $key, $digest)",
                    organization,
                    key,
                    digest);
            }

            return RemoveUnused();
        });
    }

    // The file is on this machine, so reading it needs no wait, and no other party learns of it.
    string? ICommitmentStore.Exposure => null;

    ValueTask<IReadOnlyList<CommitmentRecord>> ICommitmentStore.OfAsync(
        IEnumerable<OrganizationIdentifier> organizations, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Of(organizations));

    ValueTask ICommitmentStore.AddAsync(CommitmentRecord record, CancellationToken cancellationToken)
    {
        Add(record);
        return ValueTask.CompletedTask;
    }

    /// <summary>Removes records of an organization, including those that cannot be read.</summary>
    /// <param name="organization">The organization.</param>
    /// <param name="key">One of its keys, by its identifier in the form of either profile; null for all of them.</param>
    /// <returns>How many there were.</returns>
    /// <exception cref="IOException">
    /// The file is damaged or cannot be written; or, for a key by its JWK identifier, a record of the organization cannot be read.
    /// </exception>
    public int Remove(OrganizationIdentifier organization, KeyIdentifier? key = null)
    {
        ArgumentNullException.ThrowIfNull(organization);
        int Delete(string which, params (string, object)[] parameters) => InTransaction(() =>
        {
            int removed = Execute($"DELETE FROM commitments WHERE {which}", parameters);
            Execute($"DELETE FROM listed_by WHERE {which}", parameters);
            RemoveUnused();
            return removed;
        });
        if (key is not { } identifier)
        {
            return Delete("organization = $organization", ("$organization", organization.ToString()));
        }

        int DeleteOne(KeyIdentifier cose) =>
            Delete("organization = $organization AND key_id = $key", ("$organization", organization.ToString()), ("$key", cose.ToString()));
        int removed = DeleteOne(identifier);
        return removed > 0
            ? removed
            : Of([organization]).Select(r => r.Claim.Key).Where(k => k.JwkIdentifier == identifier).Sum(k => DeleteOne(k.CoseIdentifier));
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _connection.Dispose();

    private void Prepare()
    {
        long application = Number("PRAGMA application_id");
        long version = Number("PRAGMA user_version");
        if (application == 0 && version == 0 && Number("SELECT count(*) FROM sqlite_schema") == 0)
        {
            Create();
            if (Number("PRAGMA application_id") != ApplicationId)
            {
                throw new IOException(
                    $"'{_path}' keeps nothing of what is written to it: it is a device, or another kind of file. Name a file of its own.");
            }
        }
        else if (application != ApplicationId)
        {
            throw new IOException(
                $"'{_path}' is no store of commitments, but a database of another program. Nothing was changed: name another file.");
        }
        else if (version == 1)
        {
            Create();
        }
        else if (version != SchemaVersion)
        {
            throw new IOException($"'{_path}' is a store of version {version}, and this program knows version {SchemaVersion}. "
                + "Nothing was changed: use the newer program, or name another file.");
        }
    }

    /// <summary>Makes the tables that are missing. Version 1 had no log lists.</summary>
    private void Create()
    {
        using SqliteTransaction transaction = _connection.BeginTransaction();
        using SqliteCommand command = Command($"""
            PRAGMA application_id = {ApplicationId};
            PRAGMA user_version = {SchemaVersion};
            CREATE TABLE IF NOT EXISTS commitments (
                organization TEXT NOT NULL, key_id TEXT NOT NULL, verified_at INTEGER NOT NULL, record BLOB NOT NULL,
                PRIMARY KEY (organization, key_id)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS log_lists (digest TEXT NOT NULL PRIMARY KEY, document BLOB NOT NULL, signature BLOB NOT NULL);
            CREATE TABLE IF NOT EXISTS listed_by (
                organization TEXT NOT NULL, key_id TEXT NOT NULL, digest TEXT NOT NULL,
                PRIMARY KEY (organization, key_id, digest)) WITHOUT ROWID;
            """);
        command.ExecuteNonQuery();
        transaction.Commit();
    }

    private int RemoveUnused() => Execute("DELETE FROM log_lists WHERE digest NOT IN (SELECT digest FROM listed_by)");

    private List<CommitmentRecord> Read(string which, string order, params (string Name, object Value)[] parameters)
    {
        lock (_lock)
        {
            try
            {
                var budget = new Budget(this);
                SignedLogList[] lists = [.. Rows(
                    $"SELECT document, signature FROM log_lists WHERE digest IN (SELECT digest FROM listed_by {which})", parameters)
                    .Select(row => new SignedLogList(budget.Bytes(row.GetValue(0)), budget.Bytes(row.GetValue(1))))
                    .DistinctBy(l => l.Digest)];
                var records = new List<CommitmentRecord>();
                foreach (SqliteDataReader row in Rows($"SELECT record, organization FROM commitments {which} {order}", parameters))
                {
                    byte[] record = budget.Bytes(row.GetValue(0));
                    records.AddRange(
                        ReadRecord(record, lists, row.GetValue(1) as string ?? throw Endless("a record in it names no organization")));
                }

                return records;
            }
            catch (SqliteException e)
            {
                throw Unusable(_path, e);
            }
        }
    }

    private IEnumerable<SqliteDataReader> Rows(string sql, (string Name, object Value)[] parameters)
    {
        using SqliteCommand command = Command(sql, parameters);
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return reader;
        }
    }

    private IReadOnlyList<CommitmentRecord> ReadRecord(byte[] record, SignedLogList[] lists, string organization)
    {
        try
        {
            return CommitmentRecordJson.Read(record, lists);
        }
        catch (TokenFormatException e)
        {
            throw new IOException(
                $"A record of {Printable.Text(organization)} in the store '{_path}' cannot be read: {e.Message}. "
                    + "'emblem roots remove' removes it; then verify that commitment again.",
                e);
        }
    }

    // The messages of SQLite repeat text from the file, which an attacker may have written, so they are made printable.
    private static IOException Unusable(string path, SqliteException e) => new(
        e.SqliteErrorCode switch
        {
            TooBig => $"'{path}' is no store of commitments that this program wrote: a record in it has more than {MaxRecordBytes >> 20} "
                + "MiB. Name another file, or move this one away, and verify or import the commitments again.",
            Interrupted => $"'{path}' is no store of commitments that this program wrote: reading it does not come to an end. "
                + "Name another file, or move this one away, and verify or import the commitments again.",
            NotADatabase or Corrupt => $"'{path}' is no store of commitments, or is damaged ({Printable.Text(e.Message.TrimEnd('.'))}). "
                + "Name another file, or move this one away, and verify or import the commitments again.",
            _ => $"'{path}' cannot be used as a store of commitments: {Printable.Text(e.Message)}",
        },
        e);

    private IOException Endless(string reason) =>
        new($"'{_path}' is no store of commitments that this program wrote: {reason}. Name another file, or move this one away, and verify "
            + "or import the commitments again.");

    private int InTransaction(Func<int> work)
    {
        lock (_lock)
        {
            try
            {
                using SqliteTransaction transaction = _connection.BeginTransaction();
                int result = work();
                transaction.Commit();
                return result;
            }
            catch (SqliteException e)
            {
                throw Unusable(_path, e);
            }
        }
    }

    private int Execute(string sql, params (string Name, object Value)[] parameters)
    {
        lock (_lock)
        {
            try
            {
                using SqliteCommand command = Command(sql, parameters);
                return command.ExecuteNonQuery();
            }
            catch (SqliteException e)
            {
                throw Unusable(_path, e);
            }
        }
    }

    private long Number(string sql)
    {
        using SqliteCommand command = Command(sql);
        return (long)command.ExecuteScalar()!;
    }

    private SqliteCommand Command(string sql, params (string Name, object Value)[] parameters)
    {
        _calls = 0;
        SqliteCommand command = _connection.CreateCommand();
#pragma warning disable CA2100 // Only constants of this class come here.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach ((string name, object value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    /// <summary>Counts how much one look-up may still read.</summary>
    private sealed class Budget(CommitmentStore store)
    {
        private long _bytes;
        private int _values;

        // SQLite keeps the type that was written, not the type of the column. Text is read as its bytes, and any other type is no record.
        public byte[] Bytes(object value)
        {
            byte[] bytes = value switch { byte[] blob => blob, string text => Encoding.UTF8.GetBytes(text), _ => [] };
            _bytes += bytes.Length;
            return ++_values <= MaxRecords && _bytes <= MaxBytes
                ? bytes
                : throw store.Endless($"it holds more than {MaxRecords:N0} records, or more than {MaxBytes >> 20} MiB of them");
        }
    }
}

using System.Diagnostics;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace DigitalEmblem.Issuer.Load;

/// <summary>
/// How fast a database takes the bytes of emblems and nothing else: rows of tokens and the lines of the journal, in tables that only have
/// their keys, by one prepared statement or one COPY, and as durable as the service's.
/// </summary>
internal static class BareInsert
{
    private const int Together = 500;

    /// <summary>Emblems in a second: what the scene's database holds of so many is inserted anew.</summary>
    public static async Task<double> RateAsync(IssuerScene scene, bool postgres)
    {
        const int count = 10_000;
        List<IssuedEmblem> emblems = await scene.ReadAsync(d => d.Emblems.Take(count).ToListAsync());
        long bytes = await scene.ReadAsync(
            d => d.Journal.Where(j => j.Action == "emblems.issued").SumAsync(j => (long)j.Details.Length));
        string line = new('j', (int)(bytes / await scene.ReadAsync(d => d.Emblems.CountAsync())));
        return emblems.Count / (postgres
            ? await OnPostgresAsync(scene.Connection, emblems, line)
            : await OnSqliteAsync(Path.Combine(scene.Folder, "bare.db"), emblems, line)).TotalSeconds;
    }

    private static async Task<TimeSpan> OnSqliteAsync(string file, List<IssuedEmblem> emblems, string line)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Pooling=false");
        await connection.OpenAsync();
        await RunAsync(
            connection,
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE e (i TEXT PRIMARY KEY, t BLOB, d BLOB); "
                + "CREATE TABLE j (n INTEGER PRIMARY KEY, l TEXT)");
        long start = Stopwatch.GetTimestamp();
        foreach (IssuedEmblem[] some in emblems.Chunk(Together))
        {
            await using SqliteTransaction transaction = connection.BeginTransaction();
            SqliteCommand insert = connection.CreateCommand();
            await using (insert)
            {
                insert.CommandText = "INSERT INTO e VALUES (@i, @t, @d)";
                SqliteParameter id = insert.Parameters.AddWithValue("@i", ""), token = insert.Parameters.AddWithValue("@t", ""),
                    digest = insert.Parameters.AddWithValue("@d", "");
                foreach (IssuedEmblem emblem in some)
                {
                    (id.Value, token.Value, digest.Value) = (emblem.Id, emblem.Token, emblem.SetDigest);
                    insert.ExecuteNonQuery();
                }
            }

            SqliteCommand journal = connection.CreateCommand();
            await using (journal)
            {
                journal.CommandText = "INSERT INTO j (l) VALUES (@l)";
                journal.Parameters.AddWithValue("@l", string.Concat(Enumerable.Repeat(line, some.Length)));
                journal.ExecuteNonQuery();
            }

            await transaction.CommitAsync();
        }

        return Stopwatch.GetElapsedTime(start);
    }

    private static async Task<TimeSpan> OnPostgresAsync(string to, List<IssuedEmblem> emblems, string line)
    {
        await using var connection = new NpgsqlConnection(to);
        await connection.OpenAsync();
        await RunAsync(
            connection,
            "CREATE TABLE bare_e (i uuid PRIMARY KEY, t bytea, d bytea); CREATE TABLE bare_j (n serial PRIMARY KEY, l text)");
        long start = Stopwatch.GetTimestamp();
        foreach (IssuedEmblem[] some in emblems.Chunk(Together))
        {
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync();
            await using (NpgsqlBinaryImporter copy = await connection.BeginBinaryImportAsync("COPY bare_e FROM STDIN (FORMAT BINARY)"))
            {
                foreach (IssuedEmblem emblem in some)
                {
                    await copy.StartRowAsync();
                    await copy.WriteAsync(emblem.Id);
                    await copy.WriteAsync(emblem.Token);
                    await copy.WriteAsync(emblem.SetDigest);
                }

                await copy.CompleteAsync();
            }

            await using var journal = new NpgsqlCommand("INSERT INTO bare_j (l) VALUES ($1)", connection, transaction);
            journal.Parameters.AddWithValue(string.Concat(Enumerable.Repeat(line, some.Length)));
            await journal.ExecuteNonQueryAsync();
            await transaction.CommitAsync();
        }

        return Stopwatch.GetElapsedTime(start);
    }

    private static async Task RunAsync(System.Data.Common.DbConnection connection, string sql)
    {
        System.Data.Common.DbCommand command = connection.CreateCommand();
        await using (command)
        {
#pragma warning disable CA2100 // The text is a constant of the caller.
            command.CommandText = sql;
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync();
        }
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace DigitalEmblem.Issuer.Journal.Replay;

/// <summary>
/// The rows as the journal tells them. They are in a temporary file of SQLite, which it deletes by itself, because there may be millions:
/// in memory is one row and SQLite's cache.
/// </summary>
internal sealed class ExpectedRows : IDisposable
{
    private readonly SqliteConnection _file = new(new SqliteConnectionStringBuilder { DataSource = "", Pooling = false }.ToString());
    private readonly SqliteTransaction _transaction;
    private readonly SqliteCommand _merge;
    private readonly SqliteCommand _take;
    private readonly SqliteCommand _left;

    public ExpectedRows()
    {
        _file.Open();
        using (SqliteCommand create = _file.CreateCommand())
        {
            create.CommandText = """
                PRAGMA temp_store = FILE; PRAGMA journal_mode = OFF; PRAGMA cache_size = -8192;
                CREATE TABLE rows (tbl TEXT, key TEXT, line INTEGER, members TEXT, PRIMARY KEY (tbl, key)) WITHOUT ROWID;
                """;
            create.ExecuteNonQuery();
        }

        _transaction = _file.BeginTransaction();
        // A merge patch (RFC 7396) takes members out that are null, and absent members are null.
        _merge = Command(
            "INSERT INTO rows VALUES ($table, $key, $line, json_patch('{}', $members)) "
                + "ON CONFLICT DO UPDATE SET line = excluded.line, members = json_patch(members, $members)",
            "$table", "$key", "$line", "$members");
        _take = Command("DELETE FROM rows WHERE tbl = $table AND key = $key RETURNING line, members", "$table", "$key");
        _left = Command("SELECT key, line, members FROM rows WHERE tbl = $table LIMIT $most", "$table", "$most");
    }

    /// <summary>Folds what one line tells of a row.</summary>
    public void Fold(long line, string table, string key, JsonObject? members)
    {
        if (members is null)
        {
            Take(table, key);
            return;
        }

        Set(_merge, table, key, line, members.ToJsonString(JsonSerializerOptions.Default));
        _merge.ExecuteNonQuery();
    }

    /// <summary>Takes a row out.</summary>
    /// <returns>It, and the last line about it; null if no line made it.</returns>
    public (long Line, JsonObject Members)? Take(string table, string key)
    {
        Set(_take, table, key);
        using SqliteDataReader reader = _take.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), JsonNode.Parse(reader.GetString(1))!.AsObject()) : null;
    }

    /// <summary>The rows of a table that were not taken out, with the last line about each.</summary>
    public List<(string Key, long Line, JsonObject Members)> Left(string table, int most)
    {
        Set(_left, table, most);
        using SqliteDataReader reader = _left.ExecuteReader();
        var left = new List<(string, long, JsonObject)>();
        while (reader.Read())
        {
            left.Add((reader.GetString(0), reader.GetInt64(1), JsonNode.Parse(reader.GetString(2))!.AsObject()));
        }

        return left;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (SqliteCommand command in new[] { _merge, _take, _left })
        {
            command.Dispose();
        }

        _transaction.Dispose();
        _file.Dispose();
    }

    private static void Set(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }
    }

    // The texts are the constants above.
#pragma warning disable CA2100
    private SqliteCommand Command(string sql, params string[] parameters)
    {
        SqliteCommand command = _file.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, _transaction);
        foreach (string name in parameters)
        {
            command.Parameters.AddWithValue(name, DBNull.Value);
        }

        return command;
    }
#pragma warning restore CA2100
}

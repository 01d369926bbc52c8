using Microsoft.Data.Sqlite;

namespace DigitalEmblem.Issuer.Storage.Backups;

/// <summary>Copies of databases of SQLite as files, and questions to them that do not need their form to be that of this version.</summary>
internal static class SqliteFile
{
    /// <summary>The ends of the names of the files that hold a part of a database.</summary>
    public static readonly string[] Beside = ["-wal", "-shm", "-journal"];

    /// <summary>Opens a file without setting its mode. The caller disposes it.</summary>
    public static async Task<SqliteConnection> OpenAsync(string file, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    /// <summary>Rows of a query.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="query">The query: a constant.</param>
    /// <param name="read">Reads a row.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="values">The values of its parameters <c>$1</c>, <c>$2</c>.</param>
    public static async Task<List<T>> ReadAsync<T>(
        SqliteConnection connection, string query, Func<SqliteDataReader, T> read, CancellationToken cancellationToken,
        params object[] values)
    {
        SqliteCommand command = connection.CreateCommand();
        await using (command)
        {
#pragma warning disable CA2100 // The text is a constant of the caller.
            command.CommandText = query;
#pragma warning restore CA2100
            for (int i = 0; i < values.Length; i++)
            {
                command.Parameters.AddWithValue($"${i + 1}", values[i]);
            }

            await using SqliteDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(read(reader));
            }

            return rows;
        }
    }

    /// <summary>The hash of a line of the journal; null if there is no such line.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="sequence">The number of the line; 0 for the beginning.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<byte[]?> HashOfAsync(SqliteConnection connection, long sequence, CancellationToken cancellationToken) =>
        sequence == 0
            ? Journal.JournalEntry.Origin
            : (await ReadAsync(
                connection, "SELECT Hash FROM journal WHERE Sequence = $1", r => r.GetFieldValue<byte[]>(0), cancellationToken, sequence))
                .FirstOrDefault();
}

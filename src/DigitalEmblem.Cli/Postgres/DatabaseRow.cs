using System.Data;
using System.Text;
using DigitalEmblem.Data.Places;
using Npgsql;
using NpgsqlTypes;

namespace DigitalEmblem.Cli.Postgres;

/// <summary>A database as its server lists it. A server may send anything, so all is read as bytes, and up to a limit.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Oid">Its number, as text.</param>
/// <param name="Comment">Its comment.</param>
internal sealed record DatabaseRow(byte[] Name, byte[] Oid, DatabaseComment Comment)
{
    /// <summary>The most bytes of a name or a number.</summary>
    public const int MostNameBytes = 1024;

    /// <summary>Asks, and reads all rows.</summary>
    /// <param name="command">The question.</param>
    /// <param name="most">How many rows were asked for. A server may send more.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="numbers">The parameters.</param>
    /// <exception cref="IOException">There are more rows or bytes than were asked for.</exception>
    public static async Task<List<DatabaseRow>> ReadAsync(
        NpgsqlCommand command, int most, CancellationToken cancellationToken, params long[] numbers)
    {
        await using NpgsqlCommand asked = command;
        foreach (long number in numbers)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = number, NpgsqlDbType = NpgsqlDbType.Bigint });
        }

        await using NpgsqlDataReader reader = await asked.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
        List<DatabaseRow> rows = [];
        while (await reader.ReadAsync(cancellationToken))
        {
            byte[] name = await BytesAsync(reader, 0, MostNameBytes, cancellationToken);
            byte[] oid = await BytesAsync(reader, 1, MostNameBytes, cancellationToken);
            byte[]? comment = reader.GetInt32(2) > CommentSign.MaxComment
                ? null
                : await BytesAsync(reader, 3, CommentSign.MaxComment, cancellationToken);
            rows.Add(rows.Count < most
                ? new DatabaseRow(name, oid, new DatabaseComment(Encoding.UTF8.GetString(name), comment))
                : throw new IOException("The server sent more than was asked for."));
        }

        return rows;
    }

    /// <summary>A value, which may be longer than was asked for.</summary>
    /// <exception cref="IOException">It is.</exception>
    public static async Task<byte[]> BytesAsync(
        NpgsqlDataReader reader, int column, int most, CancellationToken cancellationToken)
    {
        await using Stream stream = await reader.GetStreamAsync(column, cancellationToken);
        using var bytes = new MemoryStream();
        var buffer = new byte[4096];
        for (int count; (count = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            bytes.Write(buffer, 0, count);
            if (bytes.Length > most)
            {
                throw new IOException("The server sent more than was asked for.");
            }
        }

        return bytes.ToArray();
    }
}

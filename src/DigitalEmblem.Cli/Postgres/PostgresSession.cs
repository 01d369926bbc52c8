using System.Data;
using System.Runtime.CompilerServices;
using System.Text;
using DigitalEmblem.Data;
using DigitalEmblem.Data.Places;
using Npgsql;
using NpgsqlTypes;

namespace DigitalEmblem.Cli.Postgres;

/// <summary>
/// A connection to one database. All that comes from the server is read as bytes and up to a limit, and every name in a statement has its
/// schema, so that nothing that a stranger put into the database is run.
/// </summary>
internal sealed class PostgresSession : IAsyncDisposable
{
    /// <summary>The most databases of one server that are looked at.</summary>
    public const int MostDatabases = 10_000;

    private const int MostNameBytes = 1024;

    private const string Comments = """
        SELECT pg_catalog.textsend(d.datname::pg_catalog.text), pg_catalog.textsend(d.oid::pg_catalog.text),
          COALESCE(pg_catalog.octet_length(s.description), 0), CASE WHEN pg_catalog.octet_length(s.description) <= $1
          THEN pg_catalog.textsend(s.description) ELSE ''::pg_catalog.bytea END
        FROM pg_catalog.pg_database d LEFT JOIN pg_catalog.pg_shdescription s
          ON s.objoid = d.oid AND s.classoid = 'pg_catalog.pg_database'::pg_catalog.regclass
        """;

    private const string OfThisDatabase = Comments + " WHERE d.datname = pg_catalog.current_database()";

    private const string OfAll = Comments + " ORDER BY d.oid LIMIT $2";

    private const string SystemIdentifier =
        "SELECT pg_catalog.textsend(system_identifier::pg_catalog.text) FROM pg_catalog.pg_control_system()";

    private const string Set =
        "SELECT pg_catalog.set_config($1, pg_catalog.convert_from($2, pg_catalog.getdatabaseencoding()), true) IS NULL";

    // Reads the comment again in the statement that writes it. A statement for comments takes no parameters, so that settings carry them.
    private const string Write = """
        DO $adem$
        DECLARE
          here pg_catalog.text := (SELECT s.description FROM pg_catalog.pg_shdescription s JOIN pg_catalog.pg_database d ON s.objoid = d.oid
            WHERE s.classoid = 'pg_catalog.pg_database'::pg_catalog.regclass AND d.datname = pg_catalog.current_database());
        BEGIN
          IF COALESCE(here, '') <> pg_catalog.current_setting('adem.before') THEN
            RAISE EXCEPTION 'another one changed the comment at this moment' USING ERRCODE = '40001';
          END IF;
          EXECUTE pg_catalog.format('COMMENT ON DATABASE %I IS %L',
            pg_catalog.current_database(), NULLIF(pg_catalog.current_setting('adem.after'), ''));
        END $adem$
        """;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly PostgresAddress _address;
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection;

    private PostgresSession(PostgresAddress address, NpgsqlDataSource source, NpgsqlConnection connection)
    {
        _address = address;
        _source = source;
        _connection = connection;
    }

    /// <summary>Connects.</summary>
    public static async Task<PostgresSession> OpenAsync(PostgresAddress address, CancellationToken cancellationToken)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(address.ConnectionString);
        builder.EnableTransportSecurity();
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        NpgsqlDataSource source = builder.Build();
        try
        {
            return new PostgresSession(address, source, await source.OpenConnectionAsync(cancellationToken));
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads the database that it is connected to.</summary>
    /// <param name="stated">The host that the caller states; null if none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<DatabaseReading> ReadAsync(DomainName? stated, CancellationToken cancellationToken)
    {
        DatabaseComment comment;
        byte[] name, oid;
        await using (NpgsqlCommand command = With(new NpgsqlCommand(OfThisDatabase, _connection), CommentSign.MaxComment))
        await using (NpgsqlDataReader reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken))
        {
            if (!await reader.ReadAsync(cancellationToken))
            {
                throw new IOException("The server knows no database of this name.");
            }

            (name, oid) = (await BytesAsync(reader, 0, MostNameBytes), await BytesAsync(reader, 1, MostNameBytes));
            comment = await CommentAsync(reader, name);
        }

        return new DatabaseReading(
            comment,
            [
                Fact(PlaceKinds.Database, name, stated),
                Fact(PlaceKinds.DatabaseOid, oid, stated),
                await SystemIdentifierAsync(stated, cancellationToken)
            ]);
    }

    /// <summary>The comments on all databases of the server; one more than is looked at if there are too many.</summary>
    public async IAsyncEnumerable<DatabaseComment> CommentsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = With(new NpgsqlCommand(OfAll, _connection), CommentSign.MaxComment, MostDatabases + 1);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            byte[] name = await BytesAsync(reader, 0, MostNameBytes);
            _ = await BytesAsync(reader, 1, MostNameBytes);
            yield return await CommentAsync(reader, name);
        }
    }

    /// <summary>Writes the comment on the database that it is connected to; an empty one is removed.</summary>
    /// <param name="before">The comment as it was read: if it is another one now, nothing is written.</param>
    /// <param name="after">The new one.</param>
    /// <param name="cancellationToken">Ends it. The comment before stays.</param>
    public async Task WriteCommentAsync(byte[] before, byte[] after, CancellationToken cancellationToken)
    {
        await using NpgsqlTransaction transaction = await _connection.BeginTransactionAsync(cancellationToken);
        foreach ((string setting, byte[] value) in ((string, byte[])[])[("adem.before", before), ("adem.after", after)])
        {
            await using var set = new NpgsqlCommand(Set, _connection);
            set.Parameters.Add(new NpgsqlParameter { Value = setting, NpgsqlDbType = NpgsqlDbType.Text });
            set.Parameters.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Bytea });
            await set.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var write = new NpgsqlCommand(Write, _connection);
        await write.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _source.DisposeAsync();
    }

    private static NpgsqlCommand With(NpgsqlCommand command, params int[] numbers)
    {
        foreach (int number in numbers)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = number, NpgsqlDbType = NpgsqlDbType.Integer });
        }

        return command;
    }

    private async Task<FactReading> SystemIdentifierAsync(DomainName? stated, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = new NpgsqlCommand(SystemIdentifier, _connection);
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
            return await reader.ReadAsync(cancellationToken)
                ? Fact(PlaceKinds.SystemIdentifier, await BytesAsync(reader, 0, MostNameBytes), stated)
                : FactReading.Unread(PlaceKinds.SystemIdentifier, "the server does not tell it");
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return FactReading.Unread(
                PlaceKinds.SystemIdentifier, "this user may not read it: it takes the right to execute pg_control_system()");
        }
    }

    private FactReading Fact(string name, byte[] value, DomainName? stated)
    {
        string text;
        try
        {
            text = Strict.GetString(value);
        }
        catch (DecoderFallbackException)
        {
            return FactReading.Unread(name, "its value is not UTF-8, and a sign names no such place");
        }

        return _address.WhyNotObserved(stated) is { } why ? FactReading.Reported(name, text, why) : FactReading.Observed(name, text);
    }

    private static async Task<DatabaseComment> CommentAsync(NpgsqlDataReader reader, byte[] name)
    {
        int length = reader.GetInt32(2);
        byte[]? comment = length > CommentSign.MaxComment ? null : await BytesAsync(reader, 3, CommentSign.MaxComment);
        return new DatabaseComment(Encoding.UTF8.GetString(name), comment);
    }

    // The server may send more than was asked for.
    private static async Task<byte[]> BytesAsync(NpgsqlDataReader reader, int column, int most)
    {
        await using Stream stream = await reader.GetStreamAsync(column);
        using var bytes = new MemoryStream();
        var buffer = new byte[4096];
        for (int count; (count = await stream.ReadAsync(buffer)) > 0;)
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

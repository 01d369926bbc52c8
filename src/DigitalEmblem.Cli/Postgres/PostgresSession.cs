using System.Data;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using DigitalEmblem.Cli.Output;
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

    // Their comments are in memory together, 16 MiB at most.
    private const int Page = 16;

    // The time for a whole list, in times for an answer.
    private const int AnswersOfAList = 20;

    private const string Comments = """
        SELECT pg_catalog.textsend(d.datname::pg_catalog.text), pg_catalog.textsend(d.oid::pg_catalog.text),
          COALESCE(pg_catalog.octet_length(s.description), 0), CASE WHEN pg_catalog.octet_length(s.description) <= $1
          THEN pg_catalog.textsend(s.description) ELSE ''::pg_catalog.bytea END
        FROM pg_catalog.pg_database d LEFT JOIN pg_catalog.pg_shdescription s
          ON s.objoid = d.oid AND s.classoid = 'pg_catalog.pg_database'::pg_catalog.regclass
        """;

    private const string OfThisDatabase = Comments + " WHERE d.datname = pg_catalog.current_database()";

    private const string OfSome = Comments + " WHERE d.oid > ($2::pg_catalog.int8)::pg_catalog.oid ORDER BY d.oid LIMIT $3";

    private const string SystemIdentifier =
        "SELECT pg_catalog.textsend(system_identifier::pg_catalog.text) FROM pg_catalog.pg_control_system()";

    private const string Set =
        "SELECT pg_catalog.set_config($1, pg_catalog.convert_from($2, pg_catalog.getdatabaseencoding()), true) IS NULL";

    // An open transaction of another one that has written the comment would be waited for.
    private const string PatienceForLocks = "5s";

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
    /// <exception cref="PatienceException">The server did not let it in, in the time that it had.</exception>
    /// <exception cref="UsageException">The connection string has settings that do not go together.</exception>
    public static Task<PostgresSession> OpenAsync(PostgresAddress address, CancellationToken cancellationToken)
    {
        NpgsqlDataSource source = SourceOf(address);
        return Patience.AskAsync(
            token => ConnectAsync(address, source, token), address.ToConnect, PostgresAddress.ConnectSetting, cancellationToken);
    }

    /// <summary>Reads the database that it is connected to.</summary>
    /// <param name="stated">The host that the caller states; null if none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PatienceException">The server did not end its answer.</exception>
    public async Task<DatabaseReading> ReadAsync(DomainName? stated, CancellationToken cancellationToken)
    {
        DatabaseRow row = await ThisAsync(cancellationToken);
        return new DatabaseReading(
            row.Comment,
            [
                Fact(PlaceKinds.Database, row.Name, stated),
                Fact(PlaceKinds.DatabaseOid, row.Oid, stated),
                await AskAsync(token => SystemIdentifierAsync(stated, token), cancellationToken)
            ]);
    }

    /// <summary>The comment on the database that it is connected to.</summary>
    /// <exception cref="PatienceException">The server did not end its answer.</exception>
    public async Task<DatabaseComment> CommentAsync(CancellationToken cancellationToken) => (await ThisAsync(cancellationToken)).Comment;

    /// <summary>The comments on all databases of the server; one more than is looked at if there are too many.</summary>
    /// <exception cref="PatienceException">Thrown by the enumeration: the server did not end its answer.</exception>
    public async IAsyncEnumerable<DatabaseComment> CommentsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TimeSpan left = AnswersOfAList * _address.ToAnswer;
        long after = 0;
        for (int count = 0; count <= MostDatabases;)
        {
            long start = Stopwatch.GetTimestamp();
            long from = after;
            List<DatabaseRow> rows = await Patience.AskAsync(
                token => DatabaseRow.ReadAsync(new NpgsqlCommand(OfSome, _connection), Page, token, CommentSign.MaxComment, from, Page),
                left < _address.ToAnswer ? left : _address.ToAnswer,
                PostgresAddress.AnswerSetting,
                cancellationToken);
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            left = took < left ? left - took : TimeSpan.Zero;
            foreach (DatabaseRow row in rows)
            {
                if (!uint.TryParse(row.Oid, NumberStyles.None, CultureInfo.InvariantCulture, out uint oid) || oid <= after)
                {
                    throw new IOException("The list of databases does not go on.");
                }

                after = oid;
                yield return row.Comment;
            }

            if (rows.Count < Page)
            {
                yield break;
            }

            count += rows.Count;
        }
    }

    /// <summary>Writes the comment on the database that it is connected to, and commits nothing yet. An empty one is removed.</summary>
    /// <param name="before">The comment as it was read: if it is another one now, nothing is written.</param>
    /// <param name="after">The new one.</param>
    /// <param name="cancellationToken">Ends it. The comment before stays.</param>
    /// <exception cref="PatienceException">The server did not end its answer. It commits nothing.</exception>
    public Task StageCommentAsync(byte[] before, byte[] after, CancellationToken cancellationToken) => AskAsync(
        async token =>
        {
            await RunAsync(new NpgsqlCommand("BEGIN", _connection), token);
            foreach ((string setting, byte[] value) in ((string, byte[])[])
                [("lock_timeout", Encoding.ASCII.GetBytes(PatienceForLocks)), ("adem.before", before), ("adem.after", after)])
            {
                await using var set = new NpgsqlCommand(Set, _connection);
                set.Parameters.Add(new NpgsqlParameter { Value = setting, NpgsqlDbType = NpgsqlDbType.Text });
                set.Parameters.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Bytea });
                await set.ExecuteNonQueryAsync(token);
            }

            return await RunAsync(new NpgsqlCommand(Write, _connection), token);
        },
        cancellationToken);

    /// <summary>Commits. It cannot be interrupted: whether it is done would not be known.</summary>
    /// <exception cref="PatienceException">The server did not end its answer, and has committed, or not.</exception>
    public Task CommitAsync() => AskAsync(token => RunAsync(new NpgsqlCommand("COMMIT", _connection), token), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await Patience.AskAsync(
                async _ =>
                {
                    await _connection.DisposeAsync();
                    await _source.DisposeAsync();
                    return true;
                },
                TimeSpan.FromSeconds(2),
                "",
                CancellationToken.None);
        }
        catch (Exception e) when (PostgresTrouble.Is(e))
        {
            // All that was asked was answered, or has failed already.
        }
    }

    private static NpgsqlDataSource SourceOf(PostgresAddress address)
    {
        try
        {
            var builder = new NpgsqlSlimDataSourceBuilder(address.ConnectionString);
            builder.EnableTransportSecurity();
            builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
            return builder.Build();
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException or NotSupportedException)
        {
            // What the driver says may quote a part of the connection string.
            throw new UsageException(
                $"The connection string has settings that do not go together, or that this program does not have. Try it with Host, Port, "
                    + $"Database, Username, SSL Mode and Root Certificate alone.");
        }
    }

    private static async Task<PostgresSession> ConnectAsync(
        PostgresAddress address, NpgsqlDataSource source, CancellationToken cancellationToken)
    {
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

    private Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken) =>
        Patience.AskAsync(ask, _address.ToAnswer, PostgresAddress.AnswerSetting, cancellationToken);

    private async Task<DatabaseRow> ThisAsync(CancellationToken cancellationToken) =>
        await AskAsync(
            token => DatabaseRow.ReadAsync(new NpgsqlCommand(OfThisDatabase, _connection), 1, token, CommentSign.MaxComment),
            cancellationToken) is [var row]
            ? row
            : throw new IOException("The server knows no database of this name.");

    private static async Task<int> RunAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using (command)
        {
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private async Task<FactReading> SystemIdentifierAsync(DomainName? stated, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = new NpgsqlCommand(SystemIdentifier, _connection);
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
            return await reader.ReadAsync(cancellationToken)
                ? Fact(
                    PlaceKinds.SystemIdentifier,
                    await DatabaseRow.BytesAsync(reader, 0, DatabaseRow.MostNameBytes, cancellationToken),
                    stated)
                : FactReading.Unread(PlaceKinds.SystemIdentifier, HandedWords.Keep($"the server does not tell it"));
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return FactReading.Unread(
                PlaceKinds.SystemIdentifier,
                HandedWords.Keep($"this user may not read it: it takes the right to execute pg_control_system()"));
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
            return FactReading.Unread(name, HandedWords.Keep($"its value is not UTF-8, and a sign names no such place"));
        }

        return _address.WhyNotObserved(stated) is { } why
            ? FactReading.Reported(name, text, HandedWords.Keep(why))
            : FactReading.Observed(name, text);
    }
}

using DigitalEmblem.TestSupport.Servers;
using Npgsql;
using Xunit;

namespace DigitalEmblem.Cli.Tests.Data;

/// <summary>A PostgreSQL with a certificate for <c>localhost</c>, which the name server shows to be marked.</summary>
public sealed class PostgresScene : IAsyncLifetime
{
    private readonly PostgresServer _server = new() { ProvesWhereItIs = true };

    private string? _shared;

    internal PlaceScene Place { get; } = new();

    /// <summary>A database that tests share which put its comment into the state that they need.</summary>
    public string Shared => _shared ??= NewDatabase();

    /// <summary>The folder of the Unix socket.</summary>
    public string Socket => _server.Folder;

    public int Port => _server.Port;

    public Task InitializeAsync() => _server.InitializeAsync();

    public async Task DisposeAsync()
    {
        await Place.DisposeAsync();
        await _server.DisposeAsync();
    }

    /// <summary>A new database: empty, or a copy of another one.</summary>
    /// <returns>Its name.</returns>
    public string NewDatabase(string? template = null) => new NpgsqlConnectionStringBuilder(_server.NewDatabase(template)).Database!;

    /// <summary>A connection over TLS that verifies the name.</summary>
    public string Verified(string database) =>
        $"Host=localhost;Port={Port};Username=issuer;Password=geheim;Database={database};SSL Mode=VerifyFull;"
            + $"Root Certificate={_server.AuthorityFile}";

    /// <summary>A connection that shows nothing of where it ends.</summary>
    public string Plain(string database, string host = "127.0.0.1") =>
        $"Host={host};Port={Port};Username=issuer;Password=geheim;Database={database};SSL Mode=Disable";

    /// <summary>A connection over the Unix socket.</summary>
    public string OverSocket(string database) => $"Host={Socket};Port={Port};Username=issuer;Database={database}";

    /// <summary>Marks a database.</summary>
    public string Mark(string database, string host = "localhost")
    {
        (int code, string output, string error) = Place.Place("--postgres", Verified(database), "--host", host);
        return code == 0 ? output : throw new Xunit.Sdk.XunitException($"{code}\n{output}{error}");
    }

    /// <summary>The comment on a database.</summary>
    public string? Comment(string database)
    {
        using NpgsqlConnection connection = Open(database);
        using var command = new NpgsqlCommand(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()", connection);
        return command.ExecuteScalar() as string;
    }

    /// <summary>Writes the comment on a database.</summary>
    public void SetComment(string database, string comment) =>
        Run(database, $"COMMENT ON DATABASE \"{database}\" IS '{comment.Replace("'", "''", StringComparison.Ordinal)}'");

    /// <summary>Runs a statement in a database.</summary>
    public void Run(string database, string statement)
    {
        using NpgsqlConnection connection = Open(database);
        using var command = new NpgsqlCommand(statement, connection);
        command.ExecuteNonQuery();
    }

    private NpgsqlConnection Open(string database)
    {
        var connection = new NpgsqlConnection(Plain(database) + ";Pooling=false;Search Path=pg_catalog");
        connection.Open();
        return connection;
    }
}

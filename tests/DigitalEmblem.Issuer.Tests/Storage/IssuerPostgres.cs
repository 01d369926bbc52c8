using DigitalEmblem.Issuer.Storage;
using Npgsql;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>
/// A PostgreSQL with a database of the service's form, made once by the service's own migrations, and copied for each test.
/// </summary>
public sealed class IssuerPostgres : IAsyncLifetime
{
    /// <summary>The classes that share one: none of them stops it.</summary>
    public const string Collection = "PostgreSQL";

    private readonly PostgresServer _server = new();
    private string? _template;

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        string connection = _server.NewDatabase();
        await new IssuerContexts(new DatabaseOptions { Connection = connection }).MigrateAsync(default);
        await using var template = new NpgsqlConnection(connection);
        _template = template.Database;

        // One that someone is connected to is not copied.
        NpgsqlConnection.ClearPool(template);
    }

    /// <summary>A database with nothing in it but its form.</summary>
    /// <returns>How to connect to it.</returns>
    public string NewDatabase() => _server.NewDatabase(_template);

    /// <summary>A database without anything in it.</summary>
    /// <returns>How to connect to it.</returns>
    public string NewEmptyDatabase() => _server.NewDatabase();

    /// <summary>Stops it at once, with all connections.</summary>
    public void Stop() => _server.Stop();

    /// <summary>Starts it with what it held.</summary>
    public Task StartAsync() => _server.StartAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    /// <summary>One for the classes of the collection.</summary>
    [CollectionDefinition(Collection)]
    public sealed class Definition : ICollectionFixture<IssuerPostgres>;
}

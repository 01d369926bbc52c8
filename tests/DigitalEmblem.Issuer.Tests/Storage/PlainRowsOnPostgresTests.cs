using DigitalEmblem.Issuer.Tests.Work;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>The same on PostgreSQL, where the values of many rows go to the server in one statement.</summary>
[Trait("Category", "Servers")]
[Collection(IssuerPostgres.Collection)]
public class PlainRowsOnPostgresTests(IssuerPostgres server) : PlainRowsTests
{
    private protected override Task<IssuerScene> StartAsync() => IssuerScene.StartAsync(connection: server.NewDatabase());
}

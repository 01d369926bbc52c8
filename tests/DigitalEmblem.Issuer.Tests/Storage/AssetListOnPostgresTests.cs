using DigitalEmblem.Issuer.Tests.Work;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>The same on PostgreSQL. When these fail, what a page shows depends on the database below it.</summary>
[Trait("Category", "Servers")]
[Collection(IssuerPostgres.Collection)]
public class AssetListOnPostgresTests(IssuerPostgres server) : AssetListTests
{
    private protected override Task<IssuerScene> StartAsync() => IssuerScene.StartAsync(connection: server.NewDatabase());
}

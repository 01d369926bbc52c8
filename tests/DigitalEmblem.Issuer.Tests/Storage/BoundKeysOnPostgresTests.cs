using DigitalEmblem.Issuer.Tests.Api;
using DigitalEmblem.Issuer.Tests.Work;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>The same on PostgreSQL. When these fail, what a key that is bound to zones reaches depends on the database below it.</summary>
[Trait("Category", "Servers")]
[Collection(IssuerPostgres.Collection)]
public class BoundKeysOnPostgresTests(IssuerPostgres server) : BoundKeyTests
{
    private protected override Task<IssuerScene> StartAsync() => IssuerScene.ReadyAsync(connection: server.NewDatabase());
}

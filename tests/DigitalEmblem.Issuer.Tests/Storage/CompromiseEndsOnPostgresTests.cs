using DigitalEmblem.Issuer.Tests.Work;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>
/// The same stories of compromises on PostgreSQL. When these fail, a compromise never ends at an organization that uses a server.
/// </summary>
[Trait("Category", "Servers")]
[Collection(IssuerPostgres.Collection)]
public class CompromiseEndsOnPostgresTests(IssuerPostgres server) : CompromiseEndsTests
{
    private protected override Task<IssuerScene> ReadyAsync() => IssuerScene.ReadyAsync(connection: server.NewDatabase());
}

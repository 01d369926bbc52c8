using DigitalEmblem.Issuer.Tests.Work;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>
/// The same stories of issuing on PostgreSQL. When these fail, an organization that moves from the file to a server loses emblems.
/// </summary>
[Trait("Category", "Servers")]
[Collection(IssuerPostgres.Collection)]
public class EmblemIssuingOnPostgresTests(IssuerPostgres server) : EmblemIssuingTests
{
    private protected override Task<IssuerScene> ReadyAsync() => IssuerScene.ReadyAsync(connection: server.NewDatabase());
}

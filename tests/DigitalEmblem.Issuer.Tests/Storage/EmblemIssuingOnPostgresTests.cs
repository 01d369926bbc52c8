using DigitalEmblem.Issuer.Tests.Work;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>The same stories of issuing on PostgreSQL. When these fail, an organization that moves from the file to a server loses emblems.</summary>
public class EmblemIssuingOnPostgresTests(PostgresServer server) : EmblemIssuingTests, IClassFixture<PostgresServer>
{
    private protected override Task<IssuerScene> ReadyAsync() => IssuerScene.ReadyAsync(connection: server.NewDatabase());
}

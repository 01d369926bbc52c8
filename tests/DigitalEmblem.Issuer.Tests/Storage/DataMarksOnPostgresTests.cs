using DigitalEmblem.Issuer.Tests.Work;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>
/// The same stories of data on PostgreSQL. When these fail, an organization that moves from the file to a server loses signs of its data.
/// </summary>
[Trait("Category", "Servers")]
[Collection(IssuerPostgres.Collection)]
public class DataMarksOnPostgresTests(IssuerPostgres server) : DataMarksTests
{
    private protected override Task<IssuerScene> ReadyAsync() => IssuerScene.ReadyAsync(connection: server.NewDatabase());
}

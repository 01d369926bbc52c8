using DigitalEmblem.Issuer.Tests.Api;
using DigitalEmblem.Issuer.Tests.Work;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>The same on PostgreSQL. When these fail, which names a label finds depends on the database below it.</summary>
[Trait("Category", "Servers")]
[Collection(IssuerPostgres.Collection)]
public class LabelsOnPostgresTests(IssuerPostgres server) : LabelApiTests
{
    private protected override Task<IssuerScene> StartAsync() => IssuerScene.StartAsync(connection: server.NewDatabase());

    private protected override Task<IssuerScene> ReadyAsync() => IssuerScene.ReadyAsync(connection: server.NewDatabase());
}

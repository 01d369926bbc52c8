using DigitalEmblem.Issuer.Tests.People;
using DigitalEmblem.Issuer.Tests.Work;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>
/// The same stories of people on PostgreSQL. When these fail, two instances let a code or a link be used twice.
/// </summary>
[Trait("Category", "Servers")]
[Collection(IssuerPostgres.Collection)]
public class SigningInOnPostgresTests(IssuerPostgres server) : SigningInTests
{
    private protected override Task<IssuerScene> StartAsync() => IssuerScene.StartAsync(connection: server.NewDatabase());
}

using DigitalEmblem.Issuer.Tests.Journal;
using DigitalEmblem.Issuer.Tests.Work;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>
/// The same of names on PostgreSQL. When these fail, a name that was deleted is still there, or the journal looks forged after it.
/// </summary>
[Trait("Category", "Servers")]
[Collection(IssuerPostgres.Collection)]
public class ForgottenOnPostgresTests(IssuerPostgres server) : ForgottenTests
{
    private protected override Task<IssuerScene> StartAsync() => IssuerScene.StartAsync(connection: server.NewDatabase());

    private protected override Task<Pair> StartPairAsync() => Pair.StartAsync(ministry: server.NewDatabase());
}

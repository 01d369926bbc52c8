using DigitalEmblem.Issuer.Tests.Api;
using DigitalEmblem.Issuer.Tests.Work;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Storage;

/// <summary>The same on PostgreSQL. When these fail, a call waits for what another process has changed long ago.</summary>
[Trait("Category", "Servers")]
[Collection(IssuerPostgres.Collection)]
public class WaitingCallsOnPostgresTests(IssuerPostgres server) : WaitingCallTests
{
    private protected override Task<IssuerScene> StartAsync() => IssuerScene.StartAsync(connection: server.NewDatabase());
}

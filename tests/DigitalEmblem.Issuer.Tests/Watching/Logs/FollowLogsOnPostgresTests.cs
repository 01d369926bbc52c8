using DigitalEmblem.Issuer.Tests.Storage;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Watching.Logs;

/// <summary>
/// The same stories of logs on PostgreSQL. When these fail, an organization that uses a server hears of no certificate.
/// </summary>
[Trait("Category", "Servers")]
[Collection(IssuerPostgres.Collection)]
public class FollowLogsOnPostgresTests(IssuerPostgres server) : FollowLogsTests
{
    private protected override Task<LogScene> StartAsync() => LogScene.StartAsync(server.NewDatabase());
}

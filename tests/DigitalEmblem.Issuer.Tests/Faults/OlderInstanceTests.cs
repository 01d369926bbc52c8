using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Tests.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Faults;

/// <summary>
/// An instance that was not stopped while another one was upgraded. When these fail, it goes on writing rows that lack what is new, and
/// the newer instances give out what it wrote.
/// </summary>
public class OlderInstanceTests
{
    private protected virtual Task<IssuerScene> StartAsync() => IssuerScene.ReadyAsync();

    [Fact]
    public async Task InstanceThatRunsOnAfterANewerOneMigrated_ChangesNothing_AndSaysSo()
    {
        await using IssuerScene scene = await StartAsync();
        await scene.MarkedAsync("www.society.example");
        await using (var context = scene.Contexts.Open())
        {
            await context.Database.ExecuteSqlRawAsync(
                "INSERT INTO \"__EFMigrationsHistory\" (\"MigrationId\", \"ProductVersion\") VALUES ('99991231235959_Later', '99.0')");
        }

        long head = await HeadAsync(scene);
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => scene.IssueEmblems.RunAsync(default));

        Assert.Equal(Refusal.NotReady, refused.Refusal);
        Assert.Contains("start the newer version", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RefusedException>(() => scene.WithdrawAssets.RunAsync(
            IssuerScene.Officer, [scene.ReadAsync(d => d.Assets.SingleAsync()).Result.Id], default));
        Assert.Equal(head, await HeadAsync(scene));
        Assert.Equal(0, await scene.ReadAsync(d => d.Emblems.CountAsync()));
        using var ready = new Readiness(scene.Contexts, scene.Store, new WorkHealth(), scene.Clock);
        Assert.Contains("newer version", Assert.Single(await ready.FaultsAsync(default)), StringComparison.Ordinal);
    }

    private static Task<long> HeadAsync(IssuerScene scene) => scene.ReadAsync(d => d.Heads.Select(h => h.Sequence).SingleAsync());
}

/// <summary>The same on PostgreSQL, where several instances share a database.</summary>
[Trait("Category", "Servers")]
[Collection(IssuerPostgres.Collection)]
public class OlderInstanceOnPostgresTests(IssuerPostgres server) : OlderInstanceTests
{
    private protected override Task<IssuerScene> StartAsync() => IssuerScene.ReadyAsync(connection: server.NewDatabase());
}

using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Storage;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// Two instances on one database, of which one cannot use the key. When these fail, the one that cannot sign keeps assets from the one that
/// can, and emblems expire.
/// </summary>
[Trait("Category", "Servers")]
[Collection(IssuerPostgres.Collection)]
public class KeylessInstanceTests(IssuerPostgres server)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task InstanceWithoutTheKey_TakesNothing_TellsItOnce_AndTheOtherIssuesAtOnce(bool postgres)
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync(connection: postgres ? server.NewDatabase() : null);
        await scene.ManyMarkedAsync(["a.society.example", "b.society.example"]);
        var keyless = new IssueEmblems(scene.Store, new NoKeys(), scene.Issuing, Instance.New(), scene.Clock);

        for (int round = 0; round < 3; round++)
        {
            Assert.Equal(0, await keyless.RunAsync(default));
            scene.Clock.Now += TimeSpan.FromSeconds(40);
        }

        Assert.Equal(1, await scene.ReadAsync(d => d.Journal.CountAsync(j => j.Action == "emblems.notIssued")));
        Assert.Equal(2, await scene.IssueEmblems.RunAsync(default));
        Assert.Equal(2, await scene.ReadAsync(d => d.Emblems.CountAsync()));
        Assert.Contains("no token", (await keyless.KeyFaultAsync(default))!.ToString(), StringComparison.Ordinal);
    }

    private sealed class NoKeys : ISigningKeys
    {
        public Task<T> UseAsync<T>(OrganizationKey key, Func<SigningKey, T> use, CancellationToken cancellationToken) =>
            throw new RefusedException(Refusal.NotReady, $"There is no token in the reader.");
    }
}

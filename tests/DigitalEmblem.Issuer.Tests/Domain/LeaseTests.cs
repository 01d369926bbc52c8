using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Domain;

/// <summary>
/// Who works on what. When these fail, two instances do the same work at once, or what a dead one had in hand is never done.
/// </summary>
public class LeaseTests
{
    private static readonly DateTimeOffset Now = TestTrust.Now;

    /// <summary>The end of a lease in seconds from now, and whether others may take it.</summary>
    public static TheoryData<int?, bool> Leases => new()
    {
        { null, true },
        { -1, true },
        { 0, true },
        { 1, false },
        { (int)Lease.Longest.TotalSeconds, false },
        // Written by a clock that ran ahead: it would hold for a year.
        { (int)Lease.Longest.TotalSeconds + 1, true },
        { 365 * 24 * 3600, true },
    };

    [Theory]
    [MemberData(nameof(Leases))]
    public void Lease_HoldsUntilItsEnd_UnlessAWrongClockWroteIt(int? seconds, bool isFree) =>
        Assert.Equal(isFree, !Of(seconds).HoldsAt(Now, Lease.Longest));

    [Theory]
    [MemberData(nameof(Leases))]
    public async Task Database_SaysTheSame(int? seconds, bool isFree)
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await scene.AddAsset.RunAsync(IssuerScene.Officer, DomainName.Parse("www.society.example"), Purposes.Protective, null, default);
        Lease lease = Of(seconds);
        await scene.Store.ChangeAsync(
            "service", c => c.Database.Assets.ExecuteUpdateAsync(s => s.SetProperty(a => a.Lease, lease)), default);

        Assert.Equal(isFree ? 1 : 0, await scene.ReadAsync(d => d.Assets.WhereFree(Now).CountAsync()));
        Assert.Equal(lease, (await scene.AssetAsync("www.society.example")).Lease);
    }

    [Fact]
    public void Lease_IsOfAnInstance_ForSoLong()
    {
        var lease = Lease.For("one", Now, TimeSpan.FromMinutes(2));

        Assert.Equal(("one", Now.AddMinutes(2)), (lease.By, lease.Until));
        Assert.Equal((null, null), (Lease.None.By, Lease.None.Until));
        Assert.False(Lease.None.HoldsAt(Now, Lease.Longest));
    }

    [Fact]
    public void WatchRound_IsOneInstances_UntilItsLeaseRunsOut()
    {
        var round = WatchRound.Create(Now);

        Assert.True(round.TryStart("one", TimeSpan.FromMinutes(1), Now));
        Assert.False(round.TryStart("other", TimeSpan.FromMinutes(1), Now.AddMinutes(4)));
        Assert.True(round.GoOn("one", Now.AddMinutes(4)));
        Assert.False(round.TryStart("other", TimeSpan.FromMinutes(1), Now.AddMinutes(8)));
        Assert.True(round.TryStart("other", TimeSpan.FromMinutes(1), Now.AddMinutes(9)));
        Assert.False(round.GoOn("one", Now.AddMinutes(9)));
        round.Finish("one", Now.AddMinutes(9));
        Assert.Null(round.FinishedAt);
        round.Finish("other", Now.AddMinutes(9));
        Assert.Equal((Now.AddMinutes(9), Lease.None), (round.FinishedAt, round.Lease));
    }

    [Theory]
    [InlineData("See")]
    [InlineData("Fail")]
    [InlineData("Want")]
    public async Task Publication_WhoseEndIsKnown_IsGivenBack(string end)
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        Asset asset = await scene.AddAsset.RunAsync(
            IssuerScene.Officer, DomainName.Parse("www.society.example"), Purposes.Protective, null, default);
        var target = PublicationTarget.Create(TargetKind.ByHand, DomainName.Parse("society.example"), null, null, 60, Now);
        Lease lease = Lease.For("one", Now, TimeSpan.FromMinutes(2));
        await scene.Store.ChangeAsync("service", c =>
        {
            c.Database.AddRange(target, Publication.Create(asset, target, Now));
            return Task.CompletedTask;
        }, default);
        await scene.Store.ChangeAsync(
            "service", c => c.Database.Publications.ExecuteUpdateAsync(s => s.SetProperty(p => p.Lease, lease)), default);

        await scene.Store.ChangeAsync(
            "service",
            async c =>
            {
                Publication publication = await c.Database.Publications.SingleAsync();
                Assert.Equal(lease, publication.Lease);
                switch (end)
                {
                    case "See":
                        publication.See(null, 60, null, looks: true, c.Now);
                        break;
                    case "Fail":
                        publication.Fail($"It was away.", PublicationFailure.Unanswered, null, c.Now);
                        break;
                    default:
                        publication.Want(emblem: true, c.Now);
                        break;
                }
            },
            default);

        Assert.Equal(Lease.None, await scene.ReadAsync(d => d.Publications.Select(p => p.Lease).SingleAsync()));
    }

    private static Lease Of(int? seconds) => seconds is { } s ? new Lease("one", Now.AddSeconds(s)) : Lease.None;
}

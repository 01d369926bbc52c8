using System.Collections.Concurrent;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Operating;
using DigitalEmblem.Issuer.Tests.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Errands;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Issuer.Work.Publishing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Hosting;

/// <summary>Kinds of work beside each other. When these fail, a withdrawn emblem stays in the DNS until other work is done.</summary>
public class WorkRoundTests
{
    private const string Gone = "gone.society.example", Other = "other.society.example";

    [Fact]
    public async Task Removal_IsPublished_WhileIssuingIsUnderWay()
    {
        await using IssuerScene scene = await SceneAsync();
        var zone = new Zone();
        var unlocked = new TaskCompletionSource();
        bool isSlow = false;
        WorkRound work = Round(
            scene, new SlowKeys(new RingKeys(scene.Ring), () => isSlow ? unlocked.Task : Task.CompletedTask), zone, new WorkHealth());
        await work.RunAsync(default);
        Assert.True(zone.Records.ContainsKey(Gone));
        isSlow = true;
        await scene.ManyMarkedAsync(["new.society.example"]);
        Task issuing = work.IssueAsync(default);

        await scene.WithdrawAssets.RunAsync(IssuerScene.Officer, [(await scene.AssetAsync(Gone)).Id], default);
        await work.WithdrawAsync(default);

        Assert.False(issuing.IsCompleted);
        Assert.False(zone.Records.ContainsKey(Gone));
        Assert.Equal(PublicationState.Seen, (await PublicationAsync(scene, Gone)).State);
        unlocked.SetResult();
        await issuing;
    }

    /// <summary>A batch of publications that was taken before a withdrawal must not put back what the removal took away.</summary>
    [Fact]
    public async Task BatchOfPublicationsUnderWay_PutsNothingBackThatIsRemovedMeanwhile()
    {
        await using IssuerScene scene = await SceneAsync();
        var zone = new Zone();
        WorkRound work = Round(scene, new RingKeys(scene.Ring), zone, new WorkHealth());
        await work.IssueAsync(default);
        string? withdrawn = null;
        zone.Before = async name =>
        {
            // The first name of the batch is being published, and the second waits.
            if (withdrawn is null)
            {
                withdrawn = name == Gone ? Other : Gone;
                await scene.WithdrawAssets.RunAsync(IssuerScene.Officer, [(await scene.AssetAsync(withdrawn)).Id], default);
                await work.WithdrawAsync(default);
            }
        };

        await work.PublishAsync(default);

        Assert.NotNull(withdrawn);
        Assert.False(zone.Records.ContainsKey(withdrawn));
        Assert.Single(zone.Records);
    }

    [Fact]
    public async Task EachBatch_IsProgress()
    {
        await using IssuerScene scene = await SceneAsync();
        var health = new WorkHealth();
        scene.Issuing.BatchSize = 1;
        bool hasMore = false;
        var keys = new SlowKeys(new RingKeys(scene.Ring), () =>
        {
            // At the second batch the first one is known.
            Assert.Equal(hasMore, health.Issuing.ProgressAt is not null);
            hasMore = true;
            return Task.CompletedTask;
        });

        await Round(scene, keys, new Zone(), health).IssueAsync(default);

        Assert.True(hasMore);
        Assert.Equal(2, await scene.ReadAsync(d => d.Emblems.CountAsync()));
    }

    [Theory]
    [InlineData("suspended")]
    [InlineData("not to be opened")]
    public async Task InstanceThatCannotSign_SaysSoInItsFigures_UntilItCan(string key)
    {
        await using IssuerScene scene = await SceneAsync();
        OrganizationKey used = await scene.InUseAsync(KeyUse.Emblem);
        bool isAway = key != "suspended";
        var keys = new AwayKeys(new RingKeys(scene.Ring), () => isAway);
        WorkRound work = Round(scene, keys, new Zone(), new WorkHealth());
        using var figures = new Figures();
        if (!isAway)
        {
            await scene.SuspendKey.RunAsync(IssuerScene.Officer, used.Id, null, "a laptop is missing", default);
        }

        await work.IssueAsync(default);
        Assert.Equal(1, figures.Last("issuer.cannot_sign"));
        // What is due waits, and is not counted as an attempt that failed.
        Assert.Equal(0, figures.Sum("issuer.emblems.not_issued"));

        if (isAway)
        {
            isAway = false;
            scene.Clock.Now += TimeSpan.FromMinutes(1);
        }
        else
        {
            await scene.ResumeKey.RunAsync("administrator", used.Id, null, "it was found", default);
        }

        await work.IssueAsync(default);
        Assert.Equal(0, figures.Last("issuer.cannot_sign"));
        Assert.Equal(2, figures.Sum("issuer.emblems.issued"));
    }

    private static async Task<IssuerScene> SceneAsync()
    {
        IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.Store.ChangeAsync(
            "administrator",
            c =>
            {
                c.Database.Add(
                    PublicationTarget.Create(TargetKind.ByHand, DomainName.Parse("society.example"), null, null, 60, c.Now));
                return Task.CompletedTask;
            },
            default);
        await scene.ManyMarkedAsync([Gone, Other]);
        return scene;
    }

    private static async Task<Publication> PublicationAsync(IssuerScene scene, string name)
    {
        Asset asset = await scene.AssetAsync(name);
        return (await scene.ReadAsync(d => d.Publications.Where(p => p.AssetId == asset.Id).ToListAsync()))[0];
    }

    private static WorkRound Round(IssuerScene scene, ISigningKeys keys, Zone zone, WorkHealth health)
    {
        var options = new PublishingOptions { Concurrency = 1, Resolver = "127.0.0.1:1" };
        var instance = Instance.New();
        return new WorkRound(
            new IssueEmblems(scene.Store, keys, scene.Issuing, instance, scene.Clock),
            new PublishSets(scene.Store, options, scene.Issuing, new Resolver(options), instance, scene.Clock, (_, _) => zone),
            new RenewEndorsements(scene.Store, scene.EndorseKey, scene.Issuing, scene.Clock),
            scene.FollowUpCompromises,
            new LeaveProfiles(scene.Store, scene.Clock),
            new CarryOutErrands(scene.Store),
            health,
            scene.Clock);
    }

    /// <summary>Keys of a token that can be taken away.</summary>
    private sealed class AwayKeys(ISigningKeys keys, Func<bool> isAway) : ISigningKeys
    {
        public Task<T> UseAsync<T>(OrganizationKey key, Func<SigningKey, T> use, CancellationToken cancellationToken) =>
            keys.UseAsync(key, use, cancellationToken);

        public Task TryAsync(OrganizationKey key, CancellationToken cancellationToken) => isAway()
            ? throw new RefusedException(Refusal.NotReady, $"The token is away.")
            : keys.TryAsync(key, cancellationToken);
    }

    private sealed class Zone : IZone
    {
        public ConcurrentDictionary<string, int> Records { get; } = new();

        public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

        public async Task<ZoneOutcome> BringAboutAsync(WantedName wanted, CancellationToken cancellationToken)
        {
            string name = wanted.Name.ToString();
            if (wanted.IsNothing)
            {
                Records.TryRemove(name, out _);
            }
            else
            {
                await Before(name);
                Records[name] = wanted.Records.Sum(r => r.Data.Count);
            }

            return new ZoneOutcome(true);
        }

        public Task<ZoneOutcome> LookAsync(WantedName wanted, CancellationToken cancellationToken) =>
            Task.FromResult(new ZoneOutcome(true));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

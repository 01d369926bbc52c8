using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Model;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Publishing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Publications;

/// <summary>
/// Acts on a zone with more names than one change takes. When these fail, names are forgotten between two pages: they stay marked at a
/// server that was given up, or get no emblem at the new one.
/// </summary>
public sealed class ManyNamesTests : IAsyncLifetime
{
    private const int Count = 230;
    private const string Administrator = "administrator", One = "127.0.0.1:5301", Other = "127.0.0.1:5302";

    private readonly Dictionary<string, MemoryZone> _zones = new() { [One] = new(), [Other] = new() };
    private readonly PublishingOptions _options = new() { Unsigned = ["127.0.0.0/8:*"] };
    private IssuerScene _scene = null!;
    private Resolver _resolver = null!;
    private PublicationTarget _target = null!;

    private SetTarget Set => new(_scene.Store, _options);

    public async Task InitializeAsync()
    {
        _scene = await IssuerScene.ReadyAsync();
        _resolver = new Resolver(_options);
        _target = await Set.AddAsync(
            Administrator, TargetKind.DnsUpdate, DomainName.Parse("society.example"), One, null, 60, default);
        await _scene.ManyMarkedAsync([.. Enumerable.Range(0, Count).Select(i => $"host{i}.society.example")]);
        await IssueAsync();
        await PublishAsync();
    }

    public async Task DisposeAsync()
    {
        await _resolver.DisposeAsync();
        await _scene.DisposeAsync();
    }

    [Fact]
    public async Task MovedZone_LeavesNoNameAtTheServerBefore_AndHasAllAtTheNewOne_AlsoAfterARestart()
    {
        await Set.ChangeAsync(Administrator, _target.Id, null, Other, null, 60, default);
        Assert.InRange(await WantedAtAsync(_target.Place), 1, Count - 1);
        await new LeavingTargets(_scene.Store).RunAsync(default);

        await PublishAsync();

        Assert.Empty(_zones[One].Names);
        Assert.Equal(Count, _zones[Other].Names.Count);
        Assert.Equal(0, await WantedAtAsync(_target.Place));
        await AssertJournalAsync();
    }

    [Fact]
    public async Task AbandonedTarget_IsNotWrittenToAnyMore_AndEndsWithAllItsNames()
    {
        PublicationTarget? left = await Set.RemoveAsync(Administrator, _target.Id, null, abandon: true, default);
        Assert.True(left?.IsEnding);

        await PublishAsync();

        Assert.Equal(Count, _zones[One].Names.Count);
        Assert.Equal((0, 0), await _scene.ReadAsync(async d => (await d.Targets.CountAsync(), await d.Publications.CountAsync())));
        await AssertJournalAsync();
    }

    [Fact]
    public async Task TargetGivenUp_AndTakenAgainBeforeItsEnd_HasAllNames()
    {
        await Set.RemoveAsync(Administrator, _target.Id, null, abandon: false, default);
        Assert.Equal(Count, await ToRemoveAsync());
        await new LeavingTargets(_scene.Store).RunAsync(default);
        PublicationTarget again = await Set.AddAsync(Administrator, TargetKind.DnsUpdate, _target.Zone, One, null, 60, default);

        await PublishAsync();

        Assert.Equal(_target.Id, again.Id);
        Assert.Equal(Count, _zones[One].Names.Count);
        Assert.Equal(Count, await WantedAtAsync(_target.Place));
        await AssertJournalAsync();
    }

    [Fact]
    public async Task OtherTimeToLive_IsThatOfAllNames()
    {
        await Set.ChangeAsync(Administrator, _target.Id, null, One, null, 300, default);

        await PublishAsync();

        Assert.Equal([300], await _scene.ReadAsync(d => d.Publications.Select(p => p.SeenTtl).Distinct().ToListAsync()));
        await AssertJournalAsync();
    }

    [Fact]
    public async Task SaidToBeIn_AllThatWaitIsDueNow()
    {
        DateTimeOffset later = _scene.Clock.Now.AddMinutes(4);
        await _scene.Store.ChangeAsync(
            Administrator,
            change => change.Database.Publications.ExecuteUpdateAsync(
                s => s.SetProperty(p => p.State, PublicationState.Due).SetProperty(p => p.NextAttempt, later)),
            default);

        int said = await new HastenPublication(_scene.Store, _scene.Clock).OfTargetAsync(Administrator, _target.Id, default);

        Assert.Equal(Count, said);
        Assert.Equal(0, await _scene.ReadAsync(d => d.Publications.CountAsync(p => p.NextAttempt > _scene.Clock.Now)));
    }

    /// <summary>An instance that dies between two pages leaves how far it was, and the next one goes on there.</summary>
    [Fact]
    public async Task EmblemsMadeDueAnew_AreAllIssued_WhereverTheInstanceBeforeStopped()
    {
        List<Guid> ids = await _scene.ReadAsync(d => d.Assets.OrderBy(a => a.Id).Select(a => a.Id).ToListAsync());
        Guid half = ids[(Count / 2) - 1];
        await _scene.Store.ChangeAsync(
            Administrator,
            change => change.Database.Organizations.ExecuteUpdateAsync(s => s.SetProperty(o => o.RefreshedTo, half)),
            default);
        _scene.Clock.Now += TimeSpan.FromMinutes(1);

        await IssueAsync();

        Assert.Equal(Count + (Count / 2), await _scene.ReadAsync(d => d.Emblems.CountAsync()));
        Assert.Null(await _scene.ReadAsync(d => d.Organizations.Select(o => o.RefreshedTo).SingleAsync()));
    }

    private async Task IssueAsync()
    {
        IssueEmblems issue = _scene.IssueEmblems;
        while (await issue.RunAsync(default) > 0)
        {
        }
    }

    /// <summary>By an instance that knows nothing of what others did before.</summary>
    private async Task PublishAsync()
    {
        var publish = new PublishSets(
            _scene.Store, _options, _scene.Issuing, _resolver, Instance.New(), _scene.Clock, (target, _) => _zones[target.Server!]);
        while (await publish.RunAsync(default) > 0)
        {
        }
    }

    /// <summary>How many names a person is told to take the records from, if the records are put in by hand.</summary>
    private async Task<int> ToRemoveAsync()
    {
        var records = new HandOutRecords(_scene.Store, _options, _scene.Clock);
        int names = 0;
        await foreach (RecordsByHand page in await records.OfTargetAsync(_target.Id, default))
        {
            names += page.Absent.Count;
        }

        return names;
    }

    private Task<int> WantedAtAsync(Guid place) => _scene.ReadAsync(d => d.Publications.CountAsync(p => p.Place == place && p.Wanted));

    private async Task AssertJournalAsync() =>
        Assert.Empty((await _scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
}

using DigitalEmblem.Issuer.Hosting;
using DigitalEmblem.Issuer.Tests.Publications;
using DigitalEmblem.Issuer.Tests.Watching;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Operating;

/// <summary>
/// What the service counts of its work. When these fail, a dashboard shows a service at work that does nothing, or names hosts to anyone
/// who runs the collector.
/// </summary>
[Trait("Category", "Servers")]
public sealed class FiguresTests(UpdatableServer bind) : IClassFixture<UpdatableServer>
{
    [Fact]
    public async Task Work_IsCounted_AndNamesNobody()
    {
        using var figures = new Figures();
        await using var scene = new WatchScene(await PublishingScene.StartAsync(bind));
        var due = new StoredFigures(scene.Publishing.Issuer.Store, scene.Clock);
        string silent = await File.ReadAllTextAsync(bind.KeyFile);
        await scene.Publishing.Issuer.MarkedAsync("one.figures.society.example");
        await due.RecordAsync(default);
        await scene.Publishing.PublishAsync("two.figures.society.example");
        Assert.Equal(1, figures.Last("issuer.names.due", "renewal"));
        Assert.Equal(0, figures.Last("issuer.names.due", "byHand"));
        Assert.Equal(2, figures.Sum("issuer.emblems.issued"));
        Assert.Equal(2, figures.Count("issuer.signing.duration"));
        Assert.Equal(2, figures.Sum("issuer.publications.seen", "published"));
        Assert.True(figures.Count("issuer.batch.duration") >= 2);

        // Someone else takes one away: it is told, once, and put back.
        await bind.Client().SendAsync(new DnsUpdate(DomainName.Parse(UpdatableServer.Zone))
            .Delete(DomainName.Parse("one.figures.society.example"), (ushort)DnsEmblemSource.DefaultIhleType));
        await scene.RoundAsync();
        Assert.Equal(1, figures.Sum("issuer.alerts.raised", "Missing"));
        await due.RecordAsync(default);
        Assert.Equal(1, figures.Last("issuer.alerts.open", "Missing"));
        await scene.Publishing.PublishDueAsync();
        Assert.Equal(3, figures.Sum("issuer.publications.seen", "published"));
        await scene.RoundAsync();
        Assert.Equal(1, figures.Sum("issuer.alerts.cleared", "Missing"));
        await due.RecordAsync(default);
        Assert.Equal(0, figures.Last("issuer.alerts.open", "Missing"));

        // A key that the name server does not know: an attempt that failed, and nothing seen.
        string wrong = bind.WriteKey("figures", silent.Replace("secret \"", "secret \"AAAA", StringComparison.Ordinal));
        scene.Publishing.Options.TsigKeys["key"] = wrong;
        await scene.Publishing.PublishAsync("three.figures.society.example");
        Assert.Equal(1, figures.Sum("issuer.publications.failed"));
        Assert.Equal(3, figures.Sum("issuer.publications.seen"));
        Assert.Equal(0, figures.Sum("issuer.emblems.not_issued"));
        scene.Clock.Now += TimeSpan.FromHours(1);
        await due.RecordAsync(default);
        Assert.Equal(1, figures.Last("issuer.names.due", "publication"));
        Assert.InRange(figures.Last("issuer.due.age", "publication"), 3600, 3700);

        // A removal that the server refuses waits longer and longer, and its age goes on.
        await scene.Publishing.WithdrawAsync(await scene.Publishing.Issuer.AssetAsync("two.figures.society.example"));
        await scene.Publishing.PublishDueAsync();
        scene.Clock.Now += TimeSpan.FromHours(1);
        await due.RecordAsync(default);
        Assert.Equal(1, figures.Last("issuer.names.due", "removal"));
        Assert.InRange(figures.Last("issuer.due.age", "removal"), 3600, 3700);

        Assert.NotEmpty(figures.Tags);
        Assert.All(figures.Tags, t => Assert.Matches("^(work|state|kind)=[A-Za-z]+$", t));
    }

    [Fact]
    public async Task RecordsThatAPersonHasNotPutInYet_AreNoFault_AndNoBacklog()
    {
        using var figures = new Figures();
        await using PublishingScene scene = await PublishingScene.StartAsync(bind.EndPoint, null);
        await scene.TargetAsync(UpdatableServer.Zone, null, null);
        await scene.PublishAsync("hand.figures.society.example");
        Assert.NotNull((await scene.PublicationAsync("hand.figures.society.example")).Fault);
        scene.Issuer.Clock.Now += TimeSpan.FromHours(1);

        await new StoredFigures(scene.Issuer.Store, scene.Issuer.Clock).RecordAsync(default);

        Assert.Equal(0, figures.Sum("issuer.publications.failed"));
        Assert.Equal(1, figures.Last("issuer.names.due", "byHand"));
        Assert.Equal(0, figures.Last("issuer.names.due", "publication"));
        Assert.Equal(0, figures.Last("issuer.due.age", "publication"));
    }

    /// <summary>A 0 that nobody counted would end an alert of Prometheus at each start of the service.</summary>
    [Fact]
    public void Start_TellsNothingThatIsCountedInTheDatabase()
    {
        using var figures = new Figures();

        Meters.Begin(DateTimeOffset.UnixEpoch.AddSeconds(7));

        Assert.Equal(7, figures.Last("issuer.start.time"));
        Assert.Equal(1, figures.Count("issuer.emblems.not_issued"));
        string[] counted = ["issuer.names.due", "issuer.due.age", "issuer.alerts.open", "issuer.cannot_sign"];
        Assert.All(counted, n => Assert.Equal(0, figures.Count(n)));
    }

    [Fact]
    public async Task Figures_EachStandsInTheReadme()
    {
        string readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "src", "DigitalEmblem.Issuer", "README.md"));
        using var figures = new Figures();
        Assert.Equal(16, figures.Names.Count);
        Assert.All(figures.Names, n => Assert.Contains($"`{n}`", readme, StringComparison.Ordinal));
    }
}

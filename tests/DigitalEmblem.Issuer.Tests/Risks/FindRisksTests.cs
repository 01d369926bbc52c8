using DigitalEmblem.Discovery;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Issuer.Work.Risks;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Risks;

/// <summary>
/// What speaks against marking a name, by the answers of a real name server. When these fail, an organization marks machines of strangers
/// with its emblem and nobody tells it, or a resolver that is silent passes for a name without risk.
/// </summary>
[Trait("Category", "Servers")]
public sealed class FindRisksTests(RiskServer server) : IClassFixture<RiskServer>
{
    [Theory]
    [InlineData("good.society.example", RiskKinds.None)]
    [InlineData("none.society.example", RiskKinds.None)]
    [InlineData("not-there.society.example", RiskKinds.None)]
    [InlineData("inside.society.example", RiskKinds.None)]
    [InlineData("cdn.society.example", RiskKinds.Cdn)]
    [InlineData("chained.society.example", RiskKinds.Cdn)]
    [InlineData("reverse.society.example", RiskKinds.Cdn)]
    [InlineData("elsewhere.society.example", RiskKinds.HostedElsewhere)]
    [InlineData("dangling.society.example", RiskKinds.HostedElsewhere)]
    [InlineData("unanswered.society.example", RiskKinds.NotFoundOut)]
    [InlineData("several.society.example", RiskKinds.SharedAddress)]
    [InlineData("loop.society.example", RiskKinds.NotFoundOut)]
    [InlineData("many.society.example", RiskKinds.NotFoundOut)]
    [InlineData("www.hoster.example", RiskKinds.OutsideZone)]
    [InlineData("www.sociey.example", RiskKinds.OutsideZone | RiskKinds.LookAlike)]
    internal async Task Name_HasTheRisksThatTheWorldShows(string name, RiskKinds kinds)
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using Resolver resolver = Resolver();
        Asset asset = await scene.ListedAsync(name);

        NameRisks risks = await new FindRisks(scene.Store, resolver, scene.Clock).OfAsync(asset.Id, default);

        Assert.Equal(kinds, risks.Open);
        Assert.All(risks.Found, f => Assert.InRange(f.Facts.Count, 1, new RiskLimits().Facts + 1));
    }

    /// <summary>Its own hosts on one machine are no strangers, once somebody has declared what all of them serve.</summary>
    [Fact]
    public async Task NameBehindTheSameAddress_IsARiskUntilItIsDeclared()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using Resolver resolver = Resolver();
        Asset asset = await scene.ListedAsync("shared1.society.example");
        Asset other = await scene.AddAsset.RunAsync(
            IssuerScene.Officer, DomainName.Parse("shared2.society.example"), Purposes.Protective, null, default);
        var find = new FindRisks(scene.Store, resolver, scene.Clock);

        Risk risk = Assert.Single((await find.OfAsync(asset.Id, default)).Found);
        await scene.DeclareAssets.RunAsync(IssuerScene.Officer, [other.Id], default);

        Assert.Equal((RiskKinds.SharedAddress, "192.0.2.20: shared2.society.example"), (risk.Kind, Assert.Single(risk.Facts)));
        Assert.Empty((await find.OfAsync(asset.Id, default)).Found);
    }

    /// <summary>
    /// A key that is bound to zones must not mark what an unbound one would be warned of, and reads no names outside of them.
    /// </summary>
    [Fact]
    public async Task CallerBoundToZones_SeesTheRisk_AndNotTheOtherName()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using Resolver resolver = Resolver();
        Asset asset = await scene.ListedAsync("shared1.society.example");
        await scene.AddAsset.RunAsync(IssuerScene.Officer, DomainName.Parse("shared2.society.example"), Purposes.Protective, null, default);
        await scene.AddAsset.RunAsync(
            IssuerScene.Officer, DomainName.Parse("unanswered.society.example"), Purposes.Protective, null, default);
        NameRisks? risks = null;

        await ZonesInForce.RunAsync(KeyZones.Parse("shared1.society.example")!, async () =>
            risks = await new FindRisks(scene.Store, resolver, scene.Clock).OfAsync(asset.Id, default));

        Assert.Equal(RiskKinds.SharedAddress | RiskKinds.NotFoundOut, risks!.Open);
        string[] facts = [.. risks.Found.SelectMany(f => f.Facts)];
        Assert.Contains("192.0.2.20: …", facts);
        Assert.DoesNotContain("shared2", string.Concat(facts), StringComparison.Ordinal);
        Assert.DoesNotContain("unanswered.s", string.Concat(facts), StringComparison.Ordinal);
    }

    /// <summary>Who runs an address writes its reverse names, and could write what a page or a terminal takes for its own.</summary>
    [Fact]
    public async Task HostileReverseName_IsNotRepeated()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using Resolver resolver = Resolver();
        Asset asset = await scene.ListedAsync("hostile.society.example");
        LookupAnswer reverse = await resolver.LookUpAsync(DomainName.Parse("50.2.0.192.in-addr.arpa"), 12);

        NameRisks risks = await new FindRisks(scene.Store, resolver, scene.Clock).OfAsync(asset.Id, default);

        Assert.Equal(2, reverse.Data.Count);
        Risk risk = Assert.Single(risks.Found);
        Assert.Equal((RiskKinds.SharedAddress, "192.0.2.50: shop.example"), (risk.Kind, Assert.Single(risk.Facts)));
    }

    [Fact]
    public async Task ResolverThatDoesNotAnswer_IsNotFoundOut()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        using var silent = new HostileServer((_, _) => []);
        await using var resolver = new Resolver(new PublishingOptions { Resolver = silent.EndPoint.ToString() });
        await using var none = new Resolver(new PublishingOptions { Resolver = $"127.0.0.1:{LoopbackPorts.Free()}" });
        Asset asset = await scene.ListedAsync("good.society.example");
        var limits = new RiskLimits { OfName = TimeSpan.FromMilliseconds(300) };

        foreach (Resolver asked in new[] { resolver, none })
        {
            NameRisks risks = await new FindRisks(scene.Store, asked, scene.Clock, limits).OfAsync(asset.Id, default);

            Assert.Equal(RiskKinds.NotFoundOut, risks.Open);
            Assert.Contains(
                risks.Found.SelectMany(f => f.Facts), f => f.StartsWith("good.society.example A: ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task AnswerThatIsTooSlow_LeavesWhatIsKnown_AndIsTold()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using Resolver resolver = Resolver();
        Asset asset = await scene.ListedAsync("cdn.society.example");
        var slow = new SlowLookup(resolver, 28);

        NameRisks risks = await new FindRisks(
            scene.Store, slow, scene.Clock, new RiskLimits { OfName = TimeSpan.FromSeconds(1) }).OfAsync(asset.Id, default);

        Assert.Equal(RiskKinds.Cdn | RiskKinds.NotFoundOut, risks.Open);
    }

    /// <summary>When this fails, a list of names holds a call open for minutes, or names count as looked at that nobody reached.</summary>
    [Fact]
    public async Task ManyNames_AreLookedAtAFewAtOnce_AndWhatIsNotReachedInTimeIsTold()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using Resolver resolver = Resolver();
        for (int i = 0; i < 20; i++)
        {
            await scene.ListedAsync($"n{i}.society.example");
        }

        IReadOnlyList<Asset> assets = await scene.ReadAsync(d => Task.FromResult<IReadOnlyList<Asset>>([.. d.Assets]));
        var slow = new SlowLookup(resolver, DnsType.A);
        var limits = new RiskLimits { AtOnce = 3, OfName = TimeSpan.FromMinutes(1), OfAll = TimeSpan.FromMilliseconds(200) };

        IReadOnlyList<NameRisks> risks = await new FindRisks(scene.Store, slow, scene.Clock, limits).RunAsync(assets, default);

        Assert.Equal(assets.Select(a => a.Id), risks.Select(r => r.Id));
        Assert.All(risks, r => Assert.Equal(RiskKinds.NotFoundOut, r.Open));
        Assert.InRange(slow.MostAtOnce, 1, limits.AtOnce);
    }

    /// <summary>When this fails, a long list of names that nobody declared is asked about whole, or what is left out is not told.</summary>
    [Fact]
    public async Task OtherNames_AreAskedUpToABound_AndTheRestIsTold()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using Resolver resolver = Resolver();
        Asset asset = await scene.ListedAsync("good.society.example");
        foreach (string name in new[] { "a.society.example", "b.society.example" })
        {
            await scene.AddAsset.RunAsync(IssuerScene.Officer, DomainName.Parse(name), Purposes.Protective, null, default);
        }

        Assert.Empty((await new FindRisks(scene.Store, resolver, scene.Clock).OfAsync(asset.Id, default)).Found);
        Risk risk = Assert.Single((await new FindRisks(
            scene.Store, resolver, scene.Clock, new RiskLimits { Others = 1 }).OfAsync(asset.Id, default)).Found);
        Assert.Equal(RiskKinds.NotFoundOut, risk.Kind);
    }

    [Theory]
    [InlineData("d111.cloudfront.net", RiskKinds.Cdn)]
    [InlineData("cloudfront.net", RiskKinds.Cdn)]
    [InlineData("society.github.io", RiskKinds.SharedHosting)]
    [InlineData("notcloudfront.net", RiskKinds.None)]
    [InlineData("cloudfront.net.society.example", RiskKinds.None)]
    internal void List_KnowsTheNamesBelowAService_AndNoOthers(string name, RiskKinds kind) =>
        Assert.Equal(kind, HostingSuffixes.KindOf(DomainName.Parse(name)));

    private Resolver Resolver() => new(new PublishingOptions { Resolver = server.EndPoint.ToString() });

    /// <summary>A resolver that never answers questions of one type.</summary>
    private sealed class SlowLookup(IDnsLookup resolver, ushort silentFor) : IDnsLookup
    {
        private int _now;

        /// <summary>How many questions of that type waited at once.</summary>
        public int MostAtOnce { get; private set; }

        public async Task<LookupAnswer> LookUpAsync(DomainName name, ushort type, CancellationToken cancellationToken = default)
        {
            if (type == silentFor)
            {
                MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _now));
                try
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                }
                finally
                {
                    Interlocked.Decrement(ref _now);
                }
            }

            return await resolver.LookUpAsync(name, type, cancellationToken);
        }
    }
}

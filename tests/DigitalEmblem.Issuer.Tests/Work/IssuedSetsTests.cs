using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Public;
using DigitalEmblem.Issuer.Work.Assets;
using DigitalEmblem.Issuer.Work.Publishing;
using DigitalEmblem.Verifier;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// What was judged is what is published (decisions.md, 40). If one of these fails, a change of keys or endorsements turns a valid set into
/// an invalid one, or has DNS and well-known resource tell different things.
/// </summary>
public class IssuedSetsTests
{
    private const string Name = "www.society.example";

    /// <summary>Issuer review, row 1: an endorsement for less than what is marked made DNS and well-known resource Invalid.</summary>
    [Fact]
    public async Task EndorsementNarrowerThanWhatIsMarked_IsRefused_AndTheSetStays()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        Asset asset = await scene.MarkedAsync(Name, Purposes.Protective | Purposes.Indicative);
        await scene.IssueEmblems.RunAsync(default);
        IReadOnlyList<ReadOnlyMemory<byte>> before = await SetAsync(scene);
        Guid key = await EmblemKeyAsync(scene);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(
            () => scene.EndorseKey.RunAsync("administrator", key, Purposes.Protective, default));
        Assert.Contains($"{asset.Name} (indicative)", refused.Message, StringComparison.Ordinal);
        Assert.Contains("withdraw the assets first", refused.Message, StringComparison.Ordinal);
        Assert.Equal(Texts(before), Texts(await SetAsync(scene)));
        Assert.Equal(VerdictOutcome.Marked, Judged(before, scene));

        // What the sentence says helps.
        await scene.WithdrawAssets.RunAsync(IssuerScene.Officer, [asset.Id], default);
        await scene.EndorseKey.RunAsync("administrator", key, Purposes.Protective, default);
    }

    /// <summary>An asset that never got an emblem must not keep the endorsement of all others from being renewed.</summary>
    [Fact]
    public async Task AssetForPurposesThatNobodyEndorses_DoesNotStopAnEndorsement()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.MarkedAsync(Name, Purposes.CivilDefence);
        await scene.IssueEmblems.RunAsync(default);
        await scene.EndorseKey.RunAsync("administrator", await EmblemKeyAsync(scene), Purposes.Protective, default);
    }

    /// <summary>Issuer review, row 7: while a key was rolled, the well-known resource had nothing.</summary>
    [Fact]
    public async Task KeyRoll_BeforeTheEmblemIsIssuedAnew_ShowsTheSetInForceEverywhere()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.MarkedAsync(Name);
        await scene.IssueEmblems.RunAsync(default);
        IReadOnlyList<ReadOnlyMemory<byte>> before = await SetAsync(scene);

        OrganizationKey next = await scene.MakeKey.RunAsync(
            "administrator", KeyUse.Emblem, SignatureAlgorithm.Ed25519, KeyCustody.File, default);
        await scene.EndorseKey.RunAsync("administrator", next.Id, Purposes.Protective, default);

        Assert.Equal(Texts(before), Texts(await SetAsync(scene)));
        using var wellKnown = new WellKnownSets(scene.Store, scene.Clock);
        Assert.Equal(TokenBundle.Write(before), (await wellKnown.FindAsync(DomainName.Parse(Name), default))?.Bundle);
        Assert.Equal(VerdictOutcome.Marked, Judged(before, scene));

        await scene.IssueEmblems.RunAsync(default);
        Assert.NotEqual(Texts(before), Texts(await SetAsync(scene)));
        Assert.Equal(VerdictOutcome.Marked, Judged(await SetAsync(scene), scene));
    }

    /// <summary>Issuer review, row 6: when an authority's endorsement ended, every name was told to have been altered.</summary>
    [Fact]
    public async Task AuthoritysEndorsementThatEnds_ChangesNoSet_AndIsNoLongerAskedFor()
    {
        await using Pair pair = await Pair.StartAsync();
        IssuerScene scene = pair.Society;
        Application application = await pair.AskAsync(Purposes.Protective);
        TimeSpan term = TimeSpan.FromDays(2);
        await pair.Ministry.ApproversAsync("carla", "david");
        await pair.Ministry.DecideApplication.ApproveAsync("carla", application.Id, null, Purposes.Protective, term, default);
        await pair.Ministry.DecideApplication.ApproveAsync("david", application.Id, null, Purposes.Protective, term, default);
        (GivenEndorsement? given, _) = await pair.Ministry.EndorseApplicant.RunAsync("carla", application.Id, default);
        await scene.AcceptEndorsement.RunAsync("administrator", await pair.BundleAsync(given!), null, await pair.ChainAsync(), default);
        Asset asset = await scene.ListedAsync(Name);
        await new ChangeAsset(scene.Store).RunAsync(
            IssuerScene.Officer, asset.Id, null, Purposes.Protective, TimeSpan.FromDays(20), default);
        await scene.MarkAssets.RunAsync(IssuerScene.Officer, [asset.Id], default);
        await scene.IssueEmblems.RunAsync(default);
        IReadOnlyList<ReadOnlyMemory<byte>> before = await SetAsync(scene);
        Assert.True((await SetsAsync(scene)).Sets.IsEndorsed((await SetsAsync(scene)).Asset));

        scene.Clock.Now += term;

        Assert.Equal(Texts(before), Texts(await SetAsync(scene)));
        Assert.False((await SetsAsync(scene)).Sets.IsEndorsed((await SetsAsync(scene)).Asset));
        Assert.Equal(VerdictOutcome.Marked, Judged(before, scene));
    }

    /// <summary>A set is kept once for all emblems under it, and each emblem has the digest of its own.</summary>
    [Fact]
    public async Task Chain_OfManyEmblems_IsKeptOnce()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.ManyMarkedAsync([.. Enumerable.Range(0, 20).Select(i => $"host{i}.society.example")]);
        await scene.IssueEmblems.RunAsync(default);
        (int chains, int digests) = await scene.ReadAsync(d => Task.FromResult(
            (d.Chains.Count(), d.Emblems.Select(e => e.SetDigest).AsEnumerable().DistinctBy(Convert.ToHexString).Count())));
        Assert.Equal((1, 20), (chains, digests));
    }

    private static VerdictOutcome Judged(IReadOnlyList<ReadOnlyMemory<byte>> set, IssuerScene scene) => TrustPolicy.Default.Decide(
        new EmblemVerifier().Verify(
            UnverifiedTokens.Read(TokenBundle.Write(set)), HeldEvidence.AssumeCommittedUnsafe, scene.Clock.Now),
        AssetIdentifier.Parse(Name)).Outcome;

    private static Task<Guid> EmblemKeyAsync(IssuerScene scene) => scene.ReadAsync(d => Task.FromResult(
        d.Keys.Where(k => k.Use == KeyUse.Emblem && k.State == KeyState.Active).Select(k => k.Id).Single()));

    private static async Task<IReadOnlyList<ReadOnlyMemory<byte>>> SetAsync(IssuerScene scene)
    {
        (EmblemSets sets, Asset asset) = await SetsAsync(scene);
        return sets.Of(asset).Single(s => s.Profile == TokenProfile.Cwt).Items;
    }

    private static async Task<(EmblemSets Sets, Asset Asset)> SetsAsync(IssuerScene scene)
    {
        Asset asset = await scene.AssetAsync(Name);
        return (await scene.ReadAsync(d => EmblemSets.LoadAsync(d, [asset], scene.Clock.Now, default)), asset);
    }

    private static IEnumerable<string> Texts(IReadOnlyList<ReadOnlyMemory<byte>> set) => set.Select(i => Convert.ToHexString(i.Span));
}

using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Verifier;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// Emblems that are issued and renewed. When these fail, an asset stands without its emblem, or with one that nobody accounts for.
/// </summary>
public class EmblemIssuingTests
{
    private protected virtual Task<IssuerScene> ReadyAsync() => IssuerScene.ReadyAsync();

    [Fact]
    public async Task MarkedAsset_GetsAnEmblemThatAVerifierAccepts()
    {
        await using IssuerScene scene = await ReadyAsync();
        await scene.MarkedAsync("www.society.example");

        Assert.Equal(1, await scene.IssueEmblems.RunAsync(default));

        Verdict verdict = await JudgeAsync(scene, "www.society.example");
        Assert.Equal((VerdictOutcome.Marked, SecurityLevel.Organizational), (verdict.Outcome, verdict.Level));
        Assert.Equal(0, await scene.IssueEmblems.RunAsync(default));
    }

    [Fact]
    public async Task AssetThatNobodyDeclared_IsNotMarked()
    {
        await using IssuerScene scene = await ReadyAsync();
        Asset asset = await scene.AddAsset.RunAsync(
            IssuerScene.Officer, DomainName.Parse("www.society.example"), Purposes.Protective, null, default);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(
            () => scene.MarkAssets.RunAsync(IssuerScene.Officer, [asset.Id], default));

        Assert.Equal(Refusal.NotDeclared, refused.Refusal);
    }

    [Fact]
    public async Task AssetWhoseZoneIsNotShownToBeOurs_IsNotMarked()
    {
        await using IssuerScene scene = await ReadyAsync();
        Asset asset = await scene.AddAsset.RunAsync(
            IssuerScene.Officer, DomainName.Parse("www.society.example"), Purposes.Protective, null, default);
        await scene.DeclareAssets.RunAsync(IssuerScene.Officer, [asset.Id], default);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(
            () => scene.MarkAssets.RunAsync(IssuerScene.Officer, [asset.Id], default));

        Assert.Equal(Refusal.ControlNotProven, refused.Refusal);
    }

    [Fact]
    public async Task Emblem_IsRenewedAfterTwoThirdsOfItsLife_AndNotBefore()
    {
        await using IssuerScene scene = await ReadyAsync();
        await scene.MarkedAsync("www.society.example");
        await scene.IssueEmblems.RunAsync(default);

        scene.Clock.Now += TimeSpan.FromHours(14);
        Assert.Equal(0, await scene.IssueEmblems.RunAsync(default));
        scene.Clock.Now += TimeSpan.FromHours(4);
        Assert.Equal(1, await scene.IssueEmblems.RunAsync(default));

        Assert.Equal(VerdictOutcome.Marked, (await JudgeAsync(scene, "www.society.example")).Outcome);
        Assert.Equal(2, await scene.ReadAsync(d => d.Emblems.CountAsync()));
    }

    [Fact]
    public async Task EveryEmblem_StandsInTheJournal()
    {
        await using IssuerScene scene = await ReadyAsync();
        for (int i = 0; i < 20; i++)
        {
            await scene.MarkedAsync($"host{i}.society.example");
        }

        await scene.IssueEmblems.RunAsync(default);

        JournalAuditResult audit = await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default));
        Assert.Empty(audit.Faults);
        Assert.Equal(20, await scene.ReadAsync(d => d.Emblems.CountAsync()));
    }

    [Fact]
    public async Task AssetWithdrawnWhileItsEmblemIsSigned_GetsNone()
    {
        await using IssuerScene scene = await ReadyAsync();
        Asset asset = await scene.MarkedAsync("www.society.example");
        await scene.IssueEmblems.RunAsync(default);
        scene.Clock.Now += TimeSpan.FromHours(20);

        await scene.WithdrawAssets.RunAsync(IssuerScene.Officer, [asset.Id], default);

        Assert.Equal(0, await scene.IssueEmblems.RunAsync(default));
        Assert.Null((await scene.AssetAsync("www.society.example")).EmblemId);
    }

    [Fact]
    public async Task InstanceThatDiedWithAssetsInHand_IsFollowedByAnother()
    {
        await using IssuerScene scene = await ReadyAsync();
        // The endorsement of its key has all emblems made due, which ends leases.
        await scene.IssueEmblems.RunAsync(default);
        await scene.MarkedAsync("www.society.example");
        await scene.Store.ChangeAsync(
            "service",
            c => c.Database.Assets.ExecuteUpdateAsync(s => s.SetProperty(a => a.Lease, Lease.For("dead", c.Now, TimeSpan.FromMinutes(2)))),
            default);

        Assert.Equal(0, await scene.AnotherInstance().RunAsync(default));
        scene.Clock.Now += TimeSpan.FromMinutes(3);
        Assert.Equal(1, await scene.AnotherInstance().RunAsync(default));
    }

    [Fact]
    public async Task KeyRolled_LeavesOneEndorsementOfEachKeyInTheSet()
    {
        await using IssuerScene scene = await ReadyAsync();
        await scene.MarkedAsync("www.society.example");
        await scene.IssueEmblems.RunAsync(default);

        OrganizationKey next = await scene.MakeKey.RunAsync(
            "administrator", KeyUse.Emblem, SignatureAlgorithm.ES256, Issuer.Custody.KeyCustody.File, default);
        await scene.EndorseKey.RunAsync("administrator", next.Id, Purposes.Protective, default);
        await scene.IssueEmblems.RunAsync(default);

        UnverifiedTokens set = await scene.SetAsync("www.society.example");
        Assert.Equal(2, set.Items.Count(i => i.Token is not null));
        Assert.Equal(VerdictOutcome.Marked, (await JudgeAsync(scene, "www.society.example")).Outcome);
    }

    [Fact]
    public async Task PurposeThatTheKeyIsNotEndorsedFor_GetsNoEmblem_AndTheOthersDo()
    {
        await using IssuerScene scene = await ReadyAsync();
        await scene.MarkedAsync("dam.society.example", Purposes.DangerousForces);
        await scene.MarkedAsync("www.society.example");

        await scene.IssueEmblems.RunAsync(default);

        Assert.Null((await scene.AssetAsync("dam.society.example")).EmblemId);
        Assert.NotNull((await scene.AssetAsync("www.society.example")).EmblemId);
    }

    private static async Task<Verdict> JudgeAsync(IssuerScene scene, string name) =>
        TrustPolicy.Default.Decide(
            new EmblemVerifier(new VerifierOptions())
                .Verify(await scene.SetAsync(name), HeldEvidence.AssumeCommittedUnsafe, scene.Clock.Now),
            AssetIdentifier.Parse(name));
}

using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Verifier;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// What follows a compromise. When these fail, a compromise stays open for ever, or ends while published emblems still depend on the lost
/// key, and nobody knows whether the mark can be trusted.
/// </summary>
public class CompromiseEndsTests
{
    private const string Name = "www.society.example";

    [Fact]
    public async Task AnotherRootKeyTakenIntoUse_IsTheNewKeyOfTheCompromise()
    {
        await using IssuerScene scene = await MarkedAsync();
        KeyCompromise compromise = await scene.CompromisedAsync((await scene.InUseAsync(KeyUse.Root)).Id);
        await FollowAsync(scene);
        Assert.NotNull((await CompromiseAsync(scene, compromise)).NewKeyId);

        // Not the one that the service made, but another one.
        OrganizationKey own = await scene.NextRootAsync();
        await scene.CommitAsync(own);
        await FollowAsync(scene);
        KeyCompromise waits = await CompromiseAsync(scene, compromise);
        Assert.Equal((own.Id, CompromiseStep.NewKey), (waits.NewKeyId!.Value, waits.Step));
        Assert.Contains("then have it endorse that key", waits.WaitsFor!.ToString(), StringComparison.Ordinal);

        scene.Clock.Now += TimeSpan.FromMinutes(1);
        await scene.EndorseKey.RunAsync(
            "administrator", (await scene.InUseAsync(KeyUse.Emblem)).Id, Purposes.Protective, default);
        await FollowAsync(scene);
        Assert.Equal(CompromiseStep.Endorsed, (await CompromiseAsync(scene, compromise)).Step);
        await scene.IssueEmblems.RunAsync(default);
        await FollowAsync(scene);

        Assert.Equal(CompromiseStep.Republished, (await CompromiseAsync(scene, compromise)).Step);
        Assert.Equal(VerdictOutcome.Marked, (await scene.JudgeAsync(Name)).Outcome);
    }

    /// <summary>A root key that was prepared for this day is put into use by one call.</summary>
    [Fact]
    public async Task PreparedRootKey_EndsTheCompromiseOfTheOldOne()
    {
        await using IssuerScene scene = await MarkedAsync();
        OrganizationKey prepared = await scene.NextRootAsync();
        await scene.CommitAsync(prepared);
        scene.Clock.Now += TimeSpan.FromDays(1);
        KeyCompromise compromise = await scene.CompromisedAsync((await scene.InUseAsync(KeyUse.Root)).Id);
        await FollowAsync(scene);
        Assert.Contains("then roll it", (await CompromiseAsync(scene, compromise)).WaitsFor!.ToString(), StringComparison.Ordinal);

        scene.Clock.Now += TimeSpan.FromMinutes(1);
        await scene.RollRoot.RunAsync("administrator", prepared.Id, null, [], default);
        await FollowAsync(scene);
        await scene.IssueEmblems.RunAsync(default);
        await FollowAsync(scene);

        KeyCompromise ended = await CompromiseAsync(scene, compromise);
        Assert.Equal((prepared.Id, CompromiseStep.Republished), (ended.NewKeyId!.Value, ended.Step));
        Assert.Equal(VerdictOutcome.Marked, (await scene.JudgeAsync(Name)).Outcome);
    }

    [Fact]
    public async Task AssetWhosePurposesTheNewEndorsementLacks_IsNamed_AndTheCompromiseEndsOnceItIsWithdrawn()
    {
        await using IssuerScene scene = await MarkedAsync();
        // It has no emblem yet: with one in force, the narrower endorsement would be refused.
        await scene.MarkedAsync("mail.society.example", Purposes.Indicative);
        KeyCompromise compromise = await scene.CompromisedAsync((await scene.InUseAsync(KeyUse.Emblem)).Id);
        scene.Clock.Now += TimeSpan.FromMinutes(1);
        OrganizationKey next = await scene.MakeKey.RunAsync(
            "administrator", KeyUse.Emblem, SignatureAlgorithm.ES256, KeyCustody.File, default);
        await scene.EndorseKey.RunAsync("administrator", next.Id, Purposes.Protective, default);
        await FollowAsync(scene);
        await scene.IssueEmblems.RunAsync(default);
        await FollowAsync(scene);

        KeyCompromise waits = await CompromiseAsync(scene, compromise);
        Assert.Equal(CompromiseStep.Endorsed, waits.Step);
        Assert.Contains(
            "1 marked assets cannot get a new emblem: mail.society.example.", waits.WaitsFor!.ToString(), StringComparison.Ordinal);
        await scene.WithdrawAssets.RunAsync("officer", [(await scene.AssetAsync("mail.society.example")).Id], default);
        await FollowAsync(scene);

        Assert.Equal(CompromiseStep.Republished, (await CompromiseAsync(scene, compromise)).Step);
    }

    /// <summary>The same, where the key is endorsed for more instead.</summary>
    [Fact]
    public async Task AssetWhosePurposesTheNewEndorsementLacks_IsIssuedOnceTheKeyIsEndorsedForThem()
    {
        await using IssuerScene scene = await MarkedAsync();
        // It has no emblem yet: with one in force, the narrower endorsement would be refused.
        await scene.MarkedAsync("mail.society.example", Purposes.Indicative);
        KeyCompromise compromise = await scene.CompromisedAsync((await scene.InUseAsync(KeyUse.Emblem)).Id);
        scene.Clock.Now += TimeSpan.FromMinutes(1);
        OrganizationKey next = await scene.MakeKey.RunAsync(
            "administrator", KeyUse.Emblem, SignatureAlgorithm.ES256, KeyCustody.File, default);
        await scene.EndorseKey.RunAsync("administrator", next.Id, Purposes.Protective, default);
        await scene.IssueEmblems.RunAsync(default);
        await FollowAsync(scene);
        Assert.NotNull((await CompromiseAsync(scene, compromise)).WaitsFor);

        scene.Clock.Now += TimeSpan.FromMinutes(1);
        await scene.EndorseKey.RunAsync("administrator", next.Id, Purposes.Protective | Purposes.Indicative, default);
        await FollowAsync(scene);
        Assert.Null((await CompromiseAsync(scene, compromise)).WaitsFor);
        await scene.IssueEmblems.RunAsync(default);
        await FollowAsync(scene);

        Assert.Equal(CompromiseStep.Republished, (await CompromiseAsync(scene, compromise)).Step);
    }

    [Fact]
    public async Task CompromiseOfTheRootKey_DoesNotEndWhileEmblemsDependOnIt()
    {
        await using IssuerScene scene = await MarkedAsync();
        KeyCompromise compromise = await scene.CompromisedAsync((await scene.InUseAsync(KeyUse.Root)).Id);
        await scene.CommitAsync(await scene.NextRootAsync());
        await FollowAsync(scene);
        Assert.Equal(CompromiseStep.NewKey, (await CompromiseAsync(scene, compromise)).Step);

        scene.Clock.Now += TimeSpan.FromMinutes(1);
        await scene.EndorseKey.RunAsync(
            "administrator", (await scene.InUseAsync(KeyUse.Emblem)).Id, Purposes.Protective, default);
        await FollowAsync(scene);

        Assert.Equal(CompromiseStep.Endorsed, (await CompromiseAsync(scene, compromise)).Step);
    }

    [Fact]
    public async Task CompromiseOfAKeyThatIsNotInUse_ReplacesNone()
    {
        await using IssuerScene scene = await MarkedAsync();
        OrganizationKey inUse = await scene.InUseAsync(KeyUse.Root);
        KeyCompromise compromise = await scene.CompromisedAsync((await scene.NextRootAsync()).Id);

        await FollowAsync(scene);

        KeyCompromise ended = await CompromiseAsync(scene, compromise);
        Assert.Equal((inUse.Id, CompromiseStep.Republished), (ended.NewKeyId!.Value, ended.Step));
        Assert.Equal(inUse.Id, (await scene.InUseAsync(KeyUse.Root)).Id);
        Assert.Equal(2, await scene.ReadAsync(d => d.Keys.CountAsync(k => k.Use == KeyUse.Root)));
    }

    private protected virtual Task<IssuerScene> ReadyAsync() => IssuerScene.ReadyAsync();

    private async Task<IssuerScene> MarkedAsync()
    {
        IssuerScene scene = await ReadyAsync();
        await scene.MarkedAsync(Name);
        await scene.IssueEmblems.RunAsync(default);
        scene.Clock.Now += TimeSpan.FromMinutes(1);
        return scene;
    }

    private static async Task FollowAsync(IssuerScene scene)
    {
        for (int step = 0; step < 5; step++)
        {
            await scene.FollowUpCompromises.RunAsync(default);
        }
    }

    private static Task<KeyCompromise> CompromiseAsync(IssuerScene scene, KeyCompromise compromise) =>
        scene.ReadAsync(d => d.Compromises.SingleAsync(c => c.Id == compromise.Id));
}

using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Verifier;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// Data that are marked by their root. When these fail, data stand without a sign, or with one that a lost key made, or the service gives
/// out what was withdrawn.
/// </summary>
public class DataMarksTests
{
    private static readonly DataRoot Root = DataRoot.FromBytes([.. Enumerable.Repeat((byte)7, DataRoot.Length)]);
    private static readonly DataRoot Other = DataRoot.FromBytes([.. Enumerable.Repeat((byte)8, DataRoot.Length)]);

    private protected virtual Task<IssuerScene> ReadyAsync() => IssuerScene.ReadyAsync();

    [Fact]
    public async Task MarkedData_GetASignThatThoseWhoCheckAccept_AndThatIsRenewed_WithoutAnythingInTheDns()
    {
        await using IssuerScene scene = await ReadyAsync();
        await scene.MarkedDataAsync(Root);

        Assert.Equal(1, await scene.IssueEmblems.RunAsync(default));

        Verdict verdict = await scene.JudgeAsync(Root);
        Assert.Equal((VerdictOutcome.Marked, SecurityLevel.Organizational), (verdict.Outcome, verdict.Level));
        Assert.Equal(0, await scene.IssueEmblems.RunAsync(default));
        (byte[] first, IssuedSign before) = await scene.SignsOfData.InForceAsync(Root, default);
        scene.Clock.Now += TimeSpan.FromHours(14);
        Assert.Equal(0, await scene.IssueEmblems.RunAsync(default));
        scene.Clock.Now += TimeSpan.FromHours(4);
        Assert.Equal(1, await scene.IssueEmblems.RunAsync(default));

        (byte[] second, IssuedSign after) = await scene.SignsOfData.InForceAsync(Root, default);
        Assert.NotEqual(first, second);
        Assert.True(after.Expires > before.Expires);
        Assert.Equal(Root, DataSign.Read(second).Root);
        Assert.Equal((2, 0, 1), await scene.ReadAsync(async d => (
            await d.Signs.CountAsync(), await d.Publications.CountAsync(), await d.Chains.CountAsync())));
        Assert.Empty(await FaultsAsync(scene));
    }

    [Fact]
    public async Task Withdrawn_NoSignIsGivenOut_AndTheAnswerSaysUntilWhenCopiesAreValid()
    {
        await using IssuerScene scene = await ReadyAsync();
        await scene.MarkedDataAsync(Root);
        await scene.MarkedDataAsync(Other);
        await scene.IssueEmblems.RunAsync(default);
        (byte[] copy, IssuedSign sign) = await scene.SignsOfData.InForceAsync(Root, default);

        await scene.ActOnData.WithdrawAsync(IssuerScene.Officer, Root, null, default);
        scene.Clock.Now += TimeSpan.FromHours(18);
        Assert.Equal(1, await scene.IssueEmblems.RunAsync(default));

        RefusedException gone = await Assert.ThrowsAsync<RefusedException>(() => scene.SignsOfData.InForceAsync(Root, default));
        Assert.Equal(Refusal.Withdrawn, gone.Refusal);
        Assert.Contains($"stays valid until {sign.Expires:u}", gone.Message, StringComparison.Ordinal);
        Verdict Judge() => DataSign.Read(copy).Verify(TrustPolicy.Default, HeldEvidence.AssumeCommittedUnsafe, scene.Clock.Now);
        Assert.Equal(VerdictOutcome.Marked, Judge().Outcome);
        scene.Clock.Now = sign.Expires;
        Assert.NotEqual(VerdictOutcome.Marked, Judge().Outcome);
        gone = await Assert.ThrowsAsync<RefusedException>(() => scene.SignsOfData.InForceAsync(Root, default));
        Assert.Contains("No copy", gone.Message, StringComparison.Ordinal);
        Assert.Empty(await FaultsAsync(scene));
    }

    [Fact]
    public async Task SuspendedKey_SignsNoData_AndGoesOnOnceItIsResumed()
    {
        await using IssuerScene scene = await ReadyAsync();
        await scene.MarkedDataAsync(Root);
        await scene.IssueEmblems.RunAsync(default);
        (_, IssuedSign sign) = await scene.SignsOfData.InForceAsync(Root, default);
        OrganizationKey key = await scene.InUseAsync(KeyUse.Emblem);

        (_, Issuer.Work.Keys.SuspensionEffect effect) = await scene.SuspendKey.RunAsync(
            IssuerScene.Officer, key.Id, null, "a doubt", default);
        Assert.Equal((1, sign.Expires, sign.Expires), (effect.InForce, effect.FirstEnds!.Value, effect.LastEnds!.Value));
        scene.Clock.Now += TimeSpan.FromHours(20);
        Assert.Equal(0, await scene.IssueEmblems.RunAsync(default));
        Assert.Equal(VerdictOutcome.Marked, (await scene.JudgeAsync(Root)).Outcome);

        await scene.ResumeKey.RunAsync("administrator", key.Id, null, "found", default);
        Assert.Equal(1, await scene.IssueEmblems.RunAsync(default));
    }

    [Fact]
    public async Task CompromisedKey_DataAreSignedAgainByTheNewOne_AndTheCompromiseWaitsForThem()
    {
        await using IssuerScene scene = await ReadyAsync();
        await scene.MarkedDataAsync(Root);
        await scene.IssueEmblems.RunAsync(default);
        Guid lost = (await scene.InUseAsync(KeyUse.Emblem)).Id;
        KeyCompromise compromise = await scene.CompromisedAsync(lost);

        await FollowAsync(scene);
        Assert.Equal(CompromiseStep.Endorsed, (await StepAsync(scene, compromise)).Step);
        Assert.Equal(1, await scene.IssueEmblems.RunAsync(default));
        await FollowAsync(scene);

        Assert.Equal(CompromiseStep.Republished, (await StepAsync(scene, compromise)).Step);
        (_, IssuedSign sign) = await scene.SignsOfData.InForceAsync(Root, default);
        Assert.NotEqual(lost, sign.KeyId);
        Assert.Equal(VerdictOutcome.Marked, (await scene.JudgeAsync(Root)).Outcome);
        Assert.Empty(await FaultsAsync(scene));
    }

    [Fact]
    public async Task DataThatCannotBeSignedAgain_AreNamed_AndWithdrawnOrLeftByDecision()
    {
        await using IssuerScene scene = await ReadyAsync();
        await scene.MarkedDataAsync(Root);
        MarkedData other = await scene.MarkedDataAsync(Other);
        await scene.IssueEmblems.RunAsync(default);
        KeyCompromise compromise = await scene.CompromisedAsync((await scene.InUseAsync(KeyUse.Root)).Id);
        await FollowAsync(scene);
        string? waits = (await StepAsync(scene, compromise)).WaitsFor?.ToString();
        Assert.Contains("2 marked assets show sets that rest on the compromised key: ", waits, StringComparison.Ordinal);
        Assert.All([Root, Other], r => Assert.Contains(r.ToString(), waits, StringComparison.Ordinal));

        await scene.DecideCompromise.RunAsync(
            IssuerScene.Officer, compromise.Id, null, [other.Id], CompromiseDecision.Leave, "read-only archive", default);
        await scene.DecideCompromise.RunAsync(
            "second officer", compromise.Id, null, [(await scene.DataAsync(Root)).Id], CompromiseDecision.Withdraw, "gone", default);
        await FollowAsync(scene);

        Assert.Equal(CompromiseStep.Left, (await StepAsync(scene, compromise)).Step);
        Assert.Equal(
            (AssetState.Withdrawn, AssetState.Marked), ((await scene.DataAsync(Root)).State, (await scene.DataAsync(Other)).State));
        Assert.Equal("second officer", (await scene.ReadAsync(d => d.Journal.SingleAsync(e => e.Action == "data.withdrawn"))).Actor);
    }

    /// <summary>A sign with an endorsement that has ended would be no sign.</summary>
    [Fact]
    public async Task Sign_NeverOutlivesTheEndorsementOfItsKey_AndIsNotMadeAfterIt()
    {
        await using IssuerScene scene = await ReadyAsync();
        await scene.MarkedDataAsync(Root, lifetime: TimeSpan.FromDays(31));
        DateTimeOffset end = await scene.ReadAsync(async d => (await d.Endorsements.FirstAsync()).Expires);
        scene.Clock.Now = end - TimeSpan.FromHours(2);
        await scene.IssueEmblems.RunAsync(default);
        Assert.True((await scene.SignsOfData.InForceAsync(Root, default)).Sign.Expires <= end);

        scene.Clock.Now = end + TimeSpan.FromMinutes(1);
        await scene.IssueEmblems.RunAsync(default);
        await scene.IssueEmblems.RunAsync(default);

        RefusedException none = await Assert.ThrowsAsync<RefusedException>(() => scene.SignsOfData.InForceAsync(Root, default));
        Assert.Contains("expired", none.Message, StringComparison.Ordinal);
        Assert.Contains("not endorsed", none.Message, StringComparison.Ordinal);
        Assert.Equal(1, await scene.ReadAsync(d => d.Journal.CountAsync(e => e.Action == "signs.notIssued")));
        var watch = new OwnWatch(scene.Store, new WatchingOptions(), scene.Clock);
        AlertFinding late = Assert.Single(await watch.OfDataAsync([await scene.DataAsync(Root)], default));
        Assert.Equal((AlertKind.NotRenewed, Root.ToString()), (late.Kind, late.Subject));
    }

    [Fact]
    public async Task PurposesThatTheKeyIsNotEndorsedFor_GetNoSign_AndAnEndorsementForFewerIsRefused()
    {
        await using IssuerScene scene = await ReadyAsync();
        await scene.MarkedDataAsync(Other, Purposes.CulturalProperty);
        await scene.MarkedDataAsync(Root, Purposes.Protective | Purposes.Indicative);
        Assert.Equal(2, await scene.IssueEmblems.RunAsync(default));
        Assert.Contains(
            "the data are for CulturalProperty",
            (await Assert.ThrowsAsync<RefusedException>(() => scene.SignsOfData.InForceAsync(Other, default))).Message,
            StringComparison.Ordinal);

        Guid key = (await scene.InUseAsync(KeyUse.Emblem)).Id;
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(
            () => scene.EndorseKey.RunAsync("administrator", key, Purposes.Protective, default));
        Assert.Contains($"{Root} (indicative)", refused.Message, StringComparison.Ordinal);
        Assert.Equal(Refusal.WrongState, (await Assert.ThrowsAsync<RefusedException>(
            () => new Issuer.Work.Keys.RetireKey(scene.Store, scene.Ring).RunAsync("administrator", key, null, default))).Refusal);
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(IssuerScene scene) =>
        (await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults;

    private static async Task FollowAsync(IssuerScene scene)
    {
        for (int step = 0; step < 6; step++)
        {
            await scene.FollowUpCompromises.RunAsync(default);
        }
    }

    private static Task<KeyCompromise> StepAsync(IssuerScene scene, KeyCompromise compromise) =>
        scene.ReadAsync(d => d.Compromises.SingleAsync(c => c.Id == compromise.Id));
}

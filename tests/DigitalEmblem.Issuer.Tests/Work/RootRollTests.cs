using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Verifier;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// A root key that is replaced in good order. When these fail, emblems lose their endorsement while the root key is replaced, or it cannot
/// be replaced at all.
/// </summary>
public class RootRollTests
{
    private const string Name = "www.society.example";

    private static readonly SigningKey Elsewhere = TestKeys.Of(SignatureAlgorithm.ES384);

    [Fact]
    public async Task RollWithAnAuthority_EmblemsAreEndorsedBeforeAtAndAfterIt()
    {
        await using Pair pair = await ReadyAsync();
        IssuerScene society = pair.Society;
        OrganizationKey old = await society.InUseAsync(KeyUse.Root);
        OrganizationKey next = await society.NextRootAsync();
        await society.CommitAsync(next);
        Assert.Equal(KeyState.Pending, (await society.KeyAsync(next.Id)).State);
        await pair.TakeAsync(await pair.GiveAsync(Purposes.Protective, next.Id));
        await RequireEndorsedAsync(society);

        await society.RollRoot.RunAsync("administrator", next.Id, null, [], default);

        await RequireEndorsedAsync(society);
        society.Clock.Now += TimeSpan.FromSeconds(1);
        Assert.Equal(1, await society.IssueEmblems.RunAsync(default));
        await RequireEndorsedAsync(society);
        Assert.Equal(KeyState.Retired, (await society.KeyAsync(old.Id)).State);
        Assert.Equal(next.Id, (await society.InUseAsync(KeyUse.Root)).Id);
        List<HeldEndorsement> current = await society.ReadAsync(
            d => d.Endorsements.Where(e => e.State == EndorsementState.Current).ToListAsync());
        Assert.DoesNotContain(current, e => e.KeyId == old.Id || e.SignerKeyId == old.Id);
        Assert.Equal(2, current.Count);
        Assert.Equal(1, await society.ReadAsync(d => d.Journal.CountAsync(e => e.Action == "root.rolled")));
        Assert.Empty((await society.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
        Assert.Equal(2, await CountAsync(society, "endorsement.ended"));
    }

    [Fact]
    public async Task RollToAKeyThatTheAuthorityDoesNotEndorse_IsRefused_UnlessTheCallLeavesIt()
    {
        await using Pair pair = await ReadyAsync();
        IssuerScene society = pair.Society;
        OrganizationKey next = await society.NextRootAsync();

        RefusedException bare = await RefusedAsync(society, next.Id);
        await society.CommitAsync(next);
        RefusedException unendorsed = await RefusedAsync(society, next.Id);
        RefusedException mistyped = await RefusedAsync(
            society, next.Id, pair.Ministry.Organization, OrganizationIdentifier.Parse("https://minstry.example"));

        Assert.Contains("its commitment", bare.Message, StringComparison.Ordinal);
        Assert.Contains("https://ministry.example for Protective", bare.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("its commitment", unendorsed.Message, StringComparison.Ordinal);
        Assert.Contains("https://ministry.example for Protective", unendorsed.Message, StringComparison.Ordinal);
        Assert.Contains("https://minstry.example", mistyped.Message, StringComparison.Ordinal);
        await RequireEndorsedAsync(society);
        await society.RollRoot.RunAsync("administrator", next.Id, null, [pair.Ministry.Organization], default);
        await society.IssueEmblems.RunAsync(default);
        Verdict verdict = await society.JudgeAsync(Name);
        Assert.Equal((VerdictOutcome.Marked, SecurityLevel.Organizational), (verdict.Outcome, verdict.Level));
    }

    /// <summary>An endorsement for less than what is marked is as good as none for the rest.</summary>
    [Fact]
    public async Task RollToAKeyThatTheAuthorityEndorsesForLess_IsRefused()
    {
        await using Pair pair = await ReadyAsync();
        await pair.Society.MarkedAsync("mail.society.example", Purposes.Indicative);
        pair.Society.Clock.Now += TimeSpan.FromMinutes(1);
        await pair.TakeAsync(await pair.GiveAsync(Purposes.Protective | Purposes.Indicative));
        OrganizationKey next = await pair.Society.NextRootAsync();
        await pair.Society.CommitAsync(next);
        await pair.TakeAsync(await pair.GiveAsync(Purposes.Protective, next.Id));

        RefusedException refused = await RefusedAsync(pair.Society, next.Id);

        Assert.Contains("https://ministry.example for Indicative", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RollToARootKeyElsewhere_IsCompletedByOneAnswer()
    {
        await using Pair pair = await ReadyAsync();
        IssuerScene society = pair.Society;
        OrganizationKey old = await society.InUseAsync(KeyUse.Root);
        OrganizationKey next = await society.RegisterOfflineKey.RunAsync("administrator", Elsewhere.PublicKey, default);
        await society.CommitAsync(next);
        (_, PendingSigning? asked) = await society.AskForEndorsement.RunAsync(
            "administrator", pair.Ministry.Organization, Purposes.Protective, TimeSpan.FromDays(90), null, next.Id, default);
        await society.AnswerAsync(asked!, Elsewhere);
        SentRequest sent = await society.ReadAsync(d => d.SentRequests.SingleAsync(q => q.KeyId == next.Id));
        Application application = await pair.Ministry.ReceiveApplication.RunAsync("api", sent.Request, default);
        await pair.Ministry.DecideApplication.ApproveAsync(
            "anna", application.Id, null, Purposes.Protective, TimeSpan.FromDays(60), default);
        await pair.Ministry.DecideApplication.ApproveAsync(
            "ben", application.Id, null, Purposes.Protective, TimeSpan.FromDays(60), default);
        await pair.TakeAsync((await pair.Ministry.EndorseApplicant.RunAsync("anna", application.Id, default)).Given!);

        (OrganizationKey? none, PendingSigning? roll) = await society.RollRoot.RunAsync("administrator", next.Id, null, [], default);
        Assert.Null(none);
        Assert.Equal(old.Id, (await society.InUseAsync(KeyUse.Root)).Id);
        await RequireEndorsedAsync(society);
        // Meanwhile the old root key renews its endorsement, which must not get in the way.
        society.Clock.Now += TimeSpan.FromHours(3);
        await society.EndorseKey.RunAsync(
            "administrator", (await society.InUseAsync(KeyUse.Emblem)).Id, Purposes.Protective | Purposes.Indicative, default);
        await society.AnswerAsync(roll!, Elsewhere);

        Assert.Equal(next.Id, (await society.InUseAsync(KeyUse.Root)).Id);
        await society.IssueEmblems.RunAsync(default);
        await RequireEndorsedAsync(society);
        Assert.Equal(
            0,
            await society.ReadAsync(d => d.Endorsements.CountAsync(
                e => e.State == EndorsementState.Current && (e.KeyId == old.Id || e.SignerKeyId == old.Id))));
    }

    [Fact]
    public async Task RollWhoseAnswerComesAfterAnotherChange_IsRefused_AndChangesNothing()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.MarkedAsync(Name);
        OrganizationKey old = await scene.InUseAsync(KeyUse.Root);
        OrganizationKey next = await scene.RegisterOfflineKey.RunAsync("administrator", Elsewhere.PublicKey, default);
        await scene.CommitAsync(next);
        (_, PendingSigning? roll) = await scene.RollRoot.RunAsync("administrator", next.Id, null, [], default);
        scene.Clock.Now += TimeSpan.FromMinutes(1);
        OrganizationKey emblemKey = await scene.MakeKey.RunAsync(
            "administrator", KeyUse.Emblem, SignatureAlgorithm.ES256, Issuer.Custody.KeyCustody.File, default);
        await scene.EndorseKey.RunAsync("administrator", emblemKey.Id, Purposes.Protective, default);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => scene.AnswerAsync(roll!, Elsewhere));

        Assert.Equal(Refusal.WrongState, refused.Refusal);
        Assert.Contains("ask anew", refused.Message, StringComparison.Ordinal);
        Assert.Equal(old.Id, (await scene.InUseAsync(KeyUse.Root)).Id);
        (_, PendingSigning? again) = await scene.RollRoot.RunAsync("administrator", next.Id, null, [], default);
        await scene.AnswerAsync(again!, Elsewhere);
        Assert.Equal(next.Id, (await scene.InUseAsync(KeyUse.Root)).Id);
    }

    [Fact]
    public async Task KeyRetired_LeavesNoEndorsementOfItInForce()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        OrganizationKey former = await scene.InUseAsync(KeyUse.Emblem);
        OrganizationKey next = await scene.MakeKey.RunAsync(
            "administrator", KeyUse.Emblem, SignatureAlgorithm.ES256, Issuer.Custody.KeyCustody.File, default);

        await scene.EndorseKey.RunAsync("administrator", next.Id, Purposes.Protective, default);

        HeldEndorsement current = await scene.ReadAsync(d => d.Endorsements.SingleAsync(e => e.State == EndorsementState.Current));
        Assert.Equal(next.Id, current.KeyId);
        Assert.NotEqual(former.Id, current.KeyId);
    }

    private static async Task<Pair> ReadyAsync()
    {
        Pair pair = await Pair.StartAsync();
        await pair.TakeAsync(await pair.GiveAsync(Purposes.Protective));
        await pair.Society.MarkedAsync(Name);
        await pair.Society.IssueEmblems.RunAsync(default);
        pair.Society.Clock.Now += TimeSpan.FromMinutes(1);
        return pair;
    }

    private static Task<RefusedException> RefusedAsync(IssuerScene scene, Guid next, params OrganizationIdentifier[] without) =>
        Assert.ThrowsAsync<RefusedException>(() => scene.RollRoot.RunAsync("administrator", next, null, without, default));

    private static async Task RequireEndorsedAsync(IssuerScene scene)
    {
        Verdict verdict = await scene.JudgeAsync(Name);
        Assert.Equal((VerdictOutcome.Marked, SecurityLevel.Endorsed), (verdict.Outcome, verdict.Level));
    }

    private static Task<int> CountAsync(IssuerScene scene, string action) =>
        scene.ReadAsync(d => d.Journal.CountAsync(e => e.Action == action));
}

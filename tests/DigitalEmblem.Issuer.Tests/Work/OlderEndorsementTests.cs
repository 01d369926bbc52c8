using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Storage;
using DigitalEmblem.Issuer.Work.Endorsements;
using DigitalEmblem.Issuer.Work.Keys;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// An endorsement that comes late. When these fail, an old answer undoes a newer decision, and emblems of purposes that it lacks, or that
/// outlive it, are lost.
/// </summary>
public class OlderEndorsementTests
{
    private static readonly SigningKey Elsewhere = TestKeys.Of(SignatureAlgorithm.ES384);

    [Fact]
    public async Task StaleOfflineAnswer_IsRefused_AndTheNewerEndorsementStays()
    {
        await using IssuerScene scene = await OfflineAsync();
        OrganizationKey key = await scene.MakeKey.RunAsync(
            "administrator", KeyUse.Emblem, SignatureAlgorithm.Ed25519, KeyCustody.File, default);
        PendingSigning old = await AskAsync(scene, key, Purposes.Protective);
        scene.Clock.Now += TimeSpan.FromHours(2);
        PendingSigning newer = await AskAsync(scene, key, Purposes.Protective | Purposes.Indicative);
        await scene.AnswerAsync(newer, Elsewhere);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => scene.AnswerAsync(old, Elsewhere));

        Assert.Equal(Refusal.WrongState, refused.Refusal);
        Assert.Contains("endorse the key again", refused.Message, StringComparison.Ordinal);
        HeldEndorsement current = await scene.ReadAsync(d => d.Endorsements.SingleAsync(e => e.State == EndorsementState.Current));
        Assert.Equal(Purposes.Protective | Purposes.Indicative, current.Purposes);
        Assert.Equal(1, await scene.ReadAsync(d => d.Journal.CountAsync(e => e.Action == "signing.closed")));
    }

    /// <summary>A request that is lost on its way must not let the endorsement of the emblem key run out.</summary>
    [Fact]
    public async Task ForgottenSigningRequest_DoesNotStopTheNextRenewal()
    {
        await using IssuerScene scene = await OfflineAsync();
        OrganizationKey key = await scene.MakeKey.RunAsync(
            "administrator", KeyUse.Emblem, SignatureAlgorithm.Ed25519, KeyCustody.File, default);
        await scene.AnswerAsync(await AskAsync(scene, key, Purposes.Protective), Elsewhere);

        scene.Clock.Now += scene.Issuing.EndorsementLifetime * 0.7;
        await scene.RenewEndorsements.RunAsync(default);
        await scene.RenewEndorsements.RunAsync(default);
        Assert.Equal(2, await scene.ReadAsync(d => d.Signings.CountAsync()));
        scene.Clock.Now += scene.Issuing.EndorsementLifetime * 0.7;
        await scene.RenewEndorsements.RunAsync(default);

        Assert.Equal(3, await scene.ReadAsync(d => d.Signings.CountAsync()));
        PendingSigning last = await scene.ReadAsync(d => d.Signings.OrderByDescending(s => s.AskedAt).FirstAsync());
        await scene.AnswerAsync(last, Elsewhere);
        Assert.Equal(0, await scene.ReadAsync(d => d.Signings.CountAsync(s => s.AnsweredAt == null && s.ClosedAt == null)));
    }

    [Fact]
    public async Task AuthoritysOldAnswer_IsRefused_AndItsNewerEndorsementStays()
    {
        await using Pair pair = await Pair.StartAsync();
        GivenEndorsement old = await pair.GiveAsync(Purposes.Protective);
        pair.Society.Clock.Now += TimeSpan.FromHours(2);
        GivenEndorsement newer = await pair.GiveAsync(Purposes.Protective | Purposes.Indicative);
        HeldEndorsement current = await pair.TakeAsync(newer);

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => pair.TakeAsync(old));

        Assert.Equal(Refusal.WrongState, refused.Refusal);
        Assert.Contains("ask https://ministry.example to issue it anew", refused.Message, StringComparison.Ordinal);
        Assert.Equal(current.Id, (await CurrentAsync(pair)).Id);
    }

    /// <summary>Else the next endorsement is not fetched, and the authority's word runs out.</summary>
    [Fact]
    public async Task SameEndorsementAgain_ChangesNothing_AndTheRequestForTheNextStaysOpen()
    {
        await using Pair pair = await Pair.StartAsync();
        GivenEndorsement given = await pair.GiveAsync(Purposes.Protective);
        HeldEndorsement first = await pair.TakeAsync(given);
        pair.Society.Clock.Now += TimeSpan.FromDays(20);
        await pair.AskAsync(Purposes.Protective);

        HeldEndorsement again = await pair.TakeAsync(given);

        Assert.Equal(first.Id, again.Id);
        Assert.Equal(1, await pair.Society.ReadAsync(d => d.SentRequests.CountAsync(q => q.State == RequestState.Asked)));
    }

    [Fact]
    public async Task EndorsementByAClockThatRanAhead_IsReplacedOnceTheClockIsRight()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        Guid key = (await scene.InUseAsync(KeyUse.Emblem)).Id;
        scene.Clock.Now += TimeSpan.FromDays(30);
        await scene.EndorseKey.RunAsync("administrator", key, Purposes.Protective, default);
        scene.Clock.Now -= TimeSpan.FromDays(30);

        (HeldEndorsement? endorsement, _) = await scene.EndorseKey.RunAsync("administrator", key, Purposes.Protective, default);

        Assert.True(endorsement!.IsCurrentAt(scene.Clock.Now));
    }

    /// <summary>Instances whose clocks differ by a second renew at the same time: the slower one must not stop its round of work.</summary>
    [Fact]
    public async Task TwoInstancesRenewAtOnce_NeitherFails()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        scene.Clock.Now += scene.Issuing.EndorsementLifetime * 0.7;
        var behind = new SettableClock(scene.Clock.Now - TimeSpan.FromSeconds(2));
        var slow = new RenewEndorsements(
            scene.Store,
            new EndorseKey(new IssuerStore(scene.Contexts, scene.Clock), new KeysUsedAfter(
                new RingKeys(scene.Ring), () => scene.RenewEndorsements.RunAsync(default)), scene.Issuing, behind),
            scene.Issuing,
            behind);

        await slow.RunAsync(default);

        Assert.Equal(1, await scene.ReadAsync(d => d.Endorsements.CountAsync(e => e.State == EndorsementState.Current)));
        Assert.Equal(2, await scene.ReadAsync(d => d.Endorsements.CountAsync()));
    }

    /// <summary>Keys that are used after something else has happened.</summary>
    private sealed class KeysUsedAfter(ISigningKeys keys, Func<Task> before) : ISigningKeys
    {
        public async Task<T> UseAsync<T>(OrganizationKey key, Func<SigningKey, T> use, CancellationToken cancellationToken)
        {
            await before();
            return await keys.UseAsync(key, use, cancellationToken);
        }
    }

    private static Task<HeldEndorsement> CurrentAsync(Pair pair) => pair.Society.ReadAsync(
        d => d.Endorsements.SingleAsync(e => e.State == EndorsementState.Current && e.SignerKeyId == null));

    private static async Task<PendingSigning> AskAsync(IssuerScene scene, OrganizationKey key, Purposes purposes) =>
        (await scene.EndorseKey.RunAsync("administrator", key.Id, purposes, default)).Pending!;

    private static async Task<IssuerScene> OfflineAsync()
    {
        IssuerScene scene = await IssuerScene.StartAsync();
        await scene.CommitAsync(await scene.RegisterOfflineKey.RunAsync("administrator", Elsewhere.PublicKey, default));
        return scene;
    }
}

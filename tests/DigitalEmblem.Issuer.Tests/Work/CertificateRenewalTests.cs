using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.Keys;
using DigitalEmblem.Verifier;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// A binding certificate that is renewed. When these fail, the root key endorses nothing any more once its certificate was renewed, and all
/// emblems run out.
/// </summary>
public class CertificateRenewalTests
{
    [Fact]
    public async Task CertificateRenewedTwice_TheRootKeyEndorsesAndAsksAllTheWhile()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.MarkedAsync("www.society.example");
        OrganizationKey root = await scene.InUseAsync(KeyUse.Root), emblemKey = await scene.InUseAsync(KeyUse.Emblem);
        for (int renewal = 1; renewal <= 2; renewal++)
        {
            scene.Clock.Now += TimeSpan.FromDays(1);
            RootCommitment open = await scene.RequestCommitment.RunAsync("administrator", root.Id, default);
            await UseAsync(scene, emblemKey);
            scene.Clock.Now += TimeSpan.FromHours(1);
            await scene.CompleteCommitment.RunAsync("administrator", root.Id, scene.Trust.Certify(open.RequestPem), default);
            await UseAsync(scene, emblemKey);
            Assert.Equal(renewal + 1, await scene.ReadAsync(d => d.Commitments.CountAsync(c => c.LogJson != null)));
        }
    }

    [Fact]
    public async Task EndorsementRenewedAfterTheCertificate_GoesOn()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.MarkedAsync("www.society.example");
        await scene.CommitAsync(await scene.InUseAsync(KeyUse.Root));

        scene.Clock.Now += scene.Issuing.EndorsementLifetime * 0.9;
        await scene.RenewEndorsements.RunAsync(default);

        HeldEndorsement current = await scene.ReadAsync(d => d.Endorsements.SingleAsync(e => e.State == EndorsementState.Current));
        Assert.True(current.Expires > scene.Clock.Now + (scene.Issuing.EndorsementLifetime * 0.9));
    }

    /// <summary>The entries of the certificate of before stay in its log, but that certificate expires, which validators tell.</summary>
    [Fact]
    public async Task EndorsementAfterARenewedCertificate_IsMadeAnewOnce_AndNamesWhereThatIsLogged()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        await scene.MarkedAsync("www.society.example");
        await scene.RenewEndorsements.RunAsync(default);
        Assert.Equal(1, await scene.ReadAsync(d => d.Endorsements.CountAsync()));
        scene.Clock.Now += TimeSpan.FromDays(1);
        OrganizationKey root = await scene.InUseAsync(KeyUse.Root);
        await scene.CommitAsync(root);

        for (int look = 0; look < 3; look++)
        {
            scene.Clock.Now += TimeSpan.FromMinutes(2);
            await scene.RenewEndorsements.RunAsync(default);
        }

        Assert.Equal(2, await scene.ReadAsync(d => d.Endorsements.CountAsync()));
        HeldEndorsement current = await scene.ReadAsync(d => d.Endorsements.SingleAsync(e => e.State == EndorsementState.Current));
        Assert.Equal((await InUseAsync(scene, root)).Log(), ((Endorsement)Cwt.Read(current.Token).Claims).Log);
        await scene.IssueEmblems.RunAsync(default);
        Assert.Equal(VerdictOutcome.Marked, (await scene.JudgeAsync("www.society.example")).Outcome);
    }

    /// <summary>What a log takes is public for good: a certificate that was imported by mistake must not come to one.</summary>
    [Fact]
    public async Task CertificateForSomethingElse_IsNotSubmitted()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        string chain = TestAuthority.Pem(scene.Trust.Authority.Issue(["intern.society.example"], []));

        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(async () => await scene.CompleteCommitment.RunAsync(
            "administrator", (await scene.InUseAsync(KeyUse.Root)).Id, chain, default));

        Assert.Contains("does not prove", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CertificateInUse_StaysInUseUntilTheNextIsComplete()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        OrganizationKey root = await scene.InUseAsync(KeyUse.Root);
        RootCommitment first = await InUseAsync(scene, root);
        scene.Clock.Now += TimeSpan.FromDays(1);

        RootCommitment open = await scene.RequestCommitment.RunAsync("administrator", root.Id, default);
        Assert.Equal(first.Id, (await InUseAsync(scene, root)).Id);
        await scene.CompleteCommitment.RunAsync("administrator", root.Id, scene.Trust.Certify(open.RequestPem), default);

        RootCommitment second = await InUseAsync(scene, root);
        Assert.NotEqual(first.LogJson, second.LogJson);
        (HeldEndorsement? endorsed, _) = await scene.EndorseKey.RunAsync(
            "administrator", (await scene.InUseAsync(KeyUse.Emblem)).Id, Purposes.Protective, default);
        Assert.Equal(second.Log(), ((Endorsement)Cwt.Read(endorsed!.Token).Claims).Log);
    }

    [Fact]
    public async Task AnotherCertificateForTheSameRequest_IsTaken_TheSameAgainIsHarmless_AndAFormerOneIsRefused()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        OrganizationKey root = await scene.InUseAsync(KeyUse.Root);
        RootCommitment first = await InUseAsync(scene, root);
        scene.Clock.Now += TimeSpan.FromDays(1);

        // The certificate authority renews without a new request.
        string chain = scene.Trust.Certify(first.RequestPem);
        RootCommitment second = await scene.CompleteCommitment.RunAsync("administrator", root.Id, chain, default);
        RootCommitment again = await scene.CompleteCommitment.RunAsync("administrator", root.Id, chain, default);
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(
            () => scene.CompleteCommitment.RunAsync("administrator", root.Id, first.ChainPem!, default));

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal(second.Id, again.Id);
        Assert.Equal(Refusal.WrongState, refused.Refusal);
        Assert.Contains("import the newest one", refused.Message, StringComparison.Ordinal);
        Assert.Equal(second.Id, (await InUseAsync(scene, root)).Id);
    }

    /// <summary>An applicant checks an endorsement with the chain that came with it: it has to be that of the endorsement.</summary>
    [Fact]
    public async Task AuthorityRenewedItsCertificate_TheApplicantStillGetsWhatProvesItsEndorsement()
    {
        await using Pair pair = await Pair.StartAsync();
        GivenEndorsement given = await pair.GiveAsync(Purposes.Protective);
        pair.Ministry.Clock.Now += TimeSpan.FromMinutes(5);
        await pair.Ministry.CommitAsync(await pair.Ministry.InUseAsync(KeyUse.Root));

        HeldEndorsement held = await pair.TakeAsync(given);

        Assert.Equal(EndorsementState.Current, held.State);
    }

    private static Task<RootCommitment> InUseAsync(IssuerScene scene, OrganizationKey root) =>
        scene.ReadAsync(async d => (await CommitmentInUse.FindAsync(d, root.Id, default))!);

    private static async Task UseAsync(IssuerScene scene, OrganizationKey emblemKey)
    {
        await scene.EndorseKey.RunAsync("administrator", emblemKey.Id, Purposes.Protective, default);
        await scene.AskForEndorsement.RunAsync(
            "administrator",
            OrganizationIdentifier.Parse("https://ministry.example"),
            Purposes.Protective,
            TimeSpan.FromDays(90),
            null,
            null,
            default);
        await scene.IssueEmblems.RunAsync(default);
        Assert.Equal(VerdictOutcome.Marked, (await scene.JudgeAsync("www.society.example")).Outcome);
    }
}

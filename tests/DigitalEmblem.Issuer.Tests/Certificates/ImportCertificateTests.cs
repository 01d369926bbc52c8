using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Certificates;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Certificates;

/// <summary>
/// Chains that are brought by command, page or API. When these fail, an organization rests on a certificate that binds nothing, or a right
/// one is turned away.
/// </summary>
public sealed class ImportCertificateTests
{
    [Theory]
    [InlineData("", "it holds no certificate")]
    [InlineData("nonsense", "it holds no certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "a certificate in it cannot be read")]
    [InlineData("-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY-----\n", "it holds no certificate")]
    public async Task WhatIsNoChainInPem_IsRefused(string chain, string says)
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();

        Assert.Equal(Refusal.Malformed, (await RefusedAsync(scene, chain, $"no certificate chain in PEM: {says}")).Refusal);
    }

    [Fact]
    public async Task MoreCertificatesThanAChainHas_AreRefused()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        string chain = await scene.IssueAsync();

        await RefusedAsync(scene, string.Concat(Enumerable.Repeat(chain, 30)), "more certificates than one chain");
    }

    [Fact]
    public async Task ChainForAnotherRequest_IsRefused_AndNothingIsSubmitted()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        string chain = TestAuthority.Pem(scene.Trust.Authority.Issue(["www.other.example"], [scene.Trust.Log]));

        Assert.Equal(Refusal.NotVerified, (await RefusedAsync(scene, chain, "for no request of this service")).Refusal);
        Assert.Empty(await scene.Import().MissingAsync(chain, default));
    }

    [Fact]
    public async Task CertificateWithoutTheKeysNames_IsRefused_AndEachNameThatIsMissingIsTold()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        string chain = await scene.IssueAsync(["adem-configuration.society.example", "society.example"]);

        await RefusedAsync(scene, chain, "does not prove");

        IReadOnlyList<Sentence> missing = await scene.Import().MissingAsync(chain, default);
        OrganizationKey root = await scene.InUseAsync(KeyUse.Root);
        Assert.Equal(2, missing.Count);
        Assert.Contains($"{root.Identifier}.adem-configuration.society.example", missing[0].ToString(), StringComparison.Ordinal);
        Assert.Contains($"{root.JwsIdentifier}.adem-configuration.society.example", missing[1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CertificateOfAnAuthorityThatIsNotTrusted_IsRefused_AndTheRootIsTold()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        using var unknown = new TestAuthority(scene.Clock.Now);
        string chain = TestAuthority.Pem(unknown.IssueFor(await scene.RequestAsync(), [scene.Trust.Log]));

        await RefusedAsync(scene, chain, "does not prove");

        Assert.Contains(
            "Transparency:Roots", Assert.Single(await scene.Import().MissingAsync(chain, default)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CertificateInALogThatIsNotListed_IsRefused_AndTheListIsTold()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        using var unlisted = new TestLog(LogKind.Rfc6962, scene.Clock.Now.AddDays(-10));
        string chain = TestAuthority.Pem(scene.Trust.Authority.IssueFor(await scene.RequestAsync(), [unlisted]));

        await RefusedAsync(scene, chain, "does not prove");

        Assert.Contains(
            "not in this service's list of logs",
            Assert.Single(await scene.Import().MissingAsync(chain, default)).ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task CertificateThatNoLogPromised_IsRefusedWhereItMayNotBeSubmitted()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();

        await RefusedAsync(scene, await scene.IssueAsync(isLogged: false), "Transparency:Submit");
    }

    [Fact]
    public async Task CertificateThatHasEnded_IsRefused_AndTheOneInUseStays()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        string inUse = (await scene.CertificatesAsync()).InUse!.Serial;

        // The authority of the tests issues as of a year ago.
        await RefusedAsync(scene, await scene.IssueAsync(lifetime: TimeSpan.FromDays(360)), "Have another one issued");

        Assert.Equal(inUse, (await scene.CertificatesAsync()).InUse!.Serial);
    }

    /// <summary>The timer brings the certificate in use each day, also on the days after its end.</summary>
    [Fact]
    public async Task CertificateInUse_BroughtAgainAfterItsEnd_ChangesNothing()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        RootCommitment before = await scene.ReadAsync(d => d.Commitments.SingleAsync());
        scene.Clock.Now = before.CertificateExpires!.Value + TimeSpan.FromDays(1);

        ImportedCertificate again = await scene.Import().RunAsync("ada", before.ChainPem!, default);

        Assert.Equal((before.Id, false), (again.Commitment.Id, again.IsFormer));
    }

    [Fact]
    public async Task CertificatesInTheWrongOrder_AreTaken_AndKeptInTheRightOne()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        string chain = await scene.IssueAsync();
        scene.Clock.Now += TimeSpan.FromMinutes(1);

        ImportedCertificate imported = await scene.Import().RunAsync("ada", CertificateScene.Reversed(chain), default);

        Assert.Equal(chain, imported.Commitment.ChainPem);
        Assert.Equal(
            imported.Commitment.Id, (await scene.Import().RunAsync("ada", CertificateScene.Reversed(chain), default)).Commitment.Id);
    }

    [Fact]
    public async Task FormerCertificate_ChangesNothing_AndTheNewerOneIsTold()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        RootCommitment former = await scene.ReadAsync(d => d.Commitments.SingleAsync());
        scene.Clock.Now += TimeSpan.FromMinutes(1);
        RootCommitment newer = (await scene.Import().RunAsync("ada", await scene.IssueAsync(), default)).Commitment;

        ImportedCertificate imported = await scene.Import().RunAsync("ada", CertificateScene.Reversed(former.ChainPem!), default);

        Assert.Equal((newer.Id, true), (imported.Commitment.Id, imported.IsFormer));
        Assert.Equal(2, await scene.ReadAsync(d => d.Commitments.CountAsync()));
    }

    private static async Task<RefusedException> RefusedAsync(IssuerScene scene, string chain, string says)
    {
        int before = await scene.ReadAsync(d => d.Journal.CountAsync());
        RefusedException refused = await Assert.ThrowsAsync<RefusedException>(() => scene.Import().RunAsync("ada", chain, default));
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await scene.ReadAsync(d => d.Journal.CountAsync()));
        return refused;
    }
}

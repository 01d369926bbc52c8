using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Certificates;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Certificates;

/// <summary>
/// Which root key a certificate is for. When these fail, a reserve key keeps the certificate in use from being renewed, or is committed to
/// in public before anyone decided so.
/// </summary>
public sealed class BindingKeyTests
{
    [Fact]
    public async Task Reserve_IsCertifiedOnceAPersonHasAskedForIt()
    {
        using var trust = new TestTrust();
        await using IssuerScene scene = await IssuerScene.ReadyAsync(trust: trust);
        OrganizationKey first = await scene.InUseAsync(KeyUse.Root), reserve = await scene.NextRootAsync();
        Assert.Equal([first.Identifier], await ToCertifyAsync(scene));
        await Assert.ThrowsAsync<RefusedException>(() => scene.ReadAsync(d => BindingKey.FindAsync(d, null, default)));

        RootCommitment asked = await scene.RequestCommitment.RunAsync("ada", reserve.Id, default);

        // Both were made in the same instant of the clock, so that neither comes first.
        Assert.Equal(
            new[] { first.Identifier, reserve.Identifier }.Order(StringComparer.Ordinal),
            (await ToCertifyAsync(scene)).Order(StringComparer.Ordinal));
        string chain = trust.Certify(asked.RequestPem);
        Assert.Equal(reserve.Id, (await scene.ReadAsync(d => BindingKey.OfChainAsync(d, chain, default))).Id);
    }

    [Fact]
    public async Task OnlyKey_IsCertifiedEvenIfNobodyAsked()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        Assert.Empty(await ToCertifyAsync(scene));
        OrganizationKey only = await scene.NextRootAsync();

        Assert.Equal([only.Identifier], await ToCertifyAsync(scene));
    }

    /// <summary>A person has brought a newer certificate meanwhile: the one before is no fault, which would hide a true one.</summary>
    [Fact]
    public async Task CertificateBefore_IsKnownAsThat()
    {
        using var trust = new TestTrust();
        await using IssuerScene scene = await IssuerScene.ReadyAsync(trust: trust);
        RootCommitment before = await scene.ReadAsync(d => d.Commitments.SingleAsync());
        scene.Clock.Now += TimeSpan.FromMinutes(1);
        string newer = trust.Certify(before.RequestPem);
        await scene.CompleteCommitment.RunAsync("ada", before.KeyId, newer, default);

        Assert.True(await scene.ReadAsync(d => BindingKey.HadAsync(d, before.KeyId, before.ChainPem!, default)));
        Assert.False(await scene.ReadAsync(d => BindingKey.HadAsync(d, before.KeyId, newer, default)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")]
    public async Task WhatIsNoCertificate_IsRefused(string chain)
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();

        await Assert.ThrowsAsync<RefusedException>(() => scene.ReadAsync(d => BindingKey.OfChainAsync(d, chain, default)));
    }

    private static async Task<string[]> ToCertifyAsync(IssuerScene scene) =>
        [.. (await scene.ReadAsync(d => BindingKey.ToCertifyAsync(d, default))).Select(k => k.Identifier)];
}

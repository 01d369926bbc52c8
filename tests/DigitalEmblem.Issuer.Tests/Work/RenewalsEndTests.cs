using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// Issuer review, row 39: what was replaced is not renewed for ever. When this fails, each replaced key or endorsement costs signatures
/// until the service is taken down, and old keys stay in force.
/// </summary>
public class RenewalsEndTests
{
    [Fact]
    public async Task ReplacedKeysAndEndorsements_AreNotRenewed_In30Days()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        scene.Issuing.EndorsementLifetime = TimeSpan.FromDays(6);
        await scene.MarkedAsync("www.society.example");
        await scene.IssueEmblems.RunAsync(default);
        OrganizationKey first = await scene.InUseAsync(KeyUse.Emblem);
        // An endorsement that is replaced, a key that is replaced, and a root key that is replaced.
        scene.Clock.Now += TimeSpan.FromMinutes(1);
        await scene.EndorseKey.RunAsync("administrator", first.Id, Purposes.Protective, default);
        OrganizationKey second = await scene.MakeKey.RunAsync(
            "administrator", KeyUse.Emblem, SignatureAlgorithm.Ed25519, KeyCustody.File, default);
        scene.Clock.Now += TimeSpan.FromMinutes(1);
        await scene.EndorseKey.RunAsync("administrator", second.Id, Purposes.Protective, default);
        OrganizationKey next = await scene.NextRootAsync();
        await scene.CommitAsync(next);
        await scene.RollRoot.RunAsync("administrator", next.Id, null, [], default);
        (int endorsements, int emblems) = await CountAsync(scene);

        for (int hours = 0; hours < 30 * 24; hours += 8)
        {
            scene.Clock.Now += TimeSpan.FromHours(8);
            await scene.RenewEndorsements.RunAsync(default);
            await scene.IssueEmblems.RunAsync(default);
        }

        (int endorsementsLater, int emblemsLater) = await CountAsync(scene);
        // Endorsements are renewed after four of six days. Emblems after 16 of 24 hours, give or take, and once more with each endorsement.
        Assert.InRange(endorsementsLater - endorsements, 6, 8);
        Assert.InRange(emblemsLater - emblems, 30, 60);
        Assert.False(await scene.ReadAsync(d => d.Endorsements.AnyAsync(
            e => e.State == EndorsementState.Current && (e.KeyId != second.Id || e.SignerKeyId != next.Id))));
        Assert.False(await scene.ReadAsync(d => d.Emblems.AnyAsync(e => e.KeyId == first.Id && e.NotBefore > TestTrust.Now)));
    }

    private static Task<(int Endorsements, int Emblems)> CountAsync(IssuerScene scene) =>
        scene.ReadAsync(async d => (await d.Endorsements.CountAsync(), await d.Emblems.CountAsync()));
}

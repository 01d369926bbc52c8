using DigitalEmblem.Issuer.Domain;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Work;

/// <summary>
/// A year without a fault. When these fail, an organization that does all it should loses an emblem on some day, or its journal and its
/// alerts grow with what nobody did.
/// </summary>
public class YearTests
{
    private const int Names = 5;

    [Fact]
    public async Task Year_OfSomeNames_HasNoGap_AndAllOfItIsExplained()
    {
        await using IssuerScene scene = await IssuerScene.ReadyAsync();
        var year = new Year(scene);

        await year.PassAsync(Names);

        Assert.Empty(year.Gaps);
        // An emblem lasts a day, is renewed after two thirds of it, give or take a twentieth, and up to a step later.
        List<int> each = await scene.ReadAsync(d => d.Emblems.GroupBy(e => e.AssetId).Select(g => g.Count()).ToListAsync());
        TimeSpan life = scene.Issuing.EmblemLifetime;
        double soonest = scene.Issuing.RenewAfter - scene.Issuing.Jitter, latest = scene.Issuing.RenewAfter + scene.Issuing.Jitter;
        Assert.Equal(Names, each.Count);
        Assert.All(each, n => Assert.InRange(
            n, (int)(TimeSpan.FromDays(365) / ((life * latest) + Year.Step)), (int)(TimeSpan.FromDays(365) / (life * soonest)) + 5));
        Assert.Empty((await year.AuditAsync()).Faults);

        // The declaration of a year is told of 30 days before its end, once for each name. No zone is named here, which is told once.
        Dictionary<AlertKind, (int Raised, int Open)> alerts = await year.AlertsAsync();
        Assert.Equal((Names, 0), alerts[AlertKind.DeclarationEnding]);
        Assert.Equal((1, 1), alerts[AlertKind.NotPublished]);
        Assert.Equal(2, alerts.Count);

        // Certificates are renewed every 55 days, and with each the endorsement, which otherwise lasts 60 of its 90 days.
        int certificates = await scene.ReadAsync(d => d.Commitments.CountAsync());
        int endorsements = await scene.ReadAsync(d => d.Endorsements.CountAsync());
        Assert.Equal((7, 7), (certificates, endorsements));
        Dictionary<string, int> lines = await year.LinesAsync();
        int issued = lines["emblems.issued"];
        Assert.InRange(issued, each.Max(), each.Sum());
        Assert.Equal(
            new Dictionary<string, int>
            {
                ["organization.created"] = 1,
                ["key.made"] = 2,
                ["key.activated"] = 1,
                ["commitment.requested"] = certificates,
                ["commitment.completed"] = certificates,
                // In two profiles.
                ["endorsement.taken"] = 2 * endorsements,
                ["asset.listed"] = Names,
                ["asset.declared"] = Names,
                ["emblems.issued"] = issued,
                ["alerts.raised"] = 2,
                ["alerts.cleared"] = 1,
                // The scene marks without words.
                ["rows.changed"] = 1,
            }.OrderBy(l => l.Key, StringComparer.Ordinal),
            lines.OrderBy(l => l.Key, StringComparer.Ordinal));
    }
}

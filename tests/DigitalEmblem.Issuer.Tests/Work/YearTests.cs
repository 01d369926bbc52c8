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
    private const int Names = 10;

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

        Dictionary<string, int> lines = await year.LinesAsync();
        int renewals = await scene.ReadAsync(d => d.Commitments.CountAsync());
        int endorsed = await scene.ReadAsync(d => d.Endorsements.CountAsync());
        Assert.Equal(renewals, lines["commitment.completed"]);
        Assert.Equal(endorsed, lines["endorsement.issued"]);
        // The declaration of a year is told of 30 days before its end, once, for each name.
        Dictionary<AlertKind, (int Raised, int Open)> alerts = await year.AlertsAsync();
        Assert.Equal([AlertKind.DeclarationEnding], alerts.Keys);
        Assert.Equal((Names, 0), alerts[AlertKind.DeclarationEnding]);
        int looks = (int)(TimeSpan.FromDays(365) / Year.Step);
        Assert.InRange(lines["emblems.issued"], looks / 6, looks);
        Assert.Equal(
            ["alerts.cleared", "alerts.raised", "assets.declared", "emblems.issued", "endorsement.issued", "x"],
            lines.Keys.Order(StringComparer.Ordinal));
    }
}

using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Tests.Api;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Watching;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Watching;

/// <summary>
/// Alerts of which a person took note. When these fail, people are told again and again of what they know, or not of what is new.
/// </summary>
[Trait("Category", "Servers")]
public class AcknowledgedAlertTests
{
    [Fact]
    public async Task AlertThatWasNoted_StaysOpen_ShowsWhoAndWhy_AndEndsByItself()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await using ApiService service = await ApiService.StartAsync(scene);
        HttpClient officer = await service.ClientAsync(AccessRoles.Officer, "anna");
        await FindAsync(scene, 30);
        string id = (await officer.GetNodeAsync("alerts?kind=CertificateExpiring"))["items"]![0]!.Id();

        JsonNode noted = await officer.PostAsync($"alerts/{id}/acknowledge", "{'note':'Ordered at the authority.'}").NodeAsync();
        await officer.PostAsync($"alerts/{id}/acknowledge", "{}").ProblemAsync("wrong-state");
        await officer.PostAsync($"alerts/{id}/acknowledge", "{'note':'two\\nlines'}").ProblemAsync("malformed");

        Assert.Equal(
            ("anna", "Ordered at the authority."),
            (noted["acknowledgedBy"]!.GetValue<string>(), noted["acknowledgedNote"]!.GetValue<string>()));
        Assert.Equal(scene.Clock.Now, noted["acknowledgedAt"]!.GetValue<DateTimeOffset>());
        Assert.Null(noted["clearedAt"]);
        Assert.Empty((await officer.GetNodeAsync("alerts?kind=CertificateExpiring&acknowledged=false"))["items"]!.AsArray());
        Assert.Single((await officer.GetNodeAsync("alerts?acknowledged=true"))["items"]!.AsArray());
        Assert.Equal(1, await scene.ReadAsync(d => d.Journal.CountAsync(e => e.Action == "alert.acknowledged")));
        Assert.DoesNotContain(
            await scene.ReadAsync(d => d.Journal.Select(e => e.Details).ToListAsync()),
            d => d.Contains("Ordered", StringComparison.Ordinal));

        await new AlertBook(scene.Store).NoteAsync([], [AlertKind.CertificateExpiring], null, [], default);
        await officer.PostAsync($"alerts/{id}/acknowledge", "{}").ProblemAsync("wrong-state");
        Assert.NotNull((await officer.GetNodeAsync($"alerts/{id}"))["clearedAt"]);
        Assert.Empty((await scene.ReadAsync(d => JournalAudit.RunAsync(d, null, default))).Faults);
    }

    [Fact]
    public async Task AlertThatWasNoted_IsNotTold_NorTellsTheNextStep_ButTheLastDay()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await FindAsync(scene, 30);
        await NoteAsync(scene);

        Assert.False(await scene.Notices.WriteAsync(default));
        await FindAsync(scene, 7);
        Assert.False(await scene.Notices.WriteAsync(default));
        Assert.NotNull((await scene.ReadAsync(d => d.Alerts.SingleAsync())).AcknowledgedAt);
        await FindAsync(scene, 1);
        Assert.True(await scene.Notices.WriteAsync(default));
        Assert.Null((await scene.ReadAsync(d => d.Alerts.SingleAsync())).AcknowledgedAt);
        await NoteAsync(scene);
        await FindAsync(scene, 0);
        Assert.True(await scene.Notices.WriteAsync(default));
    }

    [Fact]
    public async Task MoreThatHappens_IsToldAgain()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await TellAsync(scene);
        await NoteAsync(scene);
        Assert.False(await scene.Notices.WriteAsync(default));

        await TellAsync(scene);

        Assert.True(await scene.Notices.WriteAsync(default));
        Assert.Null((await scene.ReadAsync(d => d.Alerts.SingleAsync())).AcknowledgedBy);
    }

    [Fact]
    public async Task PersonWhoTookNote_CanBeForgotten()
    {
        await using IssuerScene scene = await IssuerScene.StartAsync();
        await new AddPerson(scene.Store).RunAsync("operator", "anna", null, default);
        await FindAsync(scene, 30);
        await NoteAsync(scene);
        await new EndPerson(scene.Store).RunAsync("operator", "anna", default);
        await new ForgetPerson(scene.Store).RunAsync("operator", "anna", default);

        Assert.All(
            await scene.ReadAsync(d => d.Alerts.Select(a => a.AcknowledgedBy).ToListAsync()), by => Assert.NotEqual("anna", by));
    }

    private static Task FindAsync(IssuerScene scene, int daysLeft) => new AlertBook(scene.Store).NoteAsync(
        [new AlertFinding(AlertKind.CertificateExpiring, "a key", $"It ends.", daysLeft)],
        [AlertKind.CertificateExpiring],
        null,
        [],
        default);

    private static Task TellAsync(IssuerScene scene) => scene.Store.ChangeAsync(
        "test",
        change => AlertBook.TellAsync(change, new AlertFinding(AlertKind.CertificateExpiring, "a key", $"It was used."), default),
        default);

    private static async Task NoteAsync(IssuerScene scene) => await new AcknowledgeAlert(scene.Store).RunAsync(
        "anna", (await scene.ReadAsync(d => d.Alerts.SingleAsync(a => a.Kind == AlertKind.CertificateExpiring))).Id, null, default);
}

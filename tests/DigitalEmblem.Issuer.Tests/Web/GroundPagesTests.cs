using System.Net;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Web.Speaking;
using DigitalEmblem.Issuer.Work.People;
using DigitalEmblem.TestSupport;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>
/// Grounds of entitlement on the pages. When these fail, an applicant cannot say on what ground it may show the sign, or an approver
/// approves without having read what the law says of it.
/// </summary>
[Trait("Category", "Servers")]
public sealed class GroundPagesTests
{
    [Fact]
    public async Task Ground_IsStatedByTheForm_AndFaultsAreSaid()
    {
        await using WebService web = await WebService.StartAsync();
        await web.EnterAsync("ada", AccessRoles.Administrator);
        var form = new Dictionary<string, string>
        {
            ["authority"] = "https://ministry.example",
            ["purposes"] = nameof(Purposes.Protective),
            ["days"] = "90",
            ["rule"] = GroundWords.ValueOf(GroundLaw.Offered.First(o => o.Purpose == Purposes.Protective)),
        };
        Assert.Contains(
            "by which decision", await web.RefusedAsync(HttpStatusCode.BadRequest, "/requests/add", form), StringComparison.Ordinal);
        form["reference"] = "<b>Decision</b> 12";
        form["competence"] = "Ministry of Health";
        form["day"] = "yesterday";
        await web.RefusedAsync(HttpStatusCode.BadRequest, "/requests/add", form);
        form["day"] = "2025-11-01";
        await web.RefusedAsync(HttpStatusCode.BadRequest, "/requests/add", new(form) { ["rule"] = Visits.Hostile });
        await web.RefusedAsync(
            HttpStatusCode.BadRequest, "/requests/add", new(form) { ["purposes"] = nameof(Purposes.CulturalProperty) });

        string path = await web.DoneAsync("/requests/add", form);

        await web.EachReadsAsync(path, "&lt;b&gt;Decision&lt;/b&gt; 12");
        Entitlement stated = Assert.Single(StatedGrounds.Of((await web.Scene.ReadAsync(d => d.SentRequests.SingleAsync())).Request));
        Assert.Equal((Purposes.Protective, "Ministry of Health"), (stated.Purposes, stated.Competence));
    }

    [Fact]
    public async Task Approver_ReadsTheLaw_AndConfirmsTheGround()
    {
        await using Desk desk = await Desk.StartAsync();
        (SentRequest? sent, _) = await desk.Hospital.AskForEndorsement.RunAsync(
            "administrator", desk.Web.Scene.Organization, Purposes.Protective, TimeSpan.FromDays(90), null, null, [TestExchange.Ground()],
            default);
        Application asked = await desk.Web.Scene.ReceiveApplication.RunAsync("service", sent!.Request, default);
        string path = $"/desk/{asked.Id}";
        string law = GroundLaw.Of(TestExchange.Ground())[0].Text;
        OpenedSession[] approvers =
            [await desk.Web.JoinAsync("anna", AccessRoles.Approver), await desk.Web.JoinAsync("ben", AccessRoles.Approver)];
        foreach (OpenedSession approver in approvers)
        {
            desk.Be(approver);
            string page = AssetPagesTests.Plain(await desk.PageAsync(path));
            Assert.Contains("Decision 12/2026", page, StringComparison.Ordinal);
            Assert.Contains(law[..40], page, StringComparison.Ordinal);
            (string, string)[] terms =
            [
                ("seen", (await desk.ApplicationAsync(asked.Id)).Version.ToString()), ("purposes", "protective"), ("days", "30"),
            ];
            string refused = await desk.SendAsync(path, "Approve", HttpStatusCode.Conflict, terms);
            Assert.Contains("find out whether it holds", refused, StringComparison.Ordinal);
            await desk.SendAsync(path, "Approve", HttpStatusCode.Redirect, [.. terms, ("grounds", "yes")]);
        }

        await desk.SendAsync(
            path, "Endorse", HttpStatusCode.Redirect, ("seen", (await desk.ApplicationAsync(asked.Id)).Version.ToString()));

        GivenEndorsement given = await desk.Web.Scene.ReadAsync(d => d.Register.SingleAsync());
        Assert.Contains("Decision 12/2026", await desk.PageAsync($"/register/{given.Id}"), StringComparison.Ordinal);
    }
}

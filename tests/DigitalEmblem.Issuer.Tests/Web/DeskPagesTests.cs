using System.Net;
using System.Net.Http.Headers;
using DigitalEmblem.Issuer.Api;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Work.People;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>
/// The pages on which an authority decides. When these fail, an approver approves what they did not see, one person is taken for two, or a
/// refusal leaves a trace.
/// </summary>
[Trait("Category", "Servers")]
public sealed class DeskPagesTests : IAsyncLifetime
{
    private Desk _desk = null!;

    public async Task InitializeAsync() => _desk = await Desk.StartAsync();

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public async Task Application_IsShownToEveryReader_AndItsFormsToApproversOnly()
    {
        Application asked = await _desk.AskedAsync();
        foreach (AccessRoles role in Callers.Each.Where(r => r != AccessRoles.Applicant))
        {
            await _desk.Web.EnterAsync($"a-{role}", role);
            string list = await _desk.PageAsync("/desk"), page = await _desk.PageAsync($"/desk/{asked.Id}");

            Assert.Contains("https://hospital.example", list, StringComparison.Ordinal);
            Assert.Contains(asked.KeyIdentifier, page, StringComparison.Ordinal);
            Assert.Contains("service-of-hospital", page, StringComparison.Ordinal);
            Assert.Contains("proven: the key is this organization", page, StringComparison.Ordinal);
            Assert.Equal(role == AccessRoles.Approver, page.Contains("Approve these terms", StringComparison.Ordinal));
            // The applicant wrote its contact.
            Assert.Contains("&lt;b&gt;Anna&lt;/b&gt;", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<b>Anna", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task TwoPeopleApprove_OneSigns_AndTheAnswerIsThere()
    {
        Application asked = await _desk.AskedAsync();
        OpenedSession anna = await _desk.Web.JoinAsync("anna", AccessRoles.Approver);
        OpenedSession ben = await _desk.Web.JoinAsync("ben", AccessRoles.Approver);
        string path = $"/desk/{asked.Id}";

        _desk.Be(anna);
        string page = await _desk.SendAsync(path, "Approve", HttpStatusCode.Redirect, await TermsAsync(asked.Id));
        Assert.Contains("Another approver approves the same ones next", page, StringComparison.Ordinal);
        Assert.Contains("You have approved: another person is needed", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Approve these terms", page, StringComparison.Ordinal);
        Assert.Equal("anna", await _desk.ActorOfAsync("application.approved"));
        Assert.DoesNotContain("Sign the endorsement", page, StringComparison.Ordinal);

        _desk.Be(ben);
        page = await _desk.SendAsync(path, "Approve", HttpStatusCode.Redirect, await TermsAsync(asked.Id));
        Assert.Contains("The endorsement can be signed now", page, StringComparison.Ordinal);
        page = await _desk.SendAsync(
            path, "Endorse", HttpStatusCode.Redirect, await SeenAsync(asked.Id), ("reason", "letter 7/2026"));
        Assert.Contains("is endorsed until 20", page, StringComparison.Ordinal);
        Assert.Equal("ben", await _desk.ActorOfAsync("endorsement.given"));

        using HttpResponseMessage file = await _desk.Web.GetAsync(path + "?handler=Answer");
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
        EndorsementBody answer = System.Text.Json.JsonSerializer.Deserialize<EndorsementBody>(
            await file.Content.ReadAsStringAsync(), ApiJson.Options)!;
        await _desk.Hospital.AcceptEndorsement.RunAsync(
            "administrator", Given.Bytes(answer.Bundle, "bundle"), answer.Jws, answer.ChainPem, default);
    }

    /// <summary>When this fails, an approver signs other terms than those that stood above the button; nothing recalls them.</summary>
    [Fact]
    public async Task TermsThatAreOthersThanWereRead_AreNotSigned()
    {
        Application asked = await _desk.AskedAsync();
        OpenedSession anna = await _desk.Web.JoinAsync("anna", AccessRoles.Approver);
        await _desk.Web.Scene.ApproversAsync("first", "second");
        async Task ApproveAsync(int days)
        {
            foreach (string approver in new[] { "first", "second" })
            {
                await _desk.Web.Scene.DecideApplication.ApproveAsync(
                    approver, asked.Id, null, Purposes.Protective, TimeSpan.FromDays(days), default);
            }
        }

        await ApproveAsync(30);
        (string, string) read = await SeenAsync(asked.Id);
        await ApproveAsync(60);
        _desk.Be(anna);

        string page = await _desk.SendAsync($"/desk/{asked.Id}", "Endorse", HttpStatusCode.Conflict, read);

        Assert.Contains("changed by someone else meanwhile", page, StringComparison.Ordinal);
        Assert.Equal(ApplicationState.Approved, (await _desk.ApplicationAsync(asked.Id)).State);
        await _desk.SendAsync($"/desk/{asked.Id}", "Endorse", HttpStatusCode.Redirect, await SeenAsync(asked.Id));
    }

    /// <summary>When this fails, an administrator believes that a subject opens nothing, which opens all but approving.</summary>
    [Fact]
    public async Task SubjectThatWaitsForAnApprover_IsToldAsItIs()
    {
        await _desk.GivenAsync();
        await _desk.Web.JoinAsync("otto", AccessRoles.Officer);
        await _desk.Web.EnterAsync("ada", AccessRoles.Administrator);

        string page = await _desk.SendAsync("/person/otto", "Subject", HttpStatusCode.Redirect, ("subject", "auth0|7"));

        Assert.Contains("It approves nothing before another approver confirms it", page, StringComparison.Ordinal);
        Assert.DoesNotContain("opens nothing", page, StringComparison.Ordinal);
        var signIn = new SignIn(_desk.Web.Scene.Store, new FindSubject(_desk.Web.Scene.Store), _desk.Web.Scene.Clock);
        var word = new ProviderWord("auth0|7", AccessRoles.Officer, null);
        Assert.Equal(AccessRoles.Officer, (await signIn.ByProviderAsync(word, false, default)).Session.Roles);
    }

    /// <summary>When this fails, an approver takes a deceiver's name for the one that it looks like.</summary>
    [Fact]
    public async Task NameThatLooksLikeAnother_IsToldToTheApprover()
    {
        // Its first letter is Cyrillic.
        var issuer = OrganizationIdentifier.ForDomain(DomainName.FromUnicode("\u0441ross.example"));
        Guid id = await _desk.Web.Scene.Store.ChangeAsync(
            "api",
            change => Task.FromResult(change.Database.Add(
                Application.Receive(issuer, "key", [1], Purposes.Protective, "sam", change.Now)).Entity.Id),
            default);
        await _desk.Web.EnterAsync("anna", AccessRoles.Approver);

        string page = Visits.Isolates().Replace(await _desk.PageAsync($"/desk/{id}"), "");

        Assert.Contains("The name can be taken for cross.example, which is another name.", page, StringComparison.Ordinal);
        Assert.Contains("The name mixes scripts", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sender_IsToldOnThePage_AndApprovesNothing()
    {
        await _desk.Web.EnterAsync("anna", AccessRoles.Approver);
        Application asked = await _desk.AskedAsync("anna");
        Assert.Contains("You sent this in", await _desk.PageAsync($"/desk/{asked.Id}"), StringComparison.Ordinal);
        long before = await _desk.LinesAsync();

        // A form that the page does not show, or showed before.
        string page = await _desk.SendAsync(
            $"/desk/{asked.Id}", "Approve", HttpStatusCode.Forbidden, await TermsAsync(asked.Id));

        Assert.Contains("does not approve it", page, StringComparison.Ordinal);
        Assert.Equal(before, await _desk.LinesAsync());
        Assert.Empty((await _desk.ApplicationAsync(asked.Id)).Approvals);
    }

    [Fact]
    public async Task Faults_AreSaidAtTheirFields_WithWhatWasTyped_AndNothingIsChanged()
    {
        Application asked = await _desk.AskedAsync();
        await _desk.Web.EnterAsync("anna", AccessRoles.Approver);
        long before = await _desk.LinesAsync();
        string path = $"/desk/{asked.Id}", seen = $"{asked.Version}";

        string page = await _desk.SendAsync(path, "Approve", HttpStatusCode.BadRequest, ("seen", seen), ("days", "<i>9999</i>"));
        Assert.Contains("href=\"#purposes\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"#days\"", page, StringComparison.Ordinal);
        Assert.Contains("&lt;i&gt;9999&lt;/i&gt;", page, StringComparison.Ordinal);

        page = await _desk.SendAsync(
            path, "Approve", HttpStatusCode.UnprocessableEntity, ("seen", seen), ("days", "30"), ("purposes", "cultural-property"));
        Assert.Contains("asked for", page, StringComparison.Ordinal);

        page = await _desk.SendAsync(path, "Refuse", HttpStatusCode.BadRequest, ("seen", seen), ("note", new string('x', 10_000)));
        Assert.Contains("href=\"#note\"", page, StringComparison.Ordinal);

        page = await _desk.SendAsync(path, "Refuse", HttpStatusCode.Conflict, ("seen", $"{Guid.NewGuid()}"), ("note", "kept \u202Etext"));
        Assert.Contains("changed by someone else", page, StringComparison.Ordinal);
        Assert.Contains("kept \u202Etext", page, StringComparison.Ordinal);

        await _desk.SendAsync(path, "Endorse", HttpStatusCode.Conflict);
        Assert.Equal(before, await _desk.LinesAsync());
        Assert.Equal(ApplicationState.Received, (await _desk.ApplicationAsync(asked.Id)).State);
        await _desk.PageAsync($"/desk/{Guid.NewGuid()}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task CheckAgainAndRefuse_AreDone_AndTheIssuerReadsWhy()
    {
        Application asked = await _desk.AskedAsync();
        await _desk.Web.EnterAsync("anna", AccessRoles.Approver);

        string page = await _desk.SendAsync($"/desk/{asked.Id}", "Judge", HttpStatusCode.Redirect, ("state", "Endorsed"));
        Assert.Contains("Checked: the key is this organization", page, StringComparison.Ordinal);
        page = await _desk.SendAsync(
            $"/desk/{asked.Id}", "Refuse", HttpStatusCode.Redirect, ("seen", $"{(await _desk.ApplicationAsync(asked.Id)).Version}"),
            ("note", "send <b>the deed</b>"));

        Assert.Contains("send &lt;b&gt;the deed&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.Equal("anna", await _desk.ActorOfAsync("application.refused"));
        Assert.Contains("No application waits", await _desk.PageAsync("/desk"), StringComparison.Ordinal);
        Assert.Contains("hospital.example", await _desk.PageAsync("/desk?decided=true"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FileThatAnOfficerBrings_IsAnApplication_AndOtherFilesAreNone()
    {
        await _desk.Web.EnterAsync("otto", AccessRoles.Officer);
        Assert.Contains("Choose the file", await BringAsync([], HttpStatusCode.BadRequest), StringComparison.Ordinal);
        string refused = await BringAsync("name,purposes\r\n"u8.ToArray(), HttpStatusCode.BadRequest);
        Assert.Contains("This cannot be read as the request of an issuer", refused, StringComparison.Ordinal);
        Assert.Contains("id=\"file-wrong\"", refused, StringComparison.Ordinal);

        string page = await BringAsync(await _desk.FileAsync(), HttpStatusCode.Redirect);

        Assert.Contains("is on the desk", page, StringComparison.Ordinal);
        Assert.Equal("otto", await _desk.ActorOfAsync("application.received"));
    }

    [Fact]
    public async Task OrganizationThatIsNoAuthority_GetsASentence()
    {
        await using WebService web = await WebService.StartAsync();
        await web.EnterAsync("anna", AccessRoles.Administrator);
        using HttpResponseMessage answer = await web.GetAsync("/desk");
        Assert.Contains("This organization is no authority", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AccessToApproveThatIsNew_IsToldUntilWhenItWaits()
    {
        await using Desk desk = await Desk.StartAsync(o => o.Access.ApproverWait = TimeSpan.FromHours(24));
        await desk.Web.EnterAsync("new", AccessRoles.Approver);
        await desk.GivenAsync();
        Application asked = await desk.AskedAsync();

        string page = await desk.PageAsync($"/desk/{asked.Id}");

        Assert.Contains("Your access waits until", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Approve these terms", page, StringComparison.Ordinal);
    }

    private async Task<(string, string)> SeenAsync(Guid id) => ("seen", $"{(await _desk.ApplicationAsync(id)).Version}");

    private async Task<(string, string)[]> TermsAsync(Guid id) =>
    [
        ("seen", $"{(await _desk.ApplicationAsync(id)).Version}"), ("purposes", "protective"), ("days", "30"), ("reason", "seen the deed"),
    ];

    private async Task<string> BringAsync(byte[] file, HttpStatusCode status)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent(await _desk.Web.TokenAsync("/desk")), "__RequestVerificationToken" },
            { new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } }, "file", "a.json" },
        };
        using HttpResponseMessage answer = await _desk.Web.SendAsync(HttpMethod.Post, "/desk?handler=Bring", form);
        string page = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"{answer.StatusCode}\n{page}");
        return status == HttpStatusCode.Redirect ? await _desk.PageAsync(answer.Headers.Location!.OriginalString) : page;
    }
}

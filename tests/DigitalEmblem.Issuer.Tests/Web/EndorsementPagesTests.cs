using System.Buffers.Text;
using System.Net;
using System.Text.Json;
using DigitalEmblem.Issuer.Custody;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.Work;
using DigitalEmblem.Issuer.Work.Authority;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>
/// The pages of endorsements and requests. When these fail, an organization cannot ask an authority by file, or takes for an endorsement
/// what is none.
/// </summary>
[Trait("Category", "Servers")]
public sealed class EndorsementPagesTests
{
    private const string Ministry = "https://ministry.example";

    [Fact]
    public async Task NobodyVouches_IsSaid_ToEveryReader()
    {
        await using WebService web = await WebService.StartAsync();

        await web.EachReadsAsync("/endorsements", "Nobody vouches for you yet: emblems are shown, not endorsed.");
        await web.EachReadsAsync("/requests", "No authority was asked yet");
        Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync($"/requests/{Guid.NewGuid()}")).StatusCode);
        await web.EnterAsync("otto", AccessRoles.Officer);
        Assert.DoesNotContain("/requests/add", await web.ShownAsync("/endorsements"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ask_SendTheFile_AndBringTheAnswer_ByTheForms()
    {
        await using WebService web = await WebService.StartAsync();
        await using IssuerScene ministry = await MinistryAsync(web);
        await web.EnterAsync("ada", AccessRoles.Administrator);

        string path = await web.DoneAsync("/requests/add", Form());
        Assert.Equal($"ada {Ministry}", await web.LastLineAsync("endorsement.requested"));
        await web.EachReadsAsync(path, "waits for the authority");
        byte[] file = await (await web.GetAsync($"{path}?handler=File")).Content.ReadAsByteArrayAsync();
        string answer = await AnswerAsync(ministry, file);
        await web.EnterAsync("alan", AccessRoles.Administrator);

        string nonsense = await web.RefusedAsync(HttpStatusCode.BadRequest, path, new() { ["answer"] = Visits.Hostile }, "Answer");
        Assert.Contains("no endorsement of a root key", nonsense, StringComparison.Ordinal);
        Assert.Contains(Visits.Hostile, nonsense, StringComparison.Ordinal);
        await web.RefusedAsync(HttpStatusCode.BadRequest, path, new() { ["answer"] = "{\"bundle\":7}" }, "Answer");
        Assert.Contains("Is it the request?", await web.RefusedAsync(
            HttpStatusCode.BadRequest, path, new() { ["answer"] = System.Text.Encoding.UTF8.GetString(file) }, "Answer"),
            StringComparison.Ordinal);
        await web.RefusedAsync(HttpStatusCode.BadRequest, path, [], "Answer");
        // PostgreSQL takes no NUL: it would be a fault of the service.
        string withNul = answer.Replace("-----BEGIN", "\\u0000-----BEGIN", StringComparison.Ordinal);
        Assert.NotEqual(answer, withNul);
        await web.RefusedAsync(HttpStatusCode.BadRequest, path, new() { ["answer"] = withNul }, "Answer");
        Assert.Equal(0, await web.Scene.ReadAsync(d => d.Endorsements.CountAsync(e => e.SignerKeyId == null)));

        Assert.Equal("/endorsements", await web.DoneAsync(path, new() { ["answer"] = answer }, "Answer"));

        string page = await web.ShownAsync("/endorsements");
        Assert.Contains(Ministry, page, StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody vouches", page, StringComparison.Ordinal);
        Assert.Contains("endorsed", await web.ShownAsync("/requests"), StringComparison.Ordinal);
        Assert.Equal(RequestState.Received, (await web.Scene.ReadAsync(d => d.SentRequests.SingleAsync())).State);
    }

    [Fact]
    public async Task AnswerToAnotherOrganization_IsRefused_AndNothingIsTaken()
    {
        await using WebService web = await WebService.StartAsync();
        await using IssuerScene ministry = await MinistryAsync(web);
        await using IssuerScene other = await IssuerScene.ReadyAsync(
            "https://other.example", trust: web.Scene.Trust, clock: web.Scene.Clock);
        (SentRequest? theirs, _) = await other.AskForEndorsement.RunAsync(
            "ada", ministry.Organization, Purposes.Protective, TimeSpan.FromDays(30), null, null, default);
        string answer = await AnswerAsync(ministry, theirs!.Request);
        await web.EnterAsync("ada", AccessRoles.Administrator);
        string path = await web.DoneAsync("/requests/add", Form());

        await web.RefusedAsync(HttpStatusCode.BadRequest, path, new() { ["answer"] = answer }, "Answer");

        Assert.Equal(RequestState.Asked, (await web.Scene.ReadAsync(d => d.SentRequests.SingleAsync())).State);
    }

    [Fact]
    public async Task Ask_WithFaults_IsRefusedAtEachField_AndForOneself()
    {
        await using WebService web = await WebService.StartAsync();
        await web.EnterAsync("ada", AccessRoles.Administrator);

        string page = await web.RefusedAsync(HttpStatusCode.BadRequest, "/requests/add", new()
        {
            ["authority"] = Visits.Hostile,
            ["days"] = "1000",
        });
        Assert.Contains("3 fields are not right", page, StringComparison.Ordinal);
        Assert.Contains(Visits.Hostile, page, StringComparison.Ordinal);
        Assert.Contains("cannot be its own authority", await web.RefusedAsync(
            HttpStatusCode.BadRequest, "/requests/add", new(Form()) { ["authority"] = "https://society.example" }),
            StringComparison.Ordinal);
        Assert.Equal(0, await web.Scene.ReadAsync(d => d.SentRequests.CountAsync()));
    }

    [Fact]
    public async Task Close_KeepsTheNote_AndShowsItHarmlessly()
    {
        await using WebService web = await WebService.StartAsync();
        await web.EnterAsync("ada", AccessRoles.Administrator);
        string path = await web.DoneAsync("/requests/add", Form());
        string seen = (await web.Scene.ReadAsync(d => d.SentRequests.SingleAsync())).Version.ToString();

        await web.RefusedAsync(HttpStatusCode.BadRequest, path, new() { ["seen"] = seen, ["note"] = "two\nlines" }, "Close");
        await web.DoneAsync(path, new() { ["seen"] = seen, ["note"] = Visits.Hostile }, "Close");

        string page = await web.ShownAsync(path);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Contains(Visits.Hostile, WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Equal($"ada {Ministry}", await web.LastLineAsync("endorsement.requestClosed"));
        await web.RefusedAsync(HttpStatusCode.Conflict, path, new() { ["seen"] = seen, ["note"] = "again" }, "Close");
    }

    private static Dictionary<string, string> Form() =>
        new() { ["authority"] = Ministry, ["purposes"] = "Protective", ["days"] = "90", ["contact"] = "it@society.example" };

    private static async Task<IssuerScene> MinistryAsync(WebService web)
    {
        IssuerScene ministry = await IssuerScene.StartAsync(Ministry, OrganizationRoles.Authority, web.Scene.Trust, web.Scene.Clock);
        await ministry.CommitAsync(
            await ministry.MakeKey.RunAsync("ada", KeyUse.Root, SignatureAlgorithm.ES384, KeyCustody.File, default));
        return ministry;
    }

    // What the ministry's service answers with.
    private static async Task<string> AnswerAsync(IssuerScene ministry, byte[] request)
    {
        Application application = await ministry.ReceiveApplication.RunAsync("api", request, default);
        await ministry.ApproversAsync("anna", "ben");
        foreach (string approver in new[] { "anna", "ben" })
        {
            await ministry.DecideApplication.ApproveAsync(
                approver, application.Id, null, Purposes.Protective, TimeSpan.FromDays(30), default);
        }

        await ministry.EndorseApplicant.RunAsync("anna", application.Id, default);
        (byte[] bundle, string? jws, string? chain) = await new AnswerApplicant(ministry.Store).RunAsync(application.Id, default);
        return JsonSerializer.Serialize(new { bundle = Base64Url.EncodeToString(bundle), jws, chainPem = chain });
    }
}

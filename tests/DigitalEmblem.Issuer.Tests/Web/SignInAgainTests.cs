using System.Net;
using System.Text.RegularExpressions;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.People;
using DigitalEmblem.Issuer.Web.Acting;
using DigitalEmblem.Issuer.Web.SigningIn;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>
/// What becomes of a form that comes after the session, or needs a step-up. When these fail, a person loses what they typed, something is
/// done that nobody confirmed, or one person's form is sent by another.
/// </summary>
[Trait("Category", "Servers")]
public sealed partial class SignInAgainTests : IAsyncLifetime
{
    private const string Name = "Анна & <b>Otto</b>";
    private WebService _web = null!;

    public async Task InitializeAsync() => _web = await WebService.StartAsync();

    public async Task DisposeAsync() => await _web.DisposeAsync();

    /// <summary>When this fails, strangers have the service read 8 MiB for each request.</summary>
    [Fact]
    public async Task LongFormOfAStranger_IsNotRead()
    {
        var context = new DefaultHttpContext();
        using var body = new MemoryStream(new byte[1024 * 1024]);
        (context.Request.Method, context.Request.Path, context.Request.Body) = ("POST", "/assets/import", body);
        (context.Request.ContentType, context.Request.ContentLength) = ("application/x-www-form-urlencoded", body.Length);

        await _web.Service.Services.GetRequiredService<KeptForms>().KeepAsync(context, null);

        Assert.Equal(0, body.Position);
        Assert.True(KeptForm.Of(context)!.HadFiles);
    }

    [Fact]
    public async Task FormAfterTheSession_IsKept_AndDoneOnlyWhenConfirmed()
    {
        string token = await JoinAndOpenAsync("anna");
        _web.Scene.Clock.Now += Session.LongestIdle;

        string page = await SendAsync("/person/anna?handler=Name", token, HttpStatusCode.Unauthorized, ("displayName", Name));
        Assert.Contains("Your session is over", page, StringComparison.Ordinal);
        page = await SignInAsync(page, "anna", HttpStatusCode.OK);
        Assert.Contains("What you sent has not been done yet", page, StringComparison.Ordinal);
        Assert.Null((await PersonAsync("anna")).DisplayName);
        Assert.DoesNotContain("<b>Otto", page, StringComparison.Ordinal);

        await ConfirmAsync(page);
        Assert.Equal(Name, (await PersonAsync("anna")).DisplayName);
    }

    /// <summary>Decision 46. When this fails, what one person filled in is done in the name of the next one at the same machine.</summary>
    [Fact]
    public async Task FormAfterTheSession_IsNotSentByAnotherPerson()
    {
        await JoinAndOpenAsync("otto");
        string token = await JoinAndOpenAsync("anna");
        _web.Scene.Clock.Now += Session.LongestIdle;
        string page = await SendAsync("/person/anna?handler=Name", token, HttpStatusCode.Unauthorized, ("displayName", Name));

        page = await SignInAsync(page, "otto", HttpStatusCode.OK);

        Assert.Contains("Nothing was sent", page, StringComparison.Ordinal);
        Assert.DoesNotContain("displayName", page, StringComparison.Ordinal);
    }

    /// <summary>When this fails, a person confirms a form and cannot tell what it does.</summary>
    [Fact]
    public async Task Confirmation_SaysWhereTheFormGoes()
    {
        string token = await JoinAndOpenAsync("anna");
        _web.Scene.Clock.Now += TimeSpan.FromMinutes(11);
        string page = await SendAsync("/person/anna?handler=EndSessions", token, HttpStatusCode.Unauthorized);

        page = Visits.Isolates().Replace(await SignInAsync(page, null, HttpStatusCode.OK), "");

        Assert.Contains("It goes to /person/anna?handler=EndSessions.", page, StringComparison.Ordinal);
    }

    /// <summary>When this fails, a private key that was pasted by mistake stands in a page for an hour.</summary>
    [Fact]
    public async Task PrivateKey_IsNotKept_AndAVeryLongTextIsNotSentAsNone()
    {
        string token = await JoinAndOpenAsync("anna");
        _web.Scene.Clock.Now += Session.LongestIdle;
        string page = await SendAsync(
            "/person/anna?handler=Name",
            token,
            HttpStatusCode.Unauthorized,
            ("displayName", "Anna"),
            ("publicKey", "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE"));
        page = await SignInAsync(page, "anna", HttpStatusCode.OK);
        Assert.Contains("value=\"Anna\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("MHcCAQEE", page, StringComparison.Ordinal);

        _web.Scene.Clock.Now += Session.LongestIdle;
        page = await SendAsync(
            "/person/anna?handler=Name", token, HttpStatusCode.Unauthorized, ("displayName", new string('x', 250_000)));
        page = await SignInAsync(page, "anna", HttpStatusCode.OK);
        Assert.Contains("go back to the form", page, StringComparison.Ordinal);
        Assert.DoesNotContain("action=\"/person", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StepUp_AfterTenMinutes_RenewsTheSession_AndKeepsTheForm()
    {
        string token = await JoinAndOpenAsync("anna");
        string before = _web.Cookies[WebService.SessionCookie];
        await _web.JoinAsync("otto", AccessRoles.Officer);
        _web.Scene.Clock.Now += TimeSpan.FromMinutes(11);

        string page = await SendAsync(
            "/person/otto?handler=End", token, HttpStatusCode.Unauthorized, ("typed", "otto"), ("reason", "left"), ("password", "secret!"));
        Assert.Contains("Show that it is you", page, StringComparison.Ordinal);
        Assert.DoesNotContain("secret!", page, StringComparison.Ordinal);
        page = await SignInAsync(page, null, HttpStatusCode.OK);
        Assert.NotEqual(before, _web.Cookies[WebService.SessionCookie]);
        Assert.Null((await PersonAsync("otto")).EndedAt);
        Assert.DoesNotContain("secret!", page, StringComparison.Ordinal);

        await ConfirmAsync(page);
        Assert.NotNull((await PersonAsync("otto")).EndedAt);
        JournalLine line = await LastLineAsync("person.ended");
        Assert.Contains("left", line.Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StepUp_ByAnotherPersonsPassword_IsRefused()
    {
        string token = await JoinAndOpenAsync("anna");
        await new Members(_web.Scene).JoinAsync("otto", AccessRoles.Officer);
        _web.Scene.Clock.Now += TimeSpan.FromMinutes(11);
        string page = await SendAsync("/person/otto?handler=End", token, HttpStatusCode.Unauthorized, ("typed", "otto"));

        page = await SignInAsync(page, null, HttpStatusCode.Unauthorized, "000000");
        Assert.Contains("You are not signed in: the handle, the password or the code is wrong.", page, StringComparison.Ordinal);
        Assert.Null((await PersonAsync("otto")).EndedAt);
    }

    [Fact]
    public async Task FormOfALongAddress_IsKept()
    {
        string token = await JoinAndOpenAsync("anna");
        _web.Scene.Clock.Now += Session.LongestIdle;
        string ids = string.Concat(Enumerable.Range(0, 50).Select(_ => $"&id={Guid.NewGuid()}"));

        string page = await SendAsync($"/person/anna?handler=Name{ids}", token, HttpStatusCode.Unauthorized, ("displayName", Name));
        await ConfirmAsync(await SignInAsync(page, "anna", HttpStatusCode.OK));
        Assert.Equal(Name, (await PersonAsync("anna")).DisplayName);
    }

    [Theory]
    [InlineData("multipart/form-data; boundary=x", "no part")]
    [InlineData("multipart/form-data", "no boundary")]
    [InlineData("application/x-www-form-urlencoded", "many fields")]
    public async Task FormThatIsNone_FromAStranger_IsNoFaultOfTheService(string type, string kind)
    {
        string body = kind == "many fields" ? string.Concat(Enumerable.Range(0, 2000).Select(i => $"f{i}=x&")) : "--x\r\nnothing";
        using var content = new StringContent(body);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(type);
        using HttpResponseMessage answer = await _web.SendAsync(HttpMethod.Post, "/you?handler=Stay", content);

        Assert.InRange((int)answer.StatusCode, 400, 499);
    }

    [Fact]
    public async Task KeptForm_ThatWasAltered_IsNotSent()
    {
        string token = await JoinAndOpenAsync("anna");
        _web.Scene.Clock.Now += Session.LongestIdle;
        string page = await SendAsync("/person/anna?handler=Name", token, HttpStatusCode.Unauthorized, ("displayName", Name));

        page = Kept().Replace(
            page, m => m.Value.Replace(m.Groups[1].Value, m.Groups[1].Value[..^8] + "AAAAAAAA", StringComparison.Ordinal));
        using HttpResponseMessage answer = await PostSignInAsync(page, "anna");
        Assert.Equal("/", answer.Headers.Location!.OriginalString);
        Assert.Null((await PersonAsync("anna")).DisplayName);
    }

    private async Task<string> JoinAndOpenAsync(string handle)
    {
        CodeKeys keys = _web.Service.Services.GetRequiredService<CodeKeys>();
        var members = new Members(_web.Scene);
        (_, string secret) = await members.Invite.RunAsync("operator", handle, AccessRoles.Administrator, null, default);
        NewCredential way = NewCredential.OfPassword(
            handle, Members.Password, Members.CodeKey, keys.Seal(handle, Members.CodeKey), members.Code, _web.Scene.Clock.Now);
        OpenedSession opened = await members.Accept.RunAsync(secret, way, null, default);
        _web.Cookies[WebService.SessionCookie] = opened.Token;
        return await _web.TokenAsync("/you");
    }

    private async Task<string> SendAsync(
        string path, string token, HttpStatusCode wanted, params (string Name, string Value)[] fields)
    {
        using var body = new FormUrlEncodedContent(
            [.. fields.Select(f => KeyValuePair.Create(f.Name, f.Value)), new("__RequestVerificationToken", token)]);
        using HttpResponseMessage answer = await _web.SendAsync(HttpMethod.Post, path, body);
        string page = await answer.Content.ReadAsStringAsync();
        Assert.True(wanted == answer.StatusCode, $"{(int)answer.StatusCode}: {page}");
        return page;
    }

    private async Task<string> SignInAsync(string page, string? handle, HttpStatusCode wanted, string? code = null)
    {
        using HttpResponseMessage answer = await PostSignInAsync(page, handle, code);
        string next = await answer.Content.ReadAsStringAsync();
        Assert.True(wanted == answer.StatusCode, $"{(int)answer.StatusCode}: {next}");
        return next;
    }

    private Task<HttpResponseMessage> PostSignInAsync(string page, string? handle, string? code = null)
    {
        Dictionary<string, string> fields = new()
        {
            ["kept"] = Kept().Match(page).Groups[1].Value,
            ["password"] = Members.Password,
            ["code"] = code ?? new Members(_web.Scene).Code,
            ["__RequestVerificationToken"] = WebService.TokenIn(page),
        };
        if (handle is not null)
        {
            fields["handle"] = handle;
        }

        return _web.SendAsync(HttpMethod.Post, "/sign-in-again?handler=Password", new FormUrlEncodedContent(fields));
    }

    private async Task ConfirmAsync(string page)
    {
        Match form = Confirmation().Match(page);
        Assert.True(form.Success, page);
        var fields = Hidden().Matches(form.Value)
            .Select(m => KeyValuePair.Create(WebUtility.HtmlDecode(m.Groups[1].Value), WebUtility.HtmlDecode(m.Groups[2].Value)));
        using var body = new FormUrlEncodedContent([.. fields, new("__RequestVerificationToken", WebService.TokenIn(form.Value))]);
        using HttpResponseMessage answer = await _web.SendAsync(
            HttpMethod.Post, WebUtility.HtmlDecode(form.Groups[1].Value), body);
        Assert.True(HttpStatusCode.Redirect == answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private Task<Person> PersonAsync(string handle) => new Members(_web.Scene).PersonAsync(handle);

    private Task<JournalLine> LastLineAsync(string action) => _web.Scene.ReadAsync(
        d => d.Journal.Where(j => j.Action == action).OrderBy(j => j.Sequence).Select(j => new JournalLine(j.Details)).LastAsync());

    private sealed record JournalLine(string Details);

    [GeneratedRegex("name=\"kept\" value=\"([^\"]*)\"")]
    private static partial Regex Kept();

    [GeneratedRegex("<form method=\"post\" action=\"(/person[^\"]*)\">.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Confirmation();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"_]*)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}

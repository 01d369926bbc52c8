using System.Net;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.People;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>
/// People sign in by their organization's identity provider. When these fail, a person whose organization has one does not get in, or one
/// person's account opens another's pages.
/// </summary>
[Trait("Category", "Servers")]
public sealed class ProviderSignInTests : IClassFixture<ProviderFixture>, IAsyncLifetime
{
    private const string Account = "8f1c|anna@society.example";
    private readonly ProviderFixture _provider;
    private readonly ProvidersPage _page = new();
    private WebService _web = null!;

    public ProviderSignInTests(ProviderFixture provider) => _provider = provider;

    public async Task InitializeAsync() => _web = await WebService.StartAsync(o => _provider.Use(o));

    public async Task DisposeAsync()
    {
        _page.Dispose();
        await _web.DisposeAsync();
    }

    [Fact]
    public async Task BoundAccount_OpensThePages_WithTheRolesThatTheProviderGives_AndLeavesNoTrace()
    {
        await BindAsync("anna", Account);
        Assert.Contains("/sign-in/provider?back=%2Fassets", await _web.ShownAsync("/sign-in?back=/assets"), StringComparison.Ordinal);

        Uri sentTo = await ProvidersPage.BeginAsync(_web, "?back=/assets");
        Dictionary<string, StringValues> asked = QueryHelpers.ParseQuery(sentTo.Query);
        Assert.Equal(
            ("code", "S256", "openid"),
            ((string?)asked["response_type"], (string?)asked["code_challenge_method"], (string?)asked["scope"]));
        Assert.All(new[] { "state", "nonce", "code_challenge" }, p => Assert.NotEmpty(asked[p].ToString()));
        Assert.DoesNotContain(asked.Keys, k => k.StartsWith("x-client", StringComparison.Ordinal));
        string answer = await _page.EnterAsync(sentTo, Account, ("roles", "Officer"));
        using HttpResponseMessage back = await _web.GetAsync(answer);

        Assert.Equal("/assets", back.Headers.Location!.OriginalString);
        Assert.Contains("anna", await _web.ShownAsync("/you"), StringComparison.Ordinal);
        Session session = await _web.Scene.ReadAsync(d => d.Sessions.SingleAsync());
        Assert.Equal(AccessRoles.Officer, session.ProviderRoles);
        Assert.StartsWith("anna ", await _web.LastLineAsync("session.started"), StringComparison.Ordinal);
        string code = QueryHelpers.ParseQuery(new Uri(new Uri(WebService.Origin), answer).Query)["code"].ToString();
        // Lines of requests are on here; a service that runs has them off, as the story in a browser shows by its log.
        IEnumerable<string> logged = _web.Service.Logged.Where(l => !l.Contains(" HTTP/1.1 ", StringComparison.Ordinal));
        foreach (string secret in new[] { code, asked["state"].ToString(), asked["nonce"].ToString(), Account })
        {
            Assert.DoesNotContain(logged, l => l.Contains(secret, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task CookiesOnTheWay_AreOfThisHostAlone_AndGoWithTheAnswer()
    {
        await BindAsync("anna", Account);
        using HttpResponseMessage begun = await _web.GetAsync("/sign-in/provider");
        string[] set = [.. begun.Headers.GetValues("Set-Cookie")];

        Assert.Equal(2, set.Length);
        Assert.All(set, c =>
        {
            Assert.StartsWith("__Host-", c, StringComparison.Ordinal);
            Assert.All(
                new[] { "; path=/", "; secure", "; samesite=lax", "; httponly", "; expires=" },
                a => Assert.Contains(a, c, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain("domain=", c, StringComparison.OrdinalIgnoreCase);
        });
        using HttpResponseMessage back = await _web.GetAsync(
            await _page.EnterAsync(begun.Headers.Location!, Account, ("roles", "Officer")));
        Assert.Equal("/", back.Headers.Location!.OriginalString);
        Assert.All(set.Select(c => c.Split('=')[0]), c => Assert.Equal("", _web.Cookies[c]));
    }

    [Fact]
    public async Task AccountOfNoPerson_IsToldSo_AndNothingIsMade()
    {
        string shown = await AnswerAsync(HttpStatusCode.Forbidden, await GoAsync("stranger <b>1</b>", ("roles", "Administrator")));

        Assert.Contains("this account belongs to no person here", shown, StringComparison.Ordinal);
        Assert.Contains("stranger &lt;b&gt;1&lt;/b&gt;", shown, StringComparison.Ordinal);
        Assert.Equal((0, 0), await _web.Scene.ReadAsync(async d => (await d.Persons.CountAsync(), await d.Sessions.CountAsync())));
        Assert.False(_web.Cookies.ContainsKey(WebService.SessionCookie));
    }

    [Fact]
    public async Task AccountWithoutRolesOfTheProvider_HasThoseHere_AndWithoutAny_NothingOpens()
    {
        await BindAsync("anna", Account);
        string shown = await AnswerAsync(HttpStatusCode.Forbidden, await GoAsync(Account));
        Assert.Contains("You have no role here", shown, StringComparison.Ordinal);

        await _web.JoinAsync("otto", AccessRoles.Officer);
        await new BindSubject(_web.Scene.Store).RunAsync("ada", "otto", "otto@society.example", default);
        using var page = new ProvidersPage();
        using HttpResponseMessage back = await _web.GetAsync(
            await page.EnterAsync(await ProvidersPage.BeginAsync(_web), "otto@society.example", ("roles", "Choir")));
        Assert.Equal("/", back.Headers.Location!.OriginalString);
        Assert.Contains("Officer", await _web.ShownAsync("/you"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task RolesThatDoNotGoTogether_AreRefused_OnThePage()
    {
        await BindAsync("anna", Account);

        string shown = await AnswerAsync(HttpStatusCode.Forbidden, await GoAsync(Account, ("roles", "Administrator,Approver")));

        Assert.Contains("administrator and approver are two people", shown, StringComparison.Ordinal);
        Assert.Equal(0, await _web.Scene.ReadAsync(d => d.Sessions.CountAsync()));
    }

    [Fact]
    public async Task AnotherPersonInThisBrowser_StaysSignedIn_AndNothingIsMixed()
    {
        await BindAsync("anna", Account);
        Uri sentTo = await ProvidersPage.BeginAsync(_web);
        Dictionary<string, string> began = new(_web.Cookies);
        OpenedSession otto = await _web.EnterAsync("otto", AccessRoles.Officer);
        foreach ((string name, string value) in began)
        {
            _web.Cookies[name] = value;
        }

        string shown = await AnswerAsync(HttpStatusCode.Conflict, await _page.EnterAsync(sentTo, Account, ("roles", "Officer")));

        Assert.Contains("Another person is signed in here", shown, StringComparison.Ordinal);
        Assert.Equal(otto.Token, _web.Cookies[WebService.SessionCookie]);
        Assert.Equal("/assets", (await _web.GetAsync("/sign-in/provider?back=/assets")).Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task WayBack_LeadsToNoOtherSite(string back)
    {
        await BindAsync("anna", Account);
        Uri sentTo = await ProvidersPage.BeginAsync(_web, $"?back={Uri.EscapeDataString(back)}");

        using HttpResponseMessage answer = await _web.GetAsync(await _page.EnterAsync(sentTo, Account, ("roles", "Officer")));

        Assert.Equal("/", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Invited_JoinsByTheAccount_OnlyAfterSeeingIt_AndOnce()
    {
        (_, string secret) = await new Members(_web.Scene).Invite.RunAsync("operator", "olga", AccessRoles.Officer, null, default);
        Assert.Contains($"/sign-in/provider?invitation={secret}", await _web.ShownAsync($"/invitation/{secret}"), StringComparison.Ordinal);
        Uri sentTo = await ProvidersPage.BeginAsync(_web, $"?invitation={secret}");
        Assert.DoesNotContain(secret, sentTo.ToString(), StringComparison.Ordinal);
        string page = await AnswerAsync(HttpStatusCode.OK, await _page.EnterAsync(sentTo, Account));

        // A link that another person gave must bind nothing by itself.
        Assert.Contains("belongs to this handle for ever", page, StringComparison.Ordinal);
        Assert.Contains(Account, page, StringComparison.Ordinal);
        Assert.Equal(0, await _web.Scene.ReadAsync(d => d.Subjects.CountAsync()));
        Dictionary<string, string> form = new() { ["proof"] = Proof(page), ["__RequestVerificationToken"] = WebService.TokenIn(page) };
        string path = $"/invitation/{secret}?handler=Provider";
        using HttpResponseMessage forged = await _web.SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(
            new Dictionary<string, string> { ["proof"] = form["proof"] }));
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);

        using HttpResponseMessage joined = await _web.SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(form));
        Assert.Equal("/", joined.Headers.Location!.OriginalString);
        Assert.Contains("olga", await _web.ShownAsync("/you"), StringComparison.Ordinal);
        PersonSubject bound = await _web.Scene.ReadAsync(d => d.Subjects.SingleAsync());
        Assert.Equal((Account, "olga"), (bound.Subject, bound.Person.Handle));
        Assert.StartsWith("olga ", await _web.LastLineAsync("person.bound"), StringComparison.Ordinal);

        _web.Cookies.Remove(WebService.SessionCookie);
        form["__RequestVerificationToken"] = await _web.TokenAsync("/sign-in");
        using HttpResponseMessage again = await _web.SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent(form));
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task Invited_ByTheAccountOfAnother_OrWithAnothersProof_IsRefused()
    {
        await BindAsync("anna", Account);
        var members = new Members(_web.Scene);
        (_, string secret) = await members.Invite.RunAsync("operator", "olga", AccessRoles.Officer, null, default);
        (_, string other) = await members.Invite.RunAsync("operator", "oleg", AccessRoles.Officer, null, default);
        string page = await AnswerAsync(
            HttpStatusCode.OK, await _page.EnterAsync(await ProvidersPage.BeginAsync(_web, $"?invitation={secret}"), Account));

        string shown = await SendProofAsync(secret, page);
        Assert.Contains("one human must not be two people here", shown, StringComparison.Ordinal);
        shown = await SendProofAsync(other, page);
        Assert.Contains("Sign in by your organization again", shown, StringComparison.Ordinal);
        Assert.Equal(["anna"], await _web.Scene.ReadAsync(d => d.Persons.Select(p => p.Handle).ToListAsync()));
    }

    [Fact]
    public async Task WithoutAProvider_NoPageSpeaksOfOne()
    {
        await using WebService web = await WebService.StartAsync();

        Assert.DoesNotContain("your organization", await web.ShownAsync("/sign-in"), StringComparison.OrdinalIgnoreCase);
        foreach (string path in new[] { "/sign-in/provider", "/sign-in/provider/answer?code=x&state=y", "/sign-in/provider/shown" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await web.GetAsync(path)).StatusCode);
        }
    }

    [Fact]
    public async Task AnswerAtAnotherListener_IsNotLookedAt()
    {
        using HttpClient api = _web.Service.Client(null);
        foreach (string path in new[] { "/sign-in/provider/answer?code=x&state=y", "/signout-oidc", "/signout-callback-oidc" })
        {
            using HttpResponseMessage answer = await api.GetAsync(new Uri(_web.Service.Address, path));
            Assert.InRange((int)answer.StatusCode, 401, 404);
            using HttpResponseMessage page = await _web.GetAsync(path);
            Assert.NotEqual(HttpStatusCode.OK, page.StatusCode);
        }
    }

    private static string Proof(string page) =>
        WebUtility.HtmlDecode(page.Split("name=\"proof\" value=\"")[1].Split('"')[0]);

    private async Task<string> SendProofAsync(string secret, string page)
    {
        using HttpResponseMessage answer = await _web.SendAsync(
            HttpMethod.Post,
            $"/invitation/{secret}?handler=Provider",
            new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["proof"] = Proof(page),
                ["__RequestVerificationToken"] = WebService.TokenIn(page),
            }));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return Visits.Isolates().Replace(await answer.Content.ReadAsStringAsync(), "");
    }

    private async Task BindAsync(string handle, string subject)
    {
        await new AddPerson(_web.Scene.Store).RunAsync("ada", handle, null, default);
        await new BindSubject(_web.Scene.Store).RunAsync("ada", handle, subject, default);
    }

    private async Task<string> GoAsync(string account, params (string Name, string Value)[] fields) =>
        await _page.EnterAsync(await ProvidersPage.BeginAsync(_web), account, fields);

    private async Task<string> AnswerAsync(HttpStatusCode wanted, string answer)
    {
        using HttpResponseMessage page = await _web.GetAsync(answer);
        string shown = await page.Content.ReadAsStringAsync();
        Assert.True(wanted == page.StatusCode, $"{page.StatusCode}: {shown}");
        return Visits.Isolates().Replace(shown, "");
    }
}

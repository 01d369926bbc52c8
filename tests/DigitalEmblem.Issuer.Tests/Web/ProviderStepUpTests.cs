using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.People;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>
/// People show by the identity provider that it is them. When these fail, a sign-in of this morning confirms what needs one of now, or a
/// person who goes to the provider loses what they typed.
/// </summary>
[Trait("Category", "Servers")]
public sealed partial class ProviderStepUpTests : IClassFixture<ProviderFixture>, IAsyncLifetime
{
    private const string Account = "ada@society.example", Path = "/person/otto?handler=End";
    private readonly ProviderFixture _provider;
    private readonly ProvidersPage _page = new();
    private WebService _web = null!;

    public ProviderStepUpTests(ProviderFixture provider) => _provider = provider;

    public async Task InitializeAsync()
    {
        _web = await WebService.StartAsync(o => _provider.Use(o));
        await _web.JoinAsync("otto", AccessRoles.Officer);
        await _web.EnterAsync("ada", AccessRoles.Administrator);
        await new BindSubject(_web.Scene.Store).RunAsync("ada", "ada", Account, default);
        _web.Scene.Clock.Now += TimeSpan.FromMinutes(11);
    }

    public async Task DisposeAsync()
    {
        _page.Dispose();
        await _web.DisposeAsync();
    }

    [Fact]
    public async Task StepUp_ByTheProvider_KeepsTheForm_WhichIsDoneOnlyWhenConfirmed()
    {
        string waiting = await SendFormAsync();
        Assert.Contains("target=\"_blank\"", waiting, StringComparison.Ordinal);
        string before = _web.Cookies[WebService.SessionCookie];

        Uri sentTo = await ProvidersPage.BeginAsync(_web, "?again=true");
        var asked = QueryHelpers.ParseQuery(sentTo.Query);
        Assert.Equal(("login", "0"), ((string?)asked["prompt"], (string?)asked["max_age"]));
        using HttpResponseMessage shown = await _web.GetAsync(await EnterAsync(sentTo, TimeSpan.FromSeconds(5)));
        Assert.Equal("/sign-in/provider/shown", shown.Headers.Location!.OriginalString);
        Assert.Contains("Your form waits in the tab", await _web.ShownAsync("/sign-in/provider/shown"), StringComparison.Ordinal);
        Assert.NotEqual(before, _web.Cookies[WebService.SessionCookie]);

        string confirm = await ContinueAsync(waiting, HttpStatusCode.OK);
        Assert.Contains("What you sent has not been done yet", confirm, StringComparison.Ordinal);
        Assert.Null((await PersonAsync("otto")).EndedAt);
        await ConfirmAsync(confirm);
        Assert.NotNull((await PersonAsync("otto")).EndedAt);
    }

    [Fact]
    public async Task GoingOnTooEarly_KeepsTheForm_AndSaysSo()
    {
        string waiting = await ContinueAsync(await SendFormAsync(), HttpStatusCode.Unauthorized);
        Assert.Contains("The sign-in in the other tab is not finished", waiting, StringComparison.Ordinal);

        await StepUpAsync(HttpStatusCode.Redirect, TimeSpan.FromSeconds(1));
        await ConfirmAsync(await ContinueAsync(waiting, HttpStatusCode.OK));
        Assert.NotNull((await PersonAsync("otto")).EndedAt);
    }

    [Fact]
    public async Task SignInOfSomeTimeAgo_OrOfNoTime_OrOfTheFuture_IsNoStepUp()
    {
        string waiting = await SendFormAsync();
        foreach (TimeSpan? ago in new TimeSpan?[] { TimeSpan.FromMinutes(2), TimeSpan.FromHours(8), -TimeSpan.FromMinutes(5) })
        {
            string shown = await StepUpAsync(HttpStatusCode.Forbidden, ago);
            Assert.Contains("it says that you signed in some time ago", shown, StringComparison.Ordinal);
        }

        Assert.Contains("does not say when you signed in", await StepUpAsync(HttpStatusCode.Forbidden, null), StringComparison.Ordinal);
        await ContinueAsync(waiting, HttpStatusCode.Unauthorized);
        Assert.Null((await PersonAsync("otto")).EndedAt);
    }

    [Fact]
    public async Task StepUp_ByTheAccountOfAnother_IsRefused()
    {
        await new BindSubject(_web.Scene.Store).RunAsync("ada", "otto", "otto@society.example", default);
        string waiting = await SendFormAsync();

        using HttpResponseMessage answer = await _web.GetAsync(
            await EnterAsync(await ProvidersPage.BeginAsync(_web, "?again=true"), TimeSpan.Zero, "otto@society.example"));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        await ContinueAsync(waiting, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task SessionThatBeganByAnOldSignInAtTheProvider_IsNoStepUp()
    {
        _web.Cookies.Clear();
        using HttpResponseMessage back = await _web.GetAsync(
            await EnterAsync(await ProvidersPage.BeginAsync(_web), TimeSpan.FromHours(3), roles: "Administrator"));
        Assert.Equal(HttpStatusCode.Redirect, back.StatusCode);

        // Signed in a moment ago, and still asked: the provider did not ask anyone for three hours.
        Assert.Contains("Show that it is you", await SendFormAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StepUp_TakesTheRolesThatTheProviderGivesNow()
    {
        _web.Cookies.Clear();
        string answer = await EnterAsync(await ProvidersPage.BeginAsync(_web), TimeSpan.FromHours(3), roles: "Administrator,Officer");
        Assert.Equal(HttpStatusCode.Redirect, (await _web.GetAsync(answer)).StatusCode);
        string waiting = await SendFormAsync();

        await StepUpAsync(HttpStatusCode.Redirect, TimeSpan.FromSeconds(1), "Auditor");

        string confirm = await ContinueAsync(waiting, HttpStatusCode.OK);
        using HttpResponseMessage refused = await PostConfirmationAsync(confirm);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Null((await PersonAsync("otto")).EndedAt);
    }

    [Fact]
    public async Task FormAfterTheSession_IsKept_WhileItsPersonSignsInByTheProvider()
    {
        string token = await _web.TokenAsync("/you");
        _web.Scene.Clock.Now += Session.LongestIdle;
        string waiting = await SendFormAsync(token, "/person/otto?handler=Name", ("displayName", "Отто"));
        Assert.Contains("Your session is over", waiting, StringComparison.Ordinal);

        string answer = await EnterAsync(
            await ProvidersPage.BeginAsync(_web, "?again=true"), TimeSpan.FromHours(3), roles: "Administrator");
        Assert.Equal(HttpStatusCode.Redirect, (await _web.GetAsync(answer)).StatusCode);
        await ConfirmAsync(await ContinueAsync(waiting, HttpStatusCode.OK));

        Assert.Equal("Отто", (await PersonAsync("otto")).DisplayName);
    }

    private async Task<string> SendFormAsync() => await SendFormAsync(await _web.TokenAsync("/you"), Path, ("typed", "otto"));

    private async Task<string> SendFormAsync(string token, string path, (string Name, string Value) field)
    {
        using var body = new FormUrlEncodedContent(
            new Dictionary<string, string> { [field.Name] = field.Value, ["__RequestVerificationToken"] = token });
        using HttpResponseMessage answer = await _web.SendAsync(HttpMethod.Post, path, body);
        string page = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Unauthorized, $"{answer.StatusCode}: {page}");
        return page;
    }

    private Task<string> EnterAsync(Uri sentTo, TimeSpan? ago, string account = Account, string roles = "") => _page.EnterAsync(
        sentTo,
        account,
        ("roles", roles),
        ("time", ago is { } known
            ? (_web.Scene.Clock.Now - known).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)
            : "none"));

    private async Task<string> StepUpAsync(HttpStatusCode wanted, TimeSpan? ago, string roles = "")
    {
        using HttpResponseMessage answer = await _web.GetAsync(
            await EnterAsync(await ProvidersPage.BeginAsync(_web, "?again=true"), ago, roles: roles));
        string page = await answer.Content.ReadAsStringAsync();
        Assert.True(wanted == answer.StatusCode, $"{answer.StatusCode}: {page}");
        return page;
    }

    private async Task<string> ContinueAsync(string waiting, HttpStatusCode wanted)
    {
        string kept = Kept().Match(waiting).Groups[1].Value;
        using var body = new FormUrlEncodedContent(new Dictionary<string, string> { ["kept"] = kept });
        using HttpResponseMessage answer = await _web.SendAsync(HttpMethod.Post, "/sign-in-again/continue", body);
        string page = await answer.Content.ReadAsStringAsync();
        Assert.True(wanted == answer.StatusCode, $"{answer.StatusCode}: {page}");
        return page;
    }

    private async Task ConfirmAsync(string page)
    {
        using HttpResponseMessage answer = await PostConfirmationAsync(page);
        Assert.True(HttpStatusCode.Redirect == answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private Task<HttpResponseMessage> PostConfirmationAsync(string page)
    {
        Match form = Confirmation().Match(page);
        Assert.True(form.Success, page);
        var fields = Hidden().Matches(form.Value)
            .Select(m => KeyValuePair.Create(WebUtility.HtmlDecode(m.Groups[1].Value), WebUtility.HtmlDecode(m.Groups[2].Value)));
        return _web.SendAsync(
            HttpMethod.Post,
            WebUtility.HtmlDecode(form.Groups[1].Value),
            new FormUrlEncodedContent([.. fields, new("__RequestVerificationToken", WebService.TokenIn(form.Value))]));
    }

    private Task<Person> PersonAsync(string handle) => new Members(_web.Scene).PersonAsync(handle);

    [GeneratedRegex("name=\"kept\" value=\"([^\"]*)\"")]
    private static partial Regex Kept();

    [GeneratedRegex("<form method=\"post\" action=\"(/person[^\"]*)\">.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Confirmation();

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"_]*)\" value=\"([^\"]*)\"")]
    private static partial Regex Hidden();
}

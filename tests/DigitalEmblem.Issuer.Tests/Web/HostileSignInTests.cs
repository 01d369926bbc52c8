using System.Net;
using System.Text.Json.Nodes;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Tests.People;
using DigitalEmblem.Issuer.Web.SigningIn;
using DigitalEmblem.Issuer.Work.People;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DigitalEmblem.Issuer.Tests.Web;

/// <summary>
/// What strangers send to the page where people sign in. When these fail, a stranger gets in, makes the service fail, or learns which
/// handles there are.
/// </summary>
[Trait("Category", "Servers")]
public sealed class HostileSignInTests : IClassFixture<SharedWebService>
{
    private readonly WebService _web;

    public HostileSignInTests(SharedWebService shared)
    {
        _web = shared.Web;
        _web.Cookies.Clear();
    }

    public static TheoryData<string> Answers => new()
    {
        "",
        "null",
        "[]",
        "{}",
        "{",
        "\"text\"",
        new string('[', 100_000),
        """{"id":"AA","rawId":"AA","type":"public-key","response":{},"clientExtensionResults":{}}""",
        """{"id":"AA","rawId":"!!","type":"public-key","response":{"clientDataJSON":"AA","authenticatorData":"AA","signature":"AA"}}""",
        """
        {"id":"AA","rawId":"AA","type":"public-key","clientExtensionResults":{},
         "response":{"clientDataJSON":"e30","authenticatorData":"AAAA","signature":"AAAA","userHandle":"AAAA"}}
        """,
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task PasskeyAnswer_ThatIsNone_OpensNothing(string answer)
    {
        using HttpResponseMessage options = await _web.PostAsync("/sign-in", [], handler: "Options");
        Assert.Equal(HttpStatusCode.OK, options.StatusCode);
        var challenge = JsonNode.Parse(await options.Content.ReadAsStringAsync())!;
        Assert.Equal(("localhost", "required"), ((string?)challenge["rpId"], (string?)challenge["userVerification"]));

        using HttpResponseMessage page = await _web.PostAsync("/sign-in", new() { ["passkey"] = answer }, handler: "Passkey");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("You are not signed in: the handle", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(_web.Cookies.ContainsKey("__Host-session"));
    }

    /// <summary>When this fails, a person who joins reads in English why it failed, and cannot go on.</summary>
    [Fact]
    public async Task Invitation_SaysWhatIsWrong_InTheLanguageOfThePage()
    {
        (_, string secret) = await new Members(_web.Scene).Invite.RunAsync(
            "operator", $"u{Guid.NewGuid():N}"[..20], AccessRoles.Officer, null, default);
        string page = await (await _web.GetAsync($"/invitation/{secret}")).Content.ReadAsStringAsync();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = WebService.TokenIn(page),
            ["key"] = System.Text.RegularExpressions.Regex.Match(page, "name=\"key\" value=\"([^\"]+)\"").Groups[1].Value,
            ["password"] = "short",
            ["code"] = "000000",
        });

        using HttpResponseMessage answer = await _web.SendAsync(
            HttpMethod.Post, $"/invitation/{secret}?handler=Password", form, r => r.Headers.Add("Accept-Language", "fr"));

        string said = await answer.Content.ReadAsStringAsync();
        Assert.Contains("role=\"alert\"", said, StringComparison.Ordinal);
        Assert.DoesNotContain("several words are easy to remember", said, StringComparison.Ordinal);
    }

    /// <summary>When this fails, a copy of the token of a session that its browser has left opens the pages for hours.</summary>
    [Fact]
    public async Task BrowserThatGoesOverToAnotherSession_EndsTheOneBefore_AtTheServer()
    {
        var people = new Members(_web.Scene);
        CodeKeys keys = _web.Service.Services.GetRequiredService<CodeKeys>();
        string handle = $"u{Guid.NewGuid():N}"[..20];
        string before = (await people.JoinAsync($"v{Guid.NewGuid():N}"[..20], AccessRoles.Officer)).Token;
        string path = $"/invitation/{(await people.Invite.RunAsync("operator", handle, AccessRoles.Officer, null, default)).Secret}";
        _web.Cookies[WebService.SessionCookie] = before;
        string page = await (await _web.GetAsync(path)).Content.ReadAsStringAsync();
        string form = System.Text.RegularExpressions.Regex.Match(page, "name=\"key\" value=\"([^\"]+)\"").Groups[1].Value;
        byte[] key = keys.Read(handle, form)!;

        foreach ((string at, Dictionary<string, string> more) in new (string, Dictionary<string, string>)[]
        {
            (path, new() { ["key"] = form }), ("/sign-in", new() { ["handle"] = handle }),
        })
        {
            using var body = new FormUrlEncodedContent(new Dictionary<string, string>(more)
            {
                ["__RequestVerificationToken"] = WebService.TokenIn(page),
                ["password"] = Members.Password,
                ["code"] = Totp.CodeOf(key, Totp.StepAt(_web.Scene.Clock.Now)),
            });
            using HttpResponseMessage entered = await _web.SendAsync(HttpMethod.Post, $"{at}?handler=Password", body);

            Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
            Assert.Null(await people.FindSession.RunAsync(before, default));
            before = _web.Cookies[WebService.SessionCookie];
            Assert.NotNull(await people.FindSession.RunAsync(before, default));
            _web.Scene.Clock.Now += TimeSpan.FromSeconds(30);
            page = await (await _web.GetAsync("/language")).Content.ReadAsStringAsync();
        }
    }

    [Theory]
    [InlineData("nobody", "a password of twelve", "123456")]
    [InlineData("", "", "")]
    [InlineData("service", "x", "1")]
    [InlineData("an\u202Ena", "\u202E <script>", "١٢٣٤٥٦")]
    public async Task PasswordThatIsNone_IsAnsweredAlike(string handle, string password, string code)
    {
        using HttpResponseMessage page = await _web.PostAsync(
            "/sign-in", new() { ["handle"] = handle, ["password"] = password, ["code"] = code, ["more"] = "1" }, handler: "Password");

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("You are not signed in: the handle", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(_web.Cookies.ContainsKey("__Host-session"));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("%E2%80%AE")]
    public async Task LinkThatWasAltered_IsOnePage(string secret)
    {
        using HttpResponseMessage page = await _web.GetAsync("/invitation/" + secret);
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.Contains("This link opens nothing", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task PlantedSession_OpensNothing(string token)
    {
        _web.Cookies["__Host-session"] = token;
        using HttpResponseMessage page = await _web.GetAsync("/");
        Assert.Equal("/sign-in", page.Headers.Location!.ToString());
    }
}
